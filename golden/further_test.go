package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	making "github.com/compose2unit/compose2unit/runtime/generate"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// errorsOf returns the errors of a run, as attribute and text.
func errorsOf(t *testing.T, rt runtime.Runtime, files ...string) []string {
	t.Helper()
	var report diag.Report
	if _, err := making.Generate(t.Context(), making.Options{Runtime: rt, Project: translate.Options{
		Options: load.Options{Inputs: files, Environ: []string{"HOME=/root"}}, RootPath: "/srv/shop"}}, &report); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range report.Findings() {
		if f.Severity == diag.Error {
			out = append(out, f.Path+": "+f.Text)
		}
	}
	return out
}

// To find further errors, the parts of a file that have errors are left out. In a project without other errors, leaving out any
// attribute causes no further finding.
func TestWhatIsLeftOutIsNotMissed(t *testing.T) {
	leaveOut(t, func(told, path string) bool { return strings.HasPrefix(told, path+": ") },
		func(dir string, _ *yaml.Node) string { return filepath.Join(dir, composeFile) })
}

// The same in a file that is included, and in one whose services are extended.
func TestWhatIsLeftOutOfAnotherFileIsNotMissed(t *testing.T) {
	mains := []func(doc *yaml.Node) string{
		func(*yaml.Node) string { return "include: [" + composeFile + "]\n" },
		func(doc *yaml.Node) string {
			services, text := child(doc, "services").Content, "services:\n"
			for i := 0; i < len(services); i += 2 {
				text += fmt.Sprintf("  my-%s: {extends: {file: %s, service: %[1]q}}\n", services[i].Value, composeFile)
			}
			return text + sectionsBut(t, doc, "services", "name", "include")
		},
	}
	// Compose reads the sections of an extended file that are not used, too, and its message does not name the position there.
	is := func(told, path string) bool {
		return strings.HasPrefix(told, path+": ") || strings.Contains(told, "variable BROKEN is missing")
	}
	for _, main := range mains {
		leaveOut(t, is, func(dir string, doc *yaml.Node) string {
			file := filepath.Join(dir, "main.yml")
			if err := os.WriteFile(file, []byte(main(doc)), 0o644); err != nil {
				t.Fatal(err)
			}
			return file
		})
	}
}

// sectionsBut returns the text of a document without some sections.
func sectionsBut(t *testing.T, doc *yaml.Node, but ...string) string {
	left := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(doc.Content); i += 2 {
		if !slices.Contains(but, doc.Content[i].Value) {
			left.Content = append(left.Content, doc.Content[i], doc.Content[i+1])
		}
	}
	if len(left.Content) == 0 {
		return ""
	}
	return string(printYAML(t, left))
}

// broken is a value that cannot be interpolated.
const broken = "${BROKEN:?}"

// leaveOut breaks every attribute of every case, one at a time; is reports whether an error is that of the broken attribute, and main
// returns the file of the project.
func leaveOut(t *testing.T, is func(told, path string) bool, main func(dir string, doc *yaml.Node) string) {
	for i, c := range readCases(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rt := all.Choices[i%len(all.Choices)].Runtime
			known := errorsOf(t, rt, main(c.lay(t, c.section(composeFile)), c.document(t)))
			for _, path := range attributesOf(c.document(t)) {
				doc := c.document(t)
				at := doc
				for _, part := range path {
					at = child(at, part)
				}
				*at = yaml.Node{Kind: yaml.ScalarNode, Value: broken}
				for _, told := range errorsOf(t, rt, main(c.lay(t, printYAML(t, doc)), c.document(t))) {
					if !is(told, strings.Join(path, ".")) && !slices.Contains(known, told) {
						t.Errorf("%s: without %s: %s", rt.Name(), strings.Join(path, "."), told)
					}
				}
			}
		})
	}
}

// attributesOf returns the paths of all attributes of all entries, and of the nodes in them.
func attributesOf(doc *yaml.Node) (out [][]string) {
	var walk func(n *yaml.Node, path []string)
	walk = func(n *yaml.Node, path []string) {
		if len(path) >= 2 && len(path) < 6 {
			out = append(out, slices.Clone(path))
		}
		for i, kid := range n.Content {
			switch {
			case n.Kind == yaml.SequenceNode:
				walk(kid, append(path, fmt.Sprint(i)))
			case n.Kind == yaml.MappingNode && i%2 == 1 && (len(path) > 0 || n.Content[i-1].Value != "include"):
				walk(kid, append(path, n.Content[i-1].Value))
			}
		}
	}
	walk(doc, nil)
	return out
}

// mistakes are lines of a service with one error each, of every step of a run.
var mistakes = []string{
	"image: '${TAG:?set it}'",
	"image: 'Bad Image'",
	"restart: []",
	"restart: sometimes",
	"imagee: x",
	"privileged: 12x",
	"mem_limit: lots",
	"ports: ['99999:80']",
	"ports: ['80', '1:2:3:4']",
	"ports: [{target: 80, protocol: {}}]",
	"expose: ['a-b']",
	"depends_on: [nobody]",
	"depends_on: {nobody: {condition: service_healthy}}",
	"networks: [nowhere]",
	"network_mode: service:nobody",
	"links: [nobody]",
	"volumes: ['data:/data']",
	"volumes: [{type: bind, source: /a}]",
	"volumes: [{type: bind, target: /a}]",
	"devices: [{source: /dev/fuse}]",
	"secrets: [unknown]",
	"configs: [{source: unknown, target: /x}]",
	"env_file: none.env",
	"extends: {service: nobody}",
	"extends: {file: none.yml, service: x}",
	"environment: {A: [b]}",
	"environment: {A: '${:x}'}",
	"healthcheck: {test: [ls]}",
	"healthcheck: {interval: soon, test: ls}",
	"stop_grace_period: soon",
	"container_name: 'a b'",
	"devices: ['a']",
	"ulimits: {nofile: many}",
	"tmpfs: 5",
	"logging: {driver: 5}",
	"sysctls: {kernel.domainname: x}",
	"x-systemd: 5",
	"image: \"unterminated",
	"image: x\n   restart: no",
	"labels: [a: b, c",
}

// serviceOf returns a service with these lines, and an image if they have none.
func serviceOf(name string, lines ...string) string {
	text := "  " + name + ":\n"
	if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "image:") }) {
		text += "    image: busybox\n"
	}
	for _, line := range lines {
		text += "    " + line + "\n"
	}
	return text
}

// If two services of a file have one error each, both are reported, with the same text as alone. If one service has both, nothing
// is reported that is not reported for one of them.
func TestNoMistakeHidesAnother(t *testing.T) {
	t.Parallel()
	rt := all.Default.Runtime
	file := filepath.Join(t.TempDir(), composeFile)
	told := func(services ...string) []string {
		if err := os.WriteFile(file, []byte("services:\n"+strings.Join(services, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		return errorsOf(t, rt, file)
	}
	first, second := make([][]string, len(mistakes)), make([][]string, len(mistakes))
	for i, m := range mistakes {
		if first[i], second[i] = told(serviceOf("first", m)), told(serviceOf("second", m)); len(first[i]) == 0 {
			t.Errorf("%s: nothing is reported", m)
		}
	}
	for i, a := range mistakes {
		for j, b := range mistakes[:i] {
			both := told(serviceOf("first", a), serviceOf("second", b))
			for _, want := range slices.Concat(first[i], second[j]) {
				if !slices.Contains(both, want) {
					t.Errorf("%q beside %q: not reported: %s", a, b, want)
				}
			}
			if len(both) > len(first[i])+len(second[j]) {
				t.Errorf("%q beside %q: reported: %q", a, b, both)
			}
			if attr := strings.SplitN(a, ":", 2)[0]; attr != strings.SplitN(b, ":", 2)[0] {
				for _, got := range told(serviceOf("first", a, b)) {
					if !slices.Contains(slices.Concat(first[i], first[j]), got) && !strings.Contains(got, "not both") {
						t.Errorf("%q and %q: reported for neither: %s", a, b, got)
					}
				}
			}
		}
	}
}

// ways are the ways in which the services first and second may be in another file than the one that is given.
var ways = map[string]struct{ main, other string }{
	"included":                     {"include: [other.yml]\nservices:\n  third: {image: busybox}\n", "services:\n"},
	"included with a folder":       {"include: [{path: other.yml, project_directory: ., env_file: [other.env]}]\nservices:\n  third: {image: busybox}\n", "services:\n"},
	"extended":                     {"services:\n  one: {extends: {file: other.yml, service: first}}\n  two: {extends: {file: other.yml, service: second}}\n", "services:\n"},
	"extended by an included file": {"include: [middle.yml]\n", "services:\n"},
}

// Two services of an included or extended file have one error each, and both are reported. YAML that cannot be parsed leaves out a
// file as a whole.
func TestNoMistakeOfAnotherFileHidesAnother(t *testing.T) {
	mistakes := append(mistakes, "restart: always\n    restart: 'no'") // the finding names a line
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			put(composeFile, way.main)
			put("other.env", "A=1\n")
			put("middle.yml", ways["extended"].main)
			told := func(first, second string) []string {
				put("other.yml", way.other+serviceOf("first", first)+serviceOf("second", second))
				return errorsOf(t, all.Default.Runtime, filepath.Join(dir, composeFile))
			}
			const right = "restart: always"
			for i, a := range mistakes {
				b := mistakes[(i+7)%len(mistakes)]
				if strings.Contains(a+b, "\"unterminated") || strings.Contains(a+b, "x\n ") || strings.Contains(a+b, "a: b, c") {
					continue
				}
				both, want := told(a, b), slices.Concat(told(a, right), told(right, b))
				slices.Sort(both)
				slices.Sort(want)
				if want = slices.Compact(want); !slices.Equal(both, want) {
					t.Errorf("%q and %q:\n%q, not\n%q", a, b, both, want)
				}
			}
		})
	}
}
