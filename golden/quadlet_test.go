package golden

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/runtime/quadlet"
)

// The unit that Quadlet generates from our source files, as read by systemd, runs `podman run` with the arguments of the
// plain units' `podman create`: every flag and, in order, the command. Each attribute's case and each project is compared
// with its plain units, as each generator reads them: rendered for the default podman version, and for the generator's own.
func TestQuadletRunsWhatPlainUnitsCreate(t *testing.T) {
	oracle.Require(t)
	generators := oracle.Generators(t)
	meant := podman.Version(runtime.Options{})
	plain, sources := bothForms(t, 0)
	wanted := readBySystemd(t, plain)
	for _, g := range generators {
		t.Run(g.String(), func(t *testing.T) {
			compareForms(t, wanted, readBySystemd(t, generateBy(t, g, sources)))
			if g.Version != meant {
				plain, sources := bothForms(t, min(g.Version, podman.Versions.Newest))
				compareForms(t, readBySystemd(t, plain), readBySystemd(t, generateBy(t, g, sources)))
			}
		})
	}
}

// bothForms returns the plain units and the source files of every case and project, for a version of podman.
func bothForms(t *testing.T, version int) (plain, sources map[string][]byte) {
	t.Helper()
	plain, sources = map[string][]byte{}, map[string][]byte{}
	add := func(files map[string]string, to map[string][]byte) {
		for name, text := range files {
			if !strings.Contains(name, "/") {
				to[name] = []byte(text)
			}
		}
	}
	for _, c := range readCases(t) {
		l := c.load(t, c.section(composeFile))
		if l.result == nil {
			continue
		}
		o := runtime.Options{Prefix: c.name, Engine: version}
		add(l.render(podman.Runtime, o, c.covers...).files, plain)
		add(l.render(quadlet.Runtime, o, c.covers...).files, sources)
	}
	for _, project := range projects(t) {
		o := runtime.Options{Systemd: 252, Engine: version}
		add(renderedBy(t, podman.Runtime, project, o), plain)
		add(renderedBy(t, quadlet.Runtime, project, o), sources)
	}
	return plain, sources
}

// projects returns the names of the golden projects.
func projects(t *testing.T) []string {
	t.Helper()
	inputs, err := filepath.Glob("project/*/compose.y*ml")
	if err != nil || len(inputs) == 0 {
		t.Fatal("no projects: ", err)
	}
	var out []string
	for _, input := range inputs {
		out = append(out, filepath.Base(filepath.Dir(input)))
	}
	return out
}

// compareForms compares what Quadlet runs with what plain units create.
func compareForms(t *testing.T, wanted, run map[string]oracle.Unit) {
	t.Helper()
	compared := 0
	for name, u := range wanted {
		for _, argv := range u.Exec["ExecStartPre"] {
			if !slices.Contains(argv, "--hash") { // of the scripts, only create takes one
				continue
			}
			starts := run[name].Exec["ExecStart"]
			if len(starts) != 1 {
				t.Errorf("%s: Quadlet made no unit with one command: %q", name, starts)
				continue
			}
			compared++
			compareRun(t, name, argv, substituted(starts[0], run[name].Fields["Environment"]))
		}
	}
	if least := len(projects(t)); compared < least {
		t.Errorf("only %d containers were compared", compared)
	}
}

func readBySystemd(t *testing.T, units map[string][]byte) map[string]oracle.Unit {
	t.Helper()
	read, warnings, err := oracle.Dump(t.Context(), units)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Errorf("systemd: %s", w)
	}
	return read
}

// substituted applies systemd's substitutions at execution (systemd.service(5), "Command lines"): $$ is a $, and ${NAME}
// the variable.
func substituted(argv, environment []string) []string {
	out := slices.Clone(argv)
	for i, word := range out {
		parts := strings.Split(word, "$$")
		for _, variable := range environment {
			name, value, _ := strings.Cut(variable, "=")
			for j := range parts {
				parts[j] = strings.ReplaceAll(parts[j], "${"+name+"}", value)
			}
		}
		out[i] = strings.Join(parts, "$")
	}
	return out
}

// compareRun compares what a create script passes to the engine with a `podman run`.
func compareRun(t *testing.T, name string, create, run []string) {
	t.Helper()
	image := create[slices.Index(create, "--image")+1]
	want, wantTail := flagsOf(createWords(create), image)
	got, gotTail := flagsOf(run[2:], image)
	drop(want, givenByPlainUnits)
	drop(got, givenByQuadlet)
	if diff := cmp.Diff(sortedWords(want), sortedWords(got)); diff != "" {
		t.Errorf("%s: other flags than those of the plain unit:\n%s", name, diff)
	}
	if diff := cmp.Diff(wantTail, gotTail); diff != "" {
		t.Errorf("%s: another command:\n%s", name, diff)
	}
}

// How each form follows a container, and what separate steps do in plain units: `image`, `copy`.
var (
	givenByPlainUnits = regexp.MustCompile(`^--(sdnotify=conmon|cgroups=no-conmon|label=PODMAN_SYSTEMD_UNIT=.*)$`)
	givenByQuadlet    = regexp.MustCompile(`^-(d|-sdnotify=conmon|-cgroups=(split|no-conmon)|-replace|-rm|-rm=false|-pull=.*|-secret=.*|-cidfile=.*)$`)
)

func drop(flags map[string]bool, given *regexp.Regexp) {
	maps.DeleteFunc(flags, func(flag string, _ bool) bool { return given.MatchString(flag) })
}

func sortedWords(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// flagsOf returns the flags before the image, each with its value, and the words after it.
func flagsOf(argv []string, image string) (flags map[string]bool, tail []string) {
	flags = map[string]bool{}
	for i := 0; i < len(argv); i++ {
		word := argv[i]
		if word == image {
			return flags, argv[i+1:]
		}
		if word == "-v" {
			word = "--volume"
		}
		if i+1 < len(argv) && !flagLike.MatchString(argv[i+1]) && argv[i+1] != image && !strings.Contains(word, "=") {
			i++
			word += "=" + argv[i]
		}
		flags[likeness(word)] = true
	}
	return flags, []string{fmt.Sprintf("(no image %s)", image)}
}

// flagLike matches a flag but not a value such as -1.
var flagLike = regexp.MustCompile(`^-[^0-9]`)

// folder matches the folders in which the units of either form find their private files.
var folder = regexp.MustCompile(`=/[^=]*/(systemd/system|units)/`)

// named matches the names that anonymous volumes have with Quadlet.
var named = regexp.MustCompile(`source=(shop-web-1|workshop-saw-1)\.[a-z-]+,`)

// likeness maps the two ways to write a flag to the same text.
func likeness(flag string) string {
	name, value, _ := strings.Cut(flag, "=")
	switch name {
	case "--cap-add", "--cap-drop":
		value = strings.ToLower(value)
	case "--security-opt":
		value = strings.TrimSuffix(value, ":true")
	case "--env-file":
		return folder.ReplaceAllString(flag, "=")
	case "--mount": // an anonymous volume is named after the container here
		value = named.ReplaceAllString(strings.Replace(value, ",src=", ",source=", 1), "")
	}
	if value == "" {
		return flag
	}
	return name + "=" + value
}
