// Package golden contains the tests of the whole program: cases, laws, and checks against systemd itself. It has no code of
// its own.
//
//	attr/<attribute>.txtar   one attribute: a Compose file and the lines the attribute adds to the units
//	project/<name>/          whole projects with their whole output, one folder per runtime
//	report/<topic>.yml       the findings about a file, as comments on the lines concerned
//
// `go test ./golden -update` rewrites the outputs.
package golden

import (
	"context"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// render translates a Compose file as the command would with -root-path.
func render(t testing.TB, rt runtime.Runtime, dir, root string, inputs ...string) ([]runtime.File, *diag.Report) {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: inputs, Dir: dir}, RootPath: root,
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Worst() == diag.Error {
		return nil, &report
	}
	runtime.Check(rt, result.Written, nil, &report)
	return rt.Files(result.Project, runtime.Options{Systemd: 252}, diag.NewScope(&report, result.Where)), &report
}

// Whole projects: a reviewer reads what users will commit, and systemd reads every unit without a warning.
func TestProjects(t *testing.T) {
	projects, err := filepath.Glob("project/*/compose.y*ml")
	if err != nil || len(projects) == 0 {
		t.Fatal("no projects: ", err)
	}
	for _, input := range projects {
		dir := filepath.Dir(input)
		for _, choice := range all.Choices {
			t.Run(filepath.Base(dir)+"/"+choice.Runtime.Name(), func(t *testing.T) {
				files, report := render(t, choice.Runtime, dir, "/srv/"+filepath.Base(dir), filepath.Base(input))
				for _, f := range report.Findings() {
					if f.Severity != diag.Note {
						t.Errorf("a project that is an example to others has findings: %s", f)
					}
				}
				compareTree(t, filepath.Join(dir, choice.Runtime.Name()), withoutScripts(files))
				askSystemd(t, files)
			})
		}
	}
}

// withoutScripts leaves out the scripts. They are identical for every project, and have their own tests.
func withoutScripts(files []runtime.File) []runtime.File {
	return slices.DeleteFunc(slices.Clone(files), func(f runtime.File) bool { return f.Script })
}

func compareTree(t *testing.T, dir string, files []runtime.File) {
	t.Helper()
	if *update {
		writeTree(t, dir, files)
	}
	had := readTree(t, dir)
	for _, f := range files {
		if diff := cmp.Diff(had[f.Path], string(f.Data)); diff != "" {
			t.Errorf("%s differs from the golden (-update rewrites it):\n%s", f.Path, diff)
		}
		delete(had, f.Path)
	}
	for path := range had {
		t.Errorf("%s is in the golden and no longer written", path)
	}
}

func writeTree(t *testing.T, dir string, files []runtime.File) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return out
}

// askSystemd has systemd read the units and fails on any warning.
func askSystemd(t *testing.T, files []runtime.File) {
	t.Helper()
	oracle.Require(t)
	units := map[string][]byte{}
	for _, f := range files {
		if !strings.Contains(f.Path, "/") {
			units[f.Path] = f.Data
		}
	}
	for _, made := range generate(t, units) {
		readBySystemd(t, made)
	}
	if !slices.ContainsFunc(files, func(f runtime.File) bool { return oracle.IsSource(f.Path) }) {
		verify(t, files)
	}
}

// generate replaces Quadlet's source files with the units that it generates from them, once for each generator. If there
// are no source files, the files are returned as they are.
func generate(t *testing.T, files map[string][]byte, flags ...string) []map[string][]byte {
	t.Helper()
	if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), oracle.IsSource) {
		return []map[string][]byte{files}
	}
	var out []map[string][]byte
	for _, g := range oracle.Generators(t) {
		out = append(out, generateBy(t, g, files, flags...))
	}
	return out
}

func generateBy(t *testing.T, g oracle.Generator, files map[string][]byte, flags ...string) map[string][]byte {
	t.Helper()
	units, warnings, err := g.Generate(t.Context(), files, flags...)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Errorf("%s: %s", g, w)
	}
	return units
}

// verify runs systemd-analyze on the files as they would be installed.
func verify(t *testing.T, files []runtime.File) {
	t.Helper()
	dir := t.TempDir()
	writeTree(t, dir, files)
	var names []string
	for _, f := range files {
		if !strings.Contains(f.Path, "/") {
			names = append(names, f.Path)
		}
	}
	warnings, err := oracle.Verify(t.Context(), dir, names)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Errorf("systemd-analyze verify: %s", w)
	}
}
