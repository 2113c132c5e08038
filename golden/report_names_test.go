package golden

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/load"
)

// TestReportOfNames checks that a name, reference or path that lacks its required form (package grammar) is an error on its
// line, in every runtime's translation. The files announce the findings like those of TestReport.
func TestReportOfNames(t *testing.T) {
	cases, _ := filepath.Glob("report/names/*.yml")
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			wanted := wants(t, file)
			_, report, err := translate.Translate(context.Background(), translate.Options{
				Options: load.Options{Inputs: []string{file}, Environ: []string{"HOME=/root"}}})
			if err != nil {
				t.Fatal(err)
			}
			announced(t, wanted, report.Findings())
		})
	}
}
