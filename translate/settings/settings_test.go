package settings

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// words formats settings: name=value, lists separated by commas.
func words(found []Setting) string {
	var list []string
	for _, s := range found {
		list = append(list, s.Pos.String()+" "+s.Name+"="+strings.Join(s.Values, ","))
	}
	return strings.Join(list, "; ")
}

func TestSettingsOfAComposeFile(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"scalars":                  {"x-compose2unit:\n  runtime: docker\n  auto-start: false\n", "c.yml:2:3 runtime=docker; c.yml:3:3 auto-start=false"},
		"a list":                   {"x-compose2unit: {profiles: [a, b]}\n", "c.yml:1:18 profiles=a,b"},
		"an empty list":            {"x-compose2unit: {profiles: []}\n", "c.yml:1:18 profiles="},
		"every document":           {"x-compose2unit: {logs: engine}\n---\nx-compose2unit: {strict: 1}\n", "c.yml:1:18 logs=engine; c.yml:3:18 strict=1"},
		"an anchor":                {"x-all: &all {logs: engine}\nx-compose2unit: *all\n", "c.yml:1:14 logs=engine"},
		"none":                     {"services: {}\n", ""},
		"null":                     {"x-compose2unit:\n", ""},
		"not at the top level":     {"services: {web: {x-compose2unit: {runtime: docker}}}\n", ""},
		"not YAML":                 {"x-compose2unit: {runtime: docker}\n---\n[\n", "c.yml:1:18 runtime=docker"},
		"a value with a variable":  {"x-compose2unit: {logs: '${LOGS}'}\n", "c.yml:1:18 logs=${LOGS}"},
		"an alias that has itself": {"x-compose2unit: &a {logs: *a}\n", ""},
		"not a mapping":            {"x-compose2unit: docker\n", ""},
		"not a setting":            {"x-compose2unit: {on-unhealthy: restart, runtime: docker}\n", "c.yml:1:41 runtime=docker"},
	} {
		t.Run(name, func(t *testing.T) {
			found := InCompose("c.yml", []byte(c.text), new(diag.Report))
			if got := words(found); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestWhatIsNoSetting(t *testing.T) {
	for text, want := range map[string]string{
		"x-compose2unit:\n  runtime: {a: b}\n":    "c.yml:2:12: error: x-compose2unit.runtime: must be a string, a number, a boolean or a list of them [invalid]",
		"x-compose2unit: {runtime: }\n":           "c.yml:1:27: error: x-compose2unit.runtime: must be a string, a number, a boolean or a list of them [invalid]",
		"x-compose2unit: {profiles: [a, [b]]}\n":  "c.yml:1:28: error: x-compose2unit.profiles: must be a list of strings [invalid]",
		"x-compose2unit: &a {logs: *a}\n":         "c.yml:1:17: error: x-compose2unit.logs: must be a string, a number, a boolean or a list of them [invalid]",
		"x-compose2unit: {profiles: [a, null]}\n": "c.yml:1:28: error: x-compose2unit.profiles: must be a list of strings [invalid]",
	} {
		var report diag.Report
		found := InCompose("c.yml", []byte(text), &report)
		wrong := report.Findings()
		if len(found) != 0 || len(wrong) != 1 || wrong[0].String() != want {
			t.Errorf("%q: got %v and %v\nwant %s", text, found, wrong, want)
		}
	}
}

func TestSettingsFile(t *testing.T) {
	var report diag.Report
	found := InFile("/etc/compose2unit.yaml", []byte("# for all projects\nruntime: docker\nallow: ['services.*.umask', models]\n"), &report)
	if got := words(found); report.Worst() != 0 || got != "/etc/compose2unit.yaml:2:1 runtime=docker; /etc/compose2unit.yaml:3:1 allow=services.*.umask,models" {
		t.Errorf("got %s and %v", got, report.Findings())
	}
	for _, text := range []string{"", "# nothing\n", "---\n"} {
		if found := InFile("f", []byte(text), &report); len(found) > 0 || report.Worst() != 0 {
			t.Errorf("%q: %v and %v", text, found, report.Findings())
		}
	}
	for _, text := range []string{"[", "runtime: docker\n---\n\t- x\n", "- runtime\n", "output: x\n", "runtme: docker\n", "runtime: docker\nx: y\n"} {
		var report diag.Report
		if InFile("f", []byte(text), &report); report.Count(diag.Error) != 1 {
			t.Errorf("%q: %v", text, report.Findings())
		}
	}
}

// Reading terminates and does not panic, whatever the file contains.
func FuzzSettings(f *testing.F) {
	for _, text := range []string{"x-compose2unit: {a: b}", "x-compose2unit: &a {b: *a}", "x-compose2unit: {<<: &b {c: d}}", strings.Repeat("x-compose2unit: [", 50)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var report diag.Report
		found := InCompose("f", []byte(text), &report)
		if slices.ContainsFunc(found, func(s Setting) bool { return s.Pos.Line == 0 }) {
			t.Error("a setting without a place")
		}
		InFile("f", []byte(text), &report)
	})
}
