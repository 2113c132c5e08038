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
	"github.com/compose2unit/compose2unit/runtime/podman"
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

// added renders both. A project that is refused for the attribute's sake is shown as it is with -allow, behind the
// error; and one that the attribute sends through the engine's API is compared with its like, not with flags.
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

// Every unit of every case is read by systemd without a warning, and where a container is made by flags, the words that
// systemd hands to the script are the words that were meant. One manager reads them all: a prefix keeps the cases apart.
func TestAttributeUnits(t *testing.T) {
	oracle.Require(t)
	for _, choice := range all.Choices {
		compared := 0
		units, made := map[string][]byte{}, map[string][]model.Container{}
		for _, c := range readCases(t) {
			l := c.load(t, c.section(composeFile))
			if l.result == nil {
				continue
			}
			for name, text := range l.render(choice.Runtime, runtime.Options{Prefix: c.name}, c.covers...).files {
				if !strings.Contains(name, "/") {
					units[name], made[name] = []byte(text), adapted(choice.Runtime, l.result.Project)
				}
			}
		}
		for _, files := range generate(t, units) {
			for name, u := range readBySystemd(t, files) {
				for _, argv := range u.Exec["ExecStartPre"] {
					compared += compareArgv(t, rulesOf(choice.Runtime), name, argv, made[name])
				}
			}
		}
		// Quadlet's containers are made by its own ExecStart=, which TestQuadletRunsWhatPlainUnitsCreate compares with the plain unit's.
		if makes := choice.Runtime.Name() != "quadlet"; makes != (compared > 200) {
			t.Errorf("%s: %d containers compared", choice.Runtime.Name(), compared)
		}
	}
}

// rulesOf are the rules that make a container's flags in the plain units of a runtime.
func rulesOf(rt runtime.Runtime) []runtime.Rule[model.Container, cli.Flag] {
	if form, ok := rt.(cli.Form); ok {
		return form.Engine.Containers
	}
	return podman.Describe(runtime.Options{}).Containers
}

// adapted are a project's containers as a runtime renders them.
func adapted(rt runtime.Runtime, p *model.Project) []model.Container {
	if _, ok := rt.(cli.Form); ok {
		return p.Containers
	}
	var report diag.Report
	scope := diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{} })
	return podman.Adapt(p, runtime.Options{Allow: []string{anything}}, scope).Containers
}

// compareArgv compares the words that a create script gives the engine with those the rules make, and returns how many
// containers it compared.
func compareArgv(t *testing.T, rules []runtime.Rule[model.Container, cli.Flag], name string, argv []string, made []model.Container) (compared int) {
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
				words := slices.Clone(flag)
				for i := range words {
					words[i] = hash.ReplaceAllString(words[i], "HASH")
				}
				switch {
				case len(flag) == 2 && strings.HasPrefix(flag[1], hashLabel):
					first = append(first, words...)
				case len(flag) == 2 && flag[0] == "--mount" && anonymousMount.MatchString(flag[1]):
					anonymous = append(anonymous, words...)
				default:
					meant = append(meant, words...)
				}
			}
		}
		meant, got := slices.Concat(first, anonymous, meant), createWords(argv)
		if i := slices.Index(meant, cli.EnvFile()); i >= 0 && i < len(got) {
			got[i] = cli.EnvFile()
		}
		for i, word := range meant {
			word = strings.ReplaceAll(word, cli.UnitName(), name)
			if before, after, is := strings.Cut(word, cli.RuntimeDir()); is && i < len(got) { // the asked manager's own
				word = before + userRuntime.FindString(got[i]) + after
			}
			meant[i] = word
		}
		if diff := cmp.Diff(meant, got); diff != "" {
			t.Errorf("%s: systemd reads other words than were meant:\n%s", name, diff)
		}
	}
	return compared
}

// userRuntime is the runtime directory of a user's manager.
var userRuntime = regexp.MustCompile(`/run/user/[0-9]+`)

const hashLabel = "com.docker.compose.config-hash="

// anonymousMount is a volume that has no source.
var anonymousMount = regexp.MustCompile(`^type=volume,"?dst=`)

// createWords are what a create script gives the engine for its own arguments where nothing is replaced: those behind `--`,
// and before them the label and the volumes that it writes itself.
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
