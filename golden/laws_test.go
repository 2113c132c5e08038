package golden

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
)

const module = "github.com/compose2unit/compose2unit/"

// Every attribute of the schema has a row in every runtime, so that a new compose-go forces a decision, and every row
// covers an attribute, so that a misspelt one is noticed.
func TestEveryAttributeHasARow(t *testing.T) {
	for _, choice := range all.Choices {
		table := runtime.NewTable(choice.Runtime.Rows())
		spoken := map[string]bool{}
		for _, path := range schema.AttributePaths() {
			row, ok := table.Row(string(path))
			if !ok {
				t.Errorf("%s: no row for %s: say whether it is Full, Partial, Moot or None in runtime/rules (quietRules in rows.go if it needs no flag)", choice.Runtime.Name(), path)
			}
			spoken[row.Attr] = true
		}
		for _, row := range choice.Runtime.Rows() {
			if !spoken[row.Attr] {
				t.Errorf("%s: the row %s covers no attribute of the schema", choice.Runtime.Name(), row.Attr)
			}
			if row.Support == 0 || row.Support != runtime.Full && row.Note == "" {
				t.Errorf("%s: the row %s needs a support, and a note unless it is full", choice.Runtime.Name(), row.Attr)
			}
		}
	}
}

// The view of a template contains only finished unit text: a plain string could be printed unescaped.
func TestViewsHoldNoStrings(t *testing.T) {
	views := []any{templates.ContainerView{}, templates.OneshotView{}, templates.WatchView{}, templates.TargetView{}, templates.TimerView{},
		templates.ContainerSourceView{}, templates.ObjectSourceView{}}
	checked := map[string]bool{}
	for _, v := range views {
		checkFields(t, reflect.TypeOf(v))
		checked["type "+reflect.TypeOf(v).Name()] = true
	}
	for _, line := range gitGrep(t, `^type [A-Za-z]+View `, ":/templates/*.go") {
		if name := regexp.MustCompile(`type \w+`).FindString(line); !checked[name] {
			t.Errorf("%s: the list of this test lacks it", line)
		}
	}
}

func checkFields(t *testing.T, typ reflect.Type) {
	t.Helper()
	switch {
	case typ == reflect.TypeFor[unit.Value](), typ.Kind() == reflect.Bool:
	case typ.Kind() == reflect.Slice:
		checkFields(t, typ.Elem())
	case typ.Kind() == reflect.Struct:
		for i := range typ.NumField() {
			checkFields(t, typ.Field(i).Type)
		}
	default:
		t.Errorf("a view holds a %s: only unit.Value, bool, and lists and structs of them, so that nothing is printed unescaped", typ)
	}
}

// gitGrep returns the lines of the repository's files that match an extended expression, each as file:line:text.
func gitGrep(t *testing.T, pattern string, files ...string) []string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"grep", "--full-name", "-nE", pattern, "--"}, files...)...).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil // nothing found
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// Which imports are forbidden, and why.
var forbidden = []struct{ from, what, why string }{
	{`^translate/model$`, module, "the model is what everything else agrees on; it depends on nothing"},
	{`^(runtime|templates)`, "github.com/compose-spec/", "runtimes read the model; Compose stays under translate"},
	{`^translate/(diag|model)$`, "github.com/compose-spec/", "findings and the model do not depend on the loader's types"},
	{`^translate/diag`, "os", "findings are printed in a browser, too"},
	{`^(cmd|runtime|templates|translate($|/load|/diag|/model))`, "gopkg.in/yaml.v3", "only translate/source reads YAML, so that it can be swapped in one place"},
	{`^runtime/unit$`, module, "quoting depends on nothing of ours"},
	{`^runtime/names$`, module + "translate", "names are made of words; they know no model"},
	{`^translate/(calendar|grammar|spelling)$`, "github.com/compose-spec/", "forms of text; they know no project"},
	{`^translate/(calendar|grammar|spelling)$`, module + "translate/diag", "forms of text; what is wrong with one is said by who knows its place"},
	{`^templates$`, module + "translate", "templates print finished values only"},
	{`^runtime/(rules|cli)$`, module + "runtime/docker", "what engines share knows none of them"},
	{`^runtime/(rules|cli)$`, module + "runtime/podman", "what engines share knows none of them"},
	{`^runtime/(rules|cli)$`, module + "runtime/quadlet", "what engines share knows none of them"},
	{`^runtime/podman$`, module + "runtime/docker", "an engine knows no other; what they share is in runtime/rules"},
	{`^runtime/docker$`, module + "runtime/podman", "an engine knows no other; what they share is in runtime/rules"},
	{`^(translate|templates|runtime/(unit|rules|cli|docker|podman|quadlet|all))`, "github.com/godbus", "only runtime/host speaks D-Bus"},
	{`^(cmd|runtime|templates|docs|translate($|/load|/source|/diag|/model|/lock$))`, "github.com/google/go-containerregistry", "only translate/lock/registry uses the network"},
	{`^(translate|templates|runtime)`, "github.com/spf13/pflag", "only the command has flags"},
	{`^runtime/graph/layout$`, module, "the layout knows boxes and lines, and not what they stand for"},
	{`^runtime/graph`, "os", "a picture is also drawn where there is no operating system, in a browser"},
	{`^runtime/generator$`, module + "translate", "the generator finds folders and writes files, whatever they were made from"},
	{`^runtime/generator$`, module + "runtime/(cli|all|docker|podman|quadlet)", "the generator knows no engine"},
	{`^runtime/folder$`, module + "translate", "the output folder holds files, whatever they were made from"},
	{`^runtime/folder$`, module + "runtime/cli", "the output folder knows no engine"},
	{`^runtime/folder$`, module + "runtime/all", "the output folder knows no engine"},
	{`^runtime/host$`, module + "translate", "a machine gets files, whatever they were made from"},
	{`^runtime/host$`, module + "runtime/(cli|all|docker|podman|quadlet)", "host asks a runtime.Operated, which its caller brings"},
	{`^cmd/compose2unit$`, module + "runtime/(cli|docker|podman|quadlet)", "the command knows the list of runtimes, runtime/all, and no engine"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		from := strings.TrimPrefix(words[0], module)
		for _, imported := range words[1:] {
			if imported == module+"translate/input" || imported == module+"translate/lazyregexp" {
				continue // they are about files and text, not Compose: everything that reads a file or has an expression uses them
			}
			for _, law := range forbidden {
				if regexp.MustCompile(law.from).MatchString(from) && regexp.MustCompile("^"+law.what).MatchString(imported) {
					t.Errorf("%s imports %s: %s", from, imported, law.why)
				}
			}
		}
	}
}

// A runtime's name in a condition outside its own folder means that the description of the engine lacks something.
func TestNoRuntimeIsNamedInACondition(t *testing.T) {
	for _, line := range gitGrep(t, `(==|!=|case) *"(docker|podman|quadlet)"`, ":/*.go", ":/!*_test.go") {
		if !regexp.MustCompile(`^runtime/(docker|podman|quadlet|all)/`).MatchString(line) {
			t.Errorf("%s: put it into the engine's description instead", line)
		}
	}
}

// A finding is created by a scope, which knows its position: one written by hand may lack a part of it.
func TestFindingsAreMadeByScopes(t *testing.T) {
	for _, line := range gitGrep(t, `diag\.Finding\{`, ":/*.go", ":/!*_test.go") {
		t.Errorf("%s: use diag.Scope, or diag.ScopeAt for a place that is known", line)
	}
}

// A function fits on one screen.
func TestFunctionsAreShort(t *testing.T) {
	const most = 60
	out, err := exec.Command("git", "ls-files", "--full-name", "--", ":/cmd/*.go", ":/runtime/*.go", ":/templates/*.go", ":/translate/*.go", ":/golden/*.go", ":/!*_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range strings.Fields(string(out)) {
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, filepath.Join("..", file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			if lines := files.Position(f.End()).Line - files.Position(f.Pos()).Line + 1; lines > most {
				t.Errorf("%s: %s has %d lines, more than %d: give its parts names of their own", file, f.Name.Name, lines, most)
			}
		}
	}
}

// Only runtime/names knows how units are named.
func TestUnitNamesAreMadeInOnePlace(t *testing.T) {
	suffix := `"@?[-a-z]*-(network|volume|build|started|healthy|completed|update|down)\.(service|timer)"|"\.(target|timer)"|"@\."`
	for _, line := range gitGrep(t, suffix, ":/cmd/compose2unit/*.go", ":/runtime/*.go", ":/!*_test.go") {
		if !regexp.MustCompile(`^runtime/(names|unit)/|^runtime/folder/scan.go|^runtime/[a-z]+/[a-z]+test/`).MatchString(line) {
			t.Errorf("%s: ask runtime/names for the name", line)
		}
	}
}

// The top level of the repository is as described in docs/development.md: a new package belongs in one of these folders,
// and a file at the top is one that a tool or a newcomer looks for there.
func TestTheTopLevelIsFixed(t *testing.T) {
	out, err := exec.Command("git", "ls-files", "--full-name", "--", ":/").Output()
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{".ci", "cmd", "docs", "golden", "packaging", "runtime", "templates", "translate"}
	files := []string{
		".gitignore", ".pre-commit-hooks.yaml", "Makefile", "go.mod", "go.sum", // git, pre-commit, make and go read them there
		"CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", // code hosts link to them
	}
	for _, file := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		switch folder, _, below := strings.Cut(file, "/"); {
		case below && !slices.Contains(folders, folder):
			t.Errorf("%s: the top level has the folders %s only", file, strings.Join(folders, ", "))
		case !below && !slices.Contains(files, file):
			t.Errorf("%s: the top level has the files %s only", file, strings.Join(files, ", "))
		}
	}
}
