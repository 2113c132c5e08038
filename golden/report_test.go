package golden

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// want matches one comment of a file in golden/report: `# want error invalid "a piece of the sentence"`, on the line of the
// finding. `# want-file …` is a finding about the file as a whole. There may be several on one line.
var want = regexp.MustCompile(`want(-file)? (error|warning|note) ([a-z-]+) "([^"]*)"`)

// TestReport loads every file of golden/report. Its findings must be exactly those that the comments in it, and in the
// files of the folder with the same name, announce, each on its line: no finding may be missing, unexpected or misplaced.
func TestReport(t *testing.T) {
	cases, err := filepath.Glob("report/*.yml")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			wanted := wants(t, file)
			parts, _ := filepath.Glob(strings.TrimSuffix(file, ".yml") + "/*")
			for _, part := range parts {
				wanted = append(wanted, wants(t, part)...)
			}
			_, report, err := load.Load(context.Background(), load.Options{Inputs: []string{file}, Environ: []string{"HOME=/root"}})
			if err != nil {
				t.Fatal(err)
			}
			announced(t, wanted, report.Findings())
		})
	}
}

// finding is an announced finding.
type finding struct {
	file                 string
	line                 int
	severity, code, text string
}

func (w finding) is(f diag.Finding) bool {
	return w.file == f.Pos.File && w.line == f.Pos.Line && w.severity == f.Severity.String() && w.code == string(f.Code) &&
		strings.Contains(fmt.Sprintf("%s: %s (%s)", f.Path, f.Text, f.Hint), w.text)
}

// announced fails for every finding that no comment announces, and for every comment without a finding.
func announced(t *testing.T, wanted []finding, found []diag.Finding) {
	t.Helper()
	for _, f := range found {
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
}

func wants(t *testing.T, file string) []finding {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []finding
	for i, line := range strings.Split(string(data), "\n") {
		_, comment, _ := strings.Cut(line, "# ")
		for _, m := range want.FindAllStringSubmatch(comment, -1) {
			w := finding{file: file, line: i + 1, severity: m[2], code: m[3], text: m[4]}
			if m[1] != "" {
				w.line = 0
			}
			out = append(out, w)
		}
	}
	return out
}
