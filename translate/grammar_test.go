package translate

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/load"
)

// texts collects the attributes of compose-go's types that hold a text, named as [lowering.walk] would name them: true
// for a text itself, false for the keys of a mapping. Numbers and booleans are collected separately.
type texts struct {
	own, keys, other map[string]bool
}

func (x *texts) walk(attr string, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		x.walk(attr, t.Elem())
	case reflect.String:
		x.own[attr] = true
	case reflect.Slice, reflect.Array:
		x.walk(attr+".[]", t.Elem())
	case reflect.Map:
		x.keys[attr] = true
		x.walk(attr+".*", t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			name, inline := load.FieldName(field)
			switch {
			case !field.IsExported() || name == "-":
			case inline && field.Type.Kind() == reflect.Map: // extensions
			case inline:
				x.walk(attr, field.Type)
			default:
				x.walk(attr+"."+name, field.Type)
			}
		}
	default:
		x.other[attr] = true
	}
}

func allTexts() *texts {
	x := &texts{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	x.walk("services", reflect.TypeFor[types.Services]())
	x.walk("jobs", reflect.TypeFor[types.Jobs]())
	x.walk("networks", reflect.TypeFor[types.Networks]())
	x.walk("volumes", reflect.TypeFor[types.Volumes]())
	x.walk("secrets", reflect.TypeFor[types.Secrets]())
	x.walk("configs", reflect.TypeFor[types.Configs]())
	return x
}

// Every text of a project has a row in the table of grammars: a kind, or the reason why any text is valid. A new
// attribute in compose-go forces a decision.
func TestEveryTextHasAGrammar(t *testing.T) {
	x := allTexts()
	for _, attr := range slices.Sorted(maps.Keys(x.own)) {
		row, ok := grammar.Find(attr, func(string) string { return "" })
		if !ok || row.Kind == nil && row.Free == "" {
			t.Errorf("package grammar has no kind for the text %s, and no reason why any will do: add a row to translate/grammar/table_*.go", attr)
		}
	}
	for _, attr := range slices.Sorted(maps.Keys(x.keys)) {
		row, ok := grammar.Find(attr, func(string) string { return "" })
		if !ok || row.Keys == nil && row.Free == "" {
			t.Errorf("package grammar has no kind for the names in %s, and no reason why any will do: add a row to translate/grammar/table_*.go", attr)
		}
	}
	for _, row := range grammar.Rows() {
		if row.Kind != nil && !x.own[row.Attr] || row.Keys != nil && !x.keys[row.Attr] {
			t.Errorf("the row %s covers no text of the project", row.Attr)
		}
		if row.Free != "" && (row.Kind != nil || row.Keys != nil) || row.Free == "" && row.Kind == nil && row.Keys == nil {
			t.Errorf("the row %s needs a kind or a reason, and not both", row.Attr)
		}
	}
}

// elsewhere lists attributes of the schema that no longer exist once the files are loaded, with the reason.
var elsewhere = map[string]string{
	"include":                       "translate/load resolves it",
	"version":                       "nothing reads it",
	"name":                          "it is the project's, checked by compose-go",
	"models":                        "no container is made of them",
	"services.*.extends":            "translate/load resolves it",
	"services.*.build.ssh.*":        "compose-go makes a list of it",
	"services.*.provider.options.*": "compose-go makes lists of it",
}

// The walk of the project reaches every attribute of the schema, so that no text bypasses the table.
func TestTheWalkReachesTheSchema(t *testing.T) {
	x := allTexts()
	var reached []string
	for _, set := range []map[string]bool{x.own, x.keys, x.other} {
		reached = slices.AppendSeq(reached, maps.Keys(set))
	}
	for _, path := range schema.AttributePaths() {
		attr := string(path)
		at := strings.ReplaceAll(strings.ReplaceAll(attr, ".external.name", ".name"), "jobs.*.build.ssh", "services.*.build.ssh")
		known := slices.ContainsFunc(reached, func(r string) bool { return r == at || strings.HasPrefix(r, at+".") })
		for above, reason := range elsewhere {
			known = known || reason != "" && (at == above || strings.HasPrefix(at, above+"."))
		}
		if !known {
			t.Errorf("no text, number or switch of the project is %s", attr)
		}
	}
}

// A range is for an attribute that holds a number: a misspelled one would never be asked for.
func TestRangesAreForNumbers(t *testing.T) {
	x := allTexts()
	for _, attr := range grammar.Ranged() {
		if !x.other[attr] {
			t.Errorf("%s is not a number of the project", attr)
		}
	}
}
