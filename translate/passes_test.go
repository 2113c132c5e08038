package translate

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// No pass changes the project that it is given, and the lowering does not change the result of the passes. All projects
// in golden/ are lowered twice: without options, and with all options that make a pass act.
func TestNothingGivenIsChanged(t *testing.T) {
	all := passes
	t.Cleanup(func() { passes = all })
	acted := map[string]bool{}
	for _, file := range goldenProjects(t) {
		for _, options := range []bool{false, true} {
			project, in, report := loadedFrom(t, file, options)
			if project == nil {
				continue // refused
			}
			var given, before *types.Project // of the lowering
			passes = nil
			for _, pass := range all {
				passes = append(passes, Pass{pass.Name, pass.Reason, func(l *lowering, p *types.Project) *types.Project {
					was := deepCopy(p)
					out := pass.run(l, p)
					unchanged(t, file+": pass "+pass.Name, was, p)
					acted[pass.Name] = acted[pass.Name] || out != p
					given, before = out, deepCopy(out)
					return out
				}})
			}
			lower(project, in, report)
			unchanged(t, file+": the lowering", before, given)
		}
	}
	for _, name := range []string{"SSH keys", "target paths", "image lock", "API socket", "address pools"} {
		if !acted[name] {
			t.Errorf("the pass %s made another project of none of golden/", name)
		}
	}
}

func unchanged(t *testing.T, who string, before, after *types.Project) {
	t.Helper()
	if !reflect.DeepEqual(before, after) {
		t.Errorf("%s changed the project it was given (-before +after):\n%s", who, cmp.Diff(before, after, cmpopts.IgnoreUnexported(types.SecretConfig{}, types.ConfigObjConfig{})))
	}
}

// goldenProjects returns the Compose files in golden/, with those of the test cases unpacked.
func goldenProjects(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../golden/project/*/compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	reports, _ := filepath.Glob("../golden/report/*.yml")
	cases, _ := filepath.Glob("../golden/attr/*.txtar")
	if len(files) == 0 || len(reports) == 0 || len(cases) == 0 {
		t.Fatal("projects are missing")
	}
	files = append(files, reports...)
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(name), ".txtar"))
		for _, f := range archive.Files {
			path := filepath.Join(dir, f.Name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		files = append(files, filepath.Join(dir, "compose.yml"))
	}
	return files
}

// loadedFrom loads a file as Translate does; the project is nil if it is refused.
func loadedFrom(t *testing.T, file string, options bool) (*types.Project, inputs, *diag.Report) {
	t.Helper()
	loaded, report, err := load.Load(t.Context(), load.Options{
		Inputs: []string{file}, Project: "shop", KeepUnused: true, EnvFilesOnly: options, Environ: []string{"HOME=/root"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if loaded == nil {
		return nil, inputs{}, nil
	}
	in := inputs{
		dir: loaded.Dir, files: loaded.Files, unused: true, outside: loaded.Outside, filesOf: loaded.FilesOf, text: loaded.Text,
		where:   func(path ...string) diag.Pos { pos, _ := loaded.Source.Find(path...); return pos },
		written: func(path ...string) bool { _, depth := loaded.Source.Find(path...); return depth == len(path) },
	}
	if options {
		in.root, in.digest, in.valuesOnTarget = "/srv/elsewhere", digestOf, true
		in.pools = []Pool{pool(t, "10.77.0.0/16/24"), pool(t, "fd77::/48/64")}
	}
	return loaded.Project, in, &report
}

// deepCopy copies a value and everything it points to. The copy of compose-go shares the content of extensions.
func deepCopy[T any](v T) T {
	return cloneOf(reflect.ValueOf(&v).Elem()).Interface().(T)
}

func cloneOf(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		switch {
		case v.IsNil():
		case v.Kind() == reflect.Interface:
			out.Set(cloneOf(v.Elem()))
		default:
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(cloneOf(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			out.Index(i).Set(cloneOf(v.Index(i)))
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMap(v.Type()))
		}
		for it := v.MapRange(); it.Next(); {
			out.SetMapIndex(it.Key(), cloneOf(it.Value()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if out.Field(i).CanSet() {
				out.Field(i).Set(cloneOf(v.Field(i)))
			}
		}
	}
	return out
}
