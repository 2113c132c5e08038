package golden

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// TestReportForUsers checks that what a user's engine cannot do is reported with -user, at its position, and not without.
// report/rootless/any.yml applies to every runtime, a file with a runtime's name to that one alone.
func TestReportForUsers(t *testing.T) {
	for _, choice := range all.Choices {
		for _, name := range []string{"any", choice.Runtime.Name()} {
			file := filepath.Join("report/rootless", name+".yml")
			if matches, _ := filepath.Glob(file); len(matches) == 0 {
				continue
			}
			t.Run(choice.Runtime.Name()+"/"+name, func(t *testing.T) {
				wanted := wants(t, file)
				announced(t, wanted, rootlessFindings(t, choice.Runtime, file, true))
				if found := rootlessFindings(t, choice.Runtime, file, false); len(found) > 0 {
					t.Errorf("said of units of the system: %v", found)
				}
			})
		}
	}
}

// rootlessFindings returns the findings of a runtime's pipeline that concern users.
func rootlessFindings(t *testing.T, rt runtime.Runtime, file string, user bool) []diag.Finding {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{file}, Environ: []string{"HOME=/root"}}, RootPath: "/home/jane/shop",
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Worst() == diag.Error {
		t.Fatalf("the project itself has errors: %v", report.Findings())
	}
	o := runtime.Options{Systemd: 252, User: user}
	if user {
		runtime.CheckUser(result.Project, o, diag.NewScope(&report, result.Where))
	}
	rt.Files(result.Project, o, diag.NewScope(&report, result.Where))
	return slices.DeleteFunc(report.Findings(), func(f diag.Finding) bool {
		return f.Code != diag.Rootless && !strings.Contains(f.Text, "user's manager")
	})
}
