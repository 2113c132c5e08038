package golden

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// readLike are the runtimes that report the same as another one, if they have no file of that name themselves.
var readLike = map[string]string{"quadlet": "podman"}

// TestReportOfRuntimes checks that what a runtime cannot express is reported at its position, completely, and nothing else
// is. The files of report/NAME are those of the runtime NAME.
func TestReportOfRuntimes(t *testing.T) {
	for _, choice := range all.Choices {
		for _, file := range reportFiles(choice.Runtime.Name()) {
			t.Run(choice.Runtime.Name()+"/"+filepath.Base(file), func(t *testing.T) {
				wanted := wants(t, file)
				announced(t, wanted, findingsOf(t, choice.Runtime, file))
			})
		}
	}
}

func reportFiles(runtime string) []string {
	out, _ := filepath.Glob("report/" + runtime + "/*.yml")
	var others []string
	if like := readLike[runtime]; like != "" {
		others, _ = filepath.Glob("report/" + like + "/*.yml")
	}
	for _, file := range others {
		own := filepath.Join("report", runtime, filepath.Base(file))
		if _, err := os.Stat(own); err != nil {
			out = append(out, file)
		}
	}
	return out
}

// findingsOf returns all findings of the whole pipeline of a runtime.
func findingsOf(t *testing.T, rt runtime.Runtime, file string) []diag.Finding {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{file}, Environ: []string{"HOME=/root"}}, RootPath: "/srv/shop",
	})
	if err != nil {
		t.Fatal(err)
	}
	if result == nil {
		t.Fatalf("the project cannot be loaded: %v", report.Findings())
	}
	runtime.Check(rt, result.Written, nil, &report)
	rt.Files(result.Project, runtime.Options{Systemd: 257}, diag.NewScope(&report, result.Where))
	return report.Findings()
}
