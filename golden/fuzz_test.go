package golden

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// FuzzFile: whatever a Compose file contains, every runtime either rejects it with a position or generates files in the
// output folder, units whose values stay on their lines, and nothing else. Inputs that once broke the program are in
// testdata/fuzz.
func FuzzFile(f *testing.F) {
	reports, _ := filepath.Glob("report/*.yml")
	for _, file := range reports {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(string(data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "/proc") {
			t.Skip("reading a file of /proc may do something")
		}
		translatesSafely(t, text)
	})
}

// FuzzProject does the same for files with attributes of the schema that have unexpected values.
func FuzzProject(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(binary.LittleEndian.AppendUint64(nil, seed))
	}
	f.Fuzz(func(t *testing.T, seed []byte) {
		text, err := yaml.Marshal(project(random(seed)))
		if err != nil {
			t.Skip(err)
		}
		translatesSafely(t, string(text))
	})
}

// translatesSafely translates a file for every runtime and checks the result.
func translatesSafely(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{"-"}, Stdin: strings.NewReader(text), Dir: dir, Project: "shop"}, RootPath: "/srv/shop"})
	if err != nil {
		return // a file that cannot be read
	}
	places(t, &report, text)
	if report.Worst() == diag.Error {
		return
	}
	for _, choice := range all.Choices {
		said := report
		runtime.Check(choice.Runtime, result.Written, nil, &said)
		files := choice.Runtime.Files(result.Project, runtime.Options{Systemd: 252}, diag.NewScope(&said, result.Where))
		places(t, &said, text)
		if said.Worst() == diag.Error {
			continue
		}
		for _, file := range files {
			if file.Path != path.Clean(file.Path) || !filepath.IsLocal(file.Path) || strings.Count(file.Path, "/") > 1 {
				t.Errorf("%s: writes to %q\n%s", choice.Runtime.Name(), file.Path, text)
			}
			if strings.Contains(file.Path, "/") || oracle.IsSource(file.Path) {
				continue
			}
			if _, err := unit.Check(file.Data); err != nil {
				t.Errorf("%s: %s: %v\n%s", choice.Runtime.Name(), file.Path, err, text)
			}
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left in the project's folder: %v\n%s", left, text)
	}
}

// places checks that every error has a position.
func places(t *testing.T, report *diag.Report, text string) {
	t.Helper()
	for _, f := range report.Findings() {
		if f.Severity == diag.Error && f.Pos.File == "" {
			t.Errorf("%s\n%s", f, text)
		}
	}
}

func random(seed []byte) *rand.Rand {
	var key [32]byte
	copy(key[:], seed)
	return rand.New(rand.NewChaCha8(key))
}

// odd are values that have broken something, here or elsewhere.
var odd = []any{
	"", "a", "a\nb", "a\r\nb", "--privileged", "-v/:/host", "$$(id)", "`id`", "x,src=/,type=bind", `"`, "'", "%n", "${", "a b",
	"../../etc", "/", "/../..", "\x00", "é\u202e", "[Service]\nExecStart=/bin/id", "1-60000", "0", "-1", "9999999999999999999", "1e400",
	strings.Repeat("x", 300), "type=bind,src=/", "service:web", "container:web", "none", "host", "default", "true\n", "2001-01-01",
	0, -1, 1.5, true, false, nil, []any{}, map[string]any{}, []any{"a", "a"}, []any{[]any{}}, map[string]any{"a": nil}, map[string]any{"": ""},
}

// project returns a small project with some attributes of the schema, each with an odd value or with a valid one.
func project(r *rand.Rand) map[string]any {
	paths := schema.AttributePaths()
	out := map[string]any{"services": map[string]any{"web": map[string]any{"image": "busybox"}}}
	for range 1 + r.IntN(6) {
		putAt(out, paths[r.IntN(len(paths))].Parts(), odd[r.IntN(len(odd))])
	}
	return out
}

// putAt sets a value at a path of the schema: `*` is one name, `[]` one item of a list.
func putAt(into map[string]any, parts []string, value any) {
	key := parts[0]
	if key == "*" {
		key = "web"
	}
	if len(parts) == 1 {
		into[key] = value
		return
	}
	if parts[1] == "[]" {
		if len(parts) == 2 {
			into[key] = []any{value}
			return
		}
		item := map[string]any{}
		putAt(item, parts[2:], value)
		into[key] = []any{item}
		return
	}
	below, ok := into[key].(map[string]any)
	if !ok {
		below = map[string]any{}
		into[key] = below
	}
	putAt(below, parts[1:], value)
}
