package generate

import (
	"testing"

	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// A missing bind source is reported where it is bound: in a service or in a job.
func TestMissingBindSources(t *testing.T) {
	missing := t.TempDir() + "/missing"
	var report diag.Report
	checkBinds(&model.Project{Containers: []model.Container{
		{Service: "nightly", At: []string{"jobs", "nightly"}, HostPaths: []string{missing, t.TempDir()}},
		{Service: "web", At: []string{"services", "web"}, HostPaths: []string{missing}},
	}}, diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{File: "compose.yml", Line: 1} }))
	var paths []string
	for _, f := range report.Findings() {
		paths = append(paths, f.Path)
	}
	foldertest.Same(t, "places", paths, []string{"jobs.nightly.volumes", "services.web.volumes"})
}
