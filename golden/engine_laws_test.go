package golden

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/all"
)

// knowsNoEngine are the packages that ask a runtime for everything specific to its engine, and package names for the
// meaning of unit names. The help texts below the command and the fake machine below host are not included.
var knowsNoEngine = []string{"../cmd/compose2unit", "../runtime/host"}

// engineFlags are names of flags, which may name an engine.
var engineFlags = map[string]bool{`"docker-caps"`: true, "dockerCaps": true, "DockerCaps": true}

// The command and package host contain no engine's name, in no identifier and no string, and no suffix of a unit.
func TestCommandAndHostKnowNoEngine(t *testing.T) {
	words := []string{`(?i)containerd|moby`}
	for _, choice := range all.Choices {
		words = append(words, choice.Engine, choice.Runtime.Name())
	}
	engine := regexp.MustCompile(strings.Join(words, "|"))
	suffix := regexp.MustCompile(`\.(service|target|timer|socket|mount|path|slice|scope|container|network|volume|build|image|pod|kube)\b`)
	for _, dir := range knowsNoEngine {
		each(t, dir, func(at token.Position, word string, text bool) {
			switch {
			case engineFlags[word]:
			case engine.MatchString(word):
				t.Errorf("%s: %s names an engine: ask the runtime (runtime.Operated) or the list of runtimes (runtime/all)", at, word)
			case text && suffix.MatchString(word):
				t.Errorf("%s: %s has the suffix of a unit: ask runtime/names", at, word)
			}
		})
	}
}

// each visits the identifiers and the string literals of a package; text is set for a literal. Comments may name whatever
// they cite.
func each(t *testing.T, dir string, visit func(at token.Position, word string, text bool)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) < 10 {
		t.Fatal(dir, names, err)
	}
	files := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				visit(files.Position(n.Pos()), n.Name, false)
			case *ast.BasicLit:
				visit(files.Position(n.Pos()), n.Value, n.Kind == token.STRING)
			}
			return true
		})
	}
}
