package generate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// generated generates the files of a Compose file.
func generated(t *testing.T, compose string, allow ...string) (Result, []diag.Finding) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte("name: shop\n"+compose), 0o644); err != nil {
		t.Fatal(err)
	}
	var report diag.Report
	out, err := Generate(t.Context(), Options{
		Project: translate.Options{Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir, Environ: []string{"TAG=1.27", "DB_PASSWORD=hunter22"}}},
		Runtime: all.Default.Runtime, Rendering: runtime.Options{Allow: allow},
	}, &report)
	if err != nil {
		t.Fatal(err)
	}
	return out, report.Findings()
}

// A value from outside the Compose files in a unit is listed; if it is plausibly a secret, it is a warning at its position.
func TestExposedValues(t *testing.T) {
	out, findings := generated(t, "services:\n  db:\n    image: postgres:$TAG\n    command: [serve, --password, $DB_PASSWORD]\n")
	foldertest.Same(t, "exposed", out.Exposed, []string{"DB_PASSWORD", "TAG"})
	if len(findings) != 1 || findings[0].Code != diag.Outside || findings[0].Pos.Line != 5 || !strings.Contains(findings[0].Text, "DB_PASSWORD") {
		t.Errorf("findings: %v", findings)
	}
	if out.Project != "shop" || len(out.Files) == 0 {
		t.Errorf("project %q with %d files", out.Project, len(out.Files))
	}
	out, _ = generated(t, "services:\n  db:\n    image: postgres:16\n    environment: {PASSWORD: $DB_PASSWORD}\n")
	foldertest.Same(t, "exposed by a private file", out.Exposed, []string(nil))
}

// A project that is rejected is checked to the end, and has no files.
func TestARefusedProjectHasNoFiles(t *testing.T) {
	out, findings := generated(t, "services:\n  web:\n    image: busybox\n    networks: [nowhere]\n    cpu_count: 2\n", "services.*.nothing")
	var codes []string
	for _, f := range findings {
		codes = append(codes, string(f.Code))
	}
	if len(out.Files) > 0 || out.Project != "" || len(codes) == 0 {
		t.Errorf("project %q with %d files: %v", out.Project, len(out.Files), codes)
	}
	out, _ = generated(t, "services:\n  web:\n    image: busybox\n", "services.*.nothing", "services.*.image")
	foldertest.Same(t, "patterns without an attribute", out.Unknown, []string{"services.*.nothing"})
}
