package load

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// crash returns the finding of a panic that no stage turned into a better one.
func (l *loading) crash(p any, stack []byte) diag.Finding {
	f := l.inFirst().Finding(diag.Error, diag.Loading, crashText(p, stack), "this is a defect; please report it with the file")
	if len(l.inputs) > 0 {
		f.Pos.Line = 1
	}
	return f
}

// crashText describes a panic, and the function in which it occurred.
func crashText(p any, stack []byte) string {
	text := fmt.Sprintf("the loader crashed: %v", p)
	for _, line := range strings.Split(string(stack), "\n") {
		for _, module := range []string{"github.com/compose-spec/compose-go/v2/", "github.com/compose2unit/compose2unit/"} {
			if rest, ok := strings.CutPrefix(line, module); ok && !strings.Contains(rest, "load.(*loading).guarded.func") && !strings.Contains(rest, "load.crashText") {
				name, _, _ := strings.Cut(rest, "(")
				return text + " in " + name
			}
		}
	}
	return text
}

var conversion = lazyregexp.New(`^interface conversion: (?:interface \{\}|any) is (\S+), not (\S+)$`)

// valueCrash describes a value that compose-go's parsers panic on because they assume its type.
func valueCrash(p any) string {
	m := conversion.FindStringSubmatch(fmt.Sprint(p))
	if m == nil {
		return fmt.Sprintf("Compose cannot read this value: %v", p)
	}
	return "must be " + article(jsonType(m[2])) + ", not " + article(jsonType(m[1]))
}

// jsonType returns the schema's name of a Go type.
func jsonType(t string) string {
	switch {
	case t == "bool":
		return "boolean"
	case t == "nil":
		return "null"
	case strings.HasPrefix(t, "map["):
		return "object"
	case strings.HasPrefix(t, "[]"):
		return "array"
	case strings.HasPrefix(t, "int"), strings.HasPrefix(t, "uint"):
		return "integer"
	case strings.HasPrefix(t, "float"):
		return "number"
	}
	return t
}

// nearest returns [spelling.Hint] for the first findings of a project. It takes time for every name that exists, and a file of
// a megabyte can refer to 50 000 names that do not.
func (l *loading) nearest(written string, words iter.Seq[string]) string {
	const most = 100
	if l.compared++; l.compared > most {
		return ""
	}
	return spelling.Hint(written, slices.Sorted(words))
}
