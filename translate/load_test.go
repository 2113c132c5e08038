package translate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// loaded returns a project named shop in /srv/shop, as docker compose reads it. In production package load does this;
// the tests of the lowering need no more.
func loaded(t testing.TB, compose string, env ...string) (*types.Project, inputs) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "compose.yml")
	if err := os.WriteFile(file, []byte(compose), 0o600); err != nil {
		t.Fatal(err)
	}
	options, err := cli.NewProjectOptions([]string{file}, cli.WithName("shop"), cli.WithEnv(env), cli.WithoutEnvironmentResolution)
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if project, err = project.WithServicesEnvironmentResolved(true); err != nil {
		t.Fatal(err)
	}
	for _, s := range project.Services {
		buildSources(t, dir, s.Build)
	}
	for _, j := range project.Jobs {
		buildSources(t, dir, j.Build)
	}
	return project, inputs{dir: dir, root: "/srv/shop", files: []string{file},
		where: func(...string) diag.Pos { return diag.Pos{} }, written: func(...string) bool { return true },
		text: func(...string) (string, bool) { return "", false }}
}

// buildSources creates the files that a build reads in the project's folder, so that they are not reported as missing.
func buildSources(t testing.TB, dir string, b *types.BuildConfig) {
	t.Helper()
	if b == nil {
		return
	}
	files := []string{dockerfile(b.Context, b.Dockerfile)}
	for _, context := range b.AdditionalContexts {
		files = append(files, filepath.Join(context, "file"))
	}
	for _, file := range files {
		if !within(file, dir) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// lowered returns the model of a project without findings.
func lowered(t *testing.T, compose string, env ...string) *model.Project {
	t.Helper()
	out, report := reported(t, compose, env...)
	if found := report.Findings(); len(found) > 0 {
		t.Fatalf("findings: %v", found)
	}
	return out
}

func reported(t *testing.T, compose string, env ...string) (*model.Project, diag.Report) {
	t.Helper()
	project, in := loaded(t, compose, env...)
	var report diag.Report
	return lower(project, in, &report), report
}

// service returns the container of one service of a project without findings.
func service(t *testing.T, compose, name string, env ...string) model.Container {
	t.Helper()
	return containerOf(t, lowered(t, compose, env...), name)
}

func containerOf(t *testing.T, p *model.Project, name string) model.Container {
	t.Helper()
	for _, c := range p.Containers {
		if c.Service == name {
			return c
		}
	}
	t.Fatalf("no container of %s", name)
	return model.Container{}
}

// web returns a service named web with an image and the given attributes, one YAML line each.
func web(lines ...string) string {
	return "services:\n  web:\n    image: nginx\n    " + strings.Join(lines, "\n    ") + "\n"
}

// unplaced ignores positions in the file: these tests have none.
var unplaced = []cmp.Option{cmpopts.IgnoreFields(model.Written{}, "Entry"), cmpopts.IgnoreFields(model.PortBinding{}, "Entry")}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, unplaced...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantFinding expects exactly one finding, with this severity, code and path.
func wantFinding(t *testing.T, report diag.Report, severity diag.Severity, code diag.Code, path string) {
	t.Helper()
	found := report.Findings()
	if len(found) != 1 || found[0].Severity != severity || found[0].Code != code || found[0].Path != path {
		t.Errorf("findings are %v, want one %s [%s] at %s", found, severity, code, path)
	}
}
