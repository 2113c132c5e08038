package load

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// FuzzLoad: no Compose file makes a load panic; a file is either accepted or refused with an error that names a file; and two
// loads agree.
func FuzzLoad(f *testing.F) {
	reports, _ := filepath.Glob("../../golden/report/*.yml")
	for _, file := range reports {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(string(data))
		}
	}
	f.Add("services: {a: {image: a, <<: [{tty: true}]}}\n---\nservices: {a: !reset null}\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Contains(data, "/") {
			t.Skip("a path of the machine could be named")
		}
		load := func() (bool, []diag.Finding) {
			got, report, err := Load(context.Background(), Options{Dir: dir, Inputs: []string{"-"}, Stdin: strings.NewReader(data), Project: "fuzz"})
			if err != nil {
				t.Fatal(err)
			}
			return got != nil, report.Findings()
		}
		accepted, findings := load()
		worst := diag.Note
		for _, f := range findings {
			worst = max(worst, f.Severity)
			if strings.Contains(f.Text, "crashed") {
				t.Log(f) // compose-go's panic, reported as a finding
			}
		}
		if accepted == (worst == diag.Error) {
			t.Errorf("accepted: %v, but %v", accepted, findings)
		}
		if again, _ := load(); again != accepted {
			t.Error("two loads do not agree")
		}
	})
}
