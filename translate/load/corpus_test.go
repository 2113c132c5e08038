package load

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Real projects load, and those that Compose rejects are refused with a position.
func TestCorpus(t *testing.T) {
	root, _ := filepath.Abs("../../../shared/corpus")
	index, err := os.ReadFile(filepath.Join(root, "INDEX.tsv"))
	if err != nil {
		t.Skip("the corpus of public projects is not beside this checkout")
	}
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		col := strings.Split(line, "\t")
		opts := Options{Dir: filepath.Join(root, col[0]), Inputs: strings.Split(col[2], "+"), Environ: []string{"HOME=/root"}}
		if col[3] != "-" {
			opts.EnvFiles = strings.Split(col[3], "+")
		}
		t.Run(col[0], func(t *testing.T) {
			got, report, err := Load(context.Background(), opts)
			if err != nil {
				t.Fatal(err)
			}
			if (got != nil) != (col[4] == "loads") {
				t.Fatalf("%s, but: %v", col[4], report.Findings())
			}
			for _, f := range report.Findings() {
				if f.Pos.File == "" || f.Severity == diag.Error && f.Pos.Line == 0 && f.Text != "the file is empty" {
					t.Errorf("no place: %s", f)
				}
			}
		})
	}
}
