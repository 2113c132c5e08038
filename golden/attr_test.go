package golden

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

type archiveFile = txtar.File

// What an attribute adds to the output, and nothing else: see attrCase for the form of a case.
func TestAttributes(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with := c.load(t, c.section(composeFile))
			doc := c.document(t)
			for _, path := range c.remove {
				if !cut(doc, path) {
					t.Fatalf("remove: there is no %s", strings.Join(path, "."))
				}
			}
			without := c.load(t, printYAML(t, doc))
			changed := false
			for _, choice := range all.Choices {
				got := added(t, c, choice.Runtime, with, without)
				if *update {
					changed = c.replaceSection(choice.Runtime.Name(), got) || changed
				}
				want := strings.TrimSuffix(string(c.section(choice.Runtime.Name())), "\n")
				if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
					t.Errorf("%s: differs from the golden (-update rewrites it):\n%s", choice.Runtime.Name(), diff)
				}
			}
			if changed {
				if err := os.WriteFile(filepath.Join("attr", c.name+".txtar"), txtar.Format(c.archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// added renders both. A project that is rejected because of the attribute is shown as it is with -allow, after the error;
// one that the attribute moves to the engine's API is compared with another that uses the API, not with flags.
func added(t *testing.T, c *attrCase, rt runtime.Runtime, with, without *loaded) []string {
	t.Helper()
	plain := without.render(rt, runtime.Options{})
	if plain.refused {
		t.Fatalf("without the attribute the project is refused, so there is nothing to compare: %v", plain.findings)
	}
	out := with.render(rt, runtime.Options{})
	if out.byAPI() && !plain.byAPI() {
		plain = without.render(rt, runtime.Options{Create: "api"})
	}
	if out.refused {
		out.files = with.render(rt, runtime.Options{}, c.covers...).files
	}
	if len(out.files) == 0 {
		plain.files = nil
	}
	return out.added(plain)
}

// systemd reads every unit of every case without a warning, and if a container is created with flags, the words that
// systemd passes to the script, or to the engine itself, are the intended ones. One manager reads all units: a prefix keeps
// the cases apart.
func TestAttributeUnits(t *testing.T) {
	oracle.Require(t)
	for _, choice := range all.Choices {
		form := formOf(t, choice.Runtime)
		units, made := map[string][]byte{}, map[string][]model.Container{}
		for _, c := range readCases(t) {
			l := c.load(t, c.section(composeFile))
			if l.result == nil {
				continue
			}
			for name, text := range l.render(choice.Runtime, runtime.Options{Prefix: c.name}, c.covers...).files {
				if !strings.Contains(name, "/") {
					units[name], made[unitOf(name)] = []byte(text), adapted(form, l.result.Project)
				}
			}
		}
		for _, files := range generate(t, units) {
			compared := 0
			for name, u := range readBySystemd(t, files) {
				compared += compareUnit(t, form, name, u, made[name])
			}
			if compared < 200 {
				t.Errorf("%s: %d containers compared", choice.Runtime.Name(), compared)
			}
		}
	}
}

// formOf returns a runtime as a cli.Form: a law that inspects one form inspects all.
func formOf(t testing.TB, rt runtime.Runtime) cli.Form {
	t.Helper()
	form, ok := rt.(cli.Form)
	if !ok {
		t.Fatalf("%s is no cli.Form, so that no law about rules and words sees it", rt.Name())
	}
	return form
}

// unitOf returns the unit that a file is, or that a generator creates from it.
func unitOf(file string) string {
	if oracle.IsSource(file) && strings.HasSuffix(file, ".container") {
		return strings.TrimSuffix(file, ".container") + ".service"
	}
	return file
}

// adapted returns a project's containers as a runtime renders them.
func adapted(form cli.Form, p *model.Project) []model.Container {
	var report diag.Report
	scope := diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{} })
	if form.Adapt != nil {
		p = form.Adapt(p, runtime.Options{Allow: []string{anything}}, scope)
	}
	return p.Containers
}

// compareUnit compares all commands of a unit that create a container, and returns how many there are.
func compareUnit(t *testing.T, form cli.Form, name string, u oracle.Unit, made []model.Container) (compared int) {
	t.Helper()
	rules := form.Describe(runtime.Options{}).Containers
	for _, argv := range u.Exec["ExecStartPre"] {
		compared += compareArgv(t, rules, name, argv, made)
	}
	for _, argv := range u.Exec["ExecStart"] {
		if len(argv) > 2 && argv[1] == "run" && filepath.Base(argv[0]) == "podman" {
			compared += compareGenerated(t, rules, name, substituted(argv, u.Fields["Environment"]), made)
		}
	}
	return compared
}

// compareGenerated compares the command with which a generated unit runs a container with the words that the rules emit:
// every flag and, in order, the command. It returns how many containers it compared.
func compareGenerated(t *testing.T, rules []cli.ContainerRule, name string, argv []string, made []model.Container) (compared int) {
	t.Helper()
	for _, c := range made {
		if !slices.Contains(argv, "--name="+c.Name) && !slices.Contains(argv, c.Name) {
			continue
		}
		compared++
		var meant []string
		for _, rule := range rules {
			if rule.Emit == nil {
				continue
			}
			for _, flag := range rule.Emit(&c) {
				meant = append(meant, meantWords(flag, name)...)
			}
		}
		want, wantTail := flagsOf(meant, c.Image)
		got, gotTail := flagsOf(unplaced(argv[2:]), c.Image)
		drop(want, givenByPlainUnits)
		drop(got, givenByQuadlet)
		if diff := cmp.Diff(sortedWords(want), sortedWords(got)); diff != "" {
			t.Errorf("%s: the generator's unit has other flags than were meant:\n%s", name, diff)
		}
		if diff := cmp.Diff(wantTail, gotTail); diff != "" {
			t.Errorf("%s: the generator's unit has another command than was meant:\n%s", name, diff)
		}
	}
	return compared
}

// meantWords returns the words of a flag as a unit of that name must have them; places that depend on the machine are shown
// by name.
func meantWords(flag cli.Flag, name string) []string {
	var out []string
	for _, word := range flag {
		text := word.Spell(func(w cli.Word) string {
			if w.Place == cli.UnitName {
				return name
			}
			return w.Place.String()
		})
		out = append(out, hash.ReplaceAllString(text, "HASH"))
	}
	return out
}

// unplaced returns the words of a command with the names of the places that depend on the machine.
func unplaced(argv []string) []string {
	out := slices.Clone(argv)
	for i, word := range out {
		out[i] = userRuntime.ReplaceAllString(word, cli.RuntimeDir.String())
		if i > 0 && out[i-1] == "--env-file" && privateEnv.MatchString(word) {
			out[i] = cli.EnvFile.String()
		}
	}
	return out
}

// privateEnv matches the env file of a service, where the units of a test find it.
var privateEnv = regexp.MustCompile(`^/.*/(systemd/system|units)/[^/]+/[^/]+\.env$`)

// compareArgv compares the words that a create script passes to the engine with those that the rules emit, and returns how
// many containers it compared.
func compareArgv(t *testing.T, rules []cli.ContainerRule, name string, argv []string, made []model.Container) (compared int) {
	t.Helper()
	at := slices.Index(argv, "--container")
	if end := slices.Index(argv, "--"); at < 0 || end < at {
		return 0
	}
	for _, c := range made {
		if c.Name != argv[at+1] {
			continue
		}
		compared++
		var first, anonymous, meant []string
		for _, rule := range rules {
			if rule.Emit == nil {
				continue // a row only
			}
			for _, flag := range rule.Emit(&c) {
				words := meantWords(flag, name)
				switch {
				case len(flag) == 2 && strings.HasPrefix(flag[1].Text, hashLabel):
					first = append(first, words...)
				case len(flag) == 2 && flag[0].Text == "--mount" && anonymousMount.MatchString(flag[1].Text):
					anonymous = append(anonymous, words...)
				default:
					meant = append(meant, words...)
				}
			}
		}
		meant, got := slices.Concat(first, anonymous, meant), unplaced(createWords(argv))
		if diff := cmp.Diff(meant, got); diff != "" {
			t.Errorf("%s: systemd reads other words than were meant:\n%s", name, diff)
		}
	}
	return compared
}

// userRuntime matches the runtime directory of a user's manager.
var userRuntime = regexp.MustCompile(`/run/user/[0-9]+`)

const hashLabel = "com.docker.compose.config-hash="

// anonymousMount matches a volume without a source.
var anonymousMount = regexp.MustCompile(`^type=volume,"?dst=`)

// createWords returns the words that a create script passes to the engine, given its own arguments, if nothing is replaced:
// those after `--`, and before them the label and the volumes that it adds itself.
func createWords(argv []string) []string {
	var out []string
	end := slices.Index(argv, "--")
	for i := slices.Index(argv, "--hash"); i < end; i++ {
		switch argv[i] {
		case "--hash":
			out = append(out, "--label", hashLabel+argv[i+1])
		case "--anonymous":
			out = append(out, "--mount", argv[i+1])
		}
	}
	return append(out, argv[end+1:]...)
}
