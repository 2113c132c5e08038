package golden

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/load"
)

// TestReportOfNames: a name, reference or path that has not its form (package grammar) is an error on its line, in every
// runtime's translation. The files announce what is found, as those of TestReport do.
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
			for _, f := range report.Findings() {
				i := slices.IndexFunc(wanted, func(w finding) bool { return w.is(f) })
				if i < 0 {
					t.Errorf("not announced: %s", f)
					continue
				}
				wanted = slices.Delete(wanted, i, i+1)
			}
			for _, w := range wanted {
				t.Errorf("announced, but not found: %s:%d: %s %s %q", w.file, w.line, w.severity, w.code, w.text)
			}
		})
	}
}
