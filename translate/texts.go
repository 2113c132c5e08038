package translate

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/load"
)

// spot is the place of a text in the project.
type spot struct {
	path []string
	// attr is its pattern in the table of grammars; empty in extensions, which have none.
	attr string
	// sibling returns the value of a sibling attribute.
	sibling func(key string) string
}

// down returns the spot below: key is its name in a finding, as its name in the table.
func (s spot) down(key, as string) spot {
	below := spot{path: append(s.path, key)}
	if s.attr != "" {
		below.attr = s.attr + "." + as
	}
	return below
}

// checkTexts checks every text of the project once, before anything is derived from it: none contains what no argv,
// unit or JSON can hold (NUL bytes and invalid UTF-8; [model.Instance] relies on it), and each has the form that the
// table in package grammar defines for its attribute.
func (l *lowering) checkTexts(p *types.Project) {
	at := func(section string) spot { // with room for the path below
		return spot{path: append(make([]string, 0, 16), section), attr: section}
	}
	l.checkText(at("name"), p.Name)
	l.walk(at("services"), reflect.ValueOf(p.Services))
	l.walk(at("jobs"), reflect.ValueOf(p.Jobs))
	l.walk(at("networks"), reflect.ValueOf(p.Networks))
	l.walk(at("volumes"), reflect.ValueOf(p.Volumes))
	l.walk(at("secrets"), reflect.ValueOf(p.Secrets))
	l.walk(at("configs"), reflect.ValueOf(p.Configs))
	l.walk(spot{}, reflect.ValueOf(p.Extensions))
	l.checkEmptyNames(p)
}

func (l *lowering) walk(s spot, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			l.walk(s, v.Elem())
		}
	case reflect.String:
		l.checkText(s, v.String())
	case reflect.Int, reflect.Int64, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		l.checkNumber(s, v)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			l.walk(s.down(strconv.Itoa(i), "[]"), v.Index(i))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			key := it.Key().String()
			l.checkKey(s, key)
			l.walk(s.down(key, "*"), it.Value())
		}
	case reflect.Struct:
		l.walkStruct(s, v)
	}
}

// walkStruct follows the YAML names, so that a finding has its position.
func (l *lowering) walkStruct(s spot, v reflect.Value) {
	sibling := func(key string) string {
		for i := range v.NumField() {
			if name, _ := load.FieldName(v.Type().Field(i)); name == key {
				return fmt.Sprint(v.Field(i))
			}
		}
		return ""
	}
	needed := needed(s.attr)
	for i := range v.NumField() {
		if v.Field(i).IsZero() && needed == "" || !v.Type().Field(i).IsExported() {
			continue
		}
		name, inline := load.FieldName(v.Type().Field(i))
		switch {
		case name == "-":
		case v.Field(i).IsZero():
			if name == needed {
				l.checkText(s.down(name, name), "")
			}
		case inline && v.Field(i).Kind() == reflect.Map:
			l.walk(spot{path: s.path}, v.Field(i))
		case inline:
			l.walk(s, v.Field(i))
		default:
			below := s.down(name, name)
			below.sibling = sibling
			l.walk(below, v.Field(i))
		}
	}
}

// needed returns the name of the text in a struct that has no default: the path of a device.
func needed(attr string) string {
	switch {
	case strings.HasSuffix(attr, ".devices.[]"):
		return "source"
	case strings.Contains(attr, ".blkio_config."):
		return "path"
	}
	return ""
}

// checkText checks a value.
func (l *lowering) checkText(s spot, text string) {
	if !l.carried(s.path, text) || s.attr == "" {
		return
	}
	row, _ := grammar.Find(s.attr, s.sibling)
	l.checkKind(s.path, row.Kind, text)
}

// checkKey checks a key of a mapping.
func (l *lowering) checkKey(s spot, key string) {
	at := append(s.path, key)
	if !l.carried(at, key) || s.attr == "" {
		return
	}
	row, _ := grammar.Find(s.attr, s.sibling)
	l.checkKind(at, row.Keys, key)
}

// checkKind records a finding about a text that does not have the form of its kind. Nil accepts any text.
func (l *lowering) checkKind(path []string, kind *grammar.Kind, text string) {
	if kind == nil || kind.Valid(text) || l.inherited(path) {
		return
	}
	said := quoted(text) + " is not " + kind.Name
	if text == "" {
		said = "the text is empty, which is not " + kind.Name
	}
	diag.ScopeAt(l.report, l.where(path...)).At(printable(path)...).Error(diag.Invalid, said, kind.Hint())
}

// inherited reports whether a pre_start step inherits an attribute from its service, where it was checked.
func (l *lowering) inherited(path []string) bool {
	const own = 5 // services, NAME, pre_start, NUMBER, ATTRIBUTE
	return len(path) >= own && path[0] == "services" && path[2] == "pre_start" && !l.written(path[:own]...)
}

// quoted returns a text as a finding shows it: on one line, and only its beginning if it is long.
func quoted(text string) string {
	const most = 80
	if len(text) <= most {
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%s… (%d bytes)", strconv.Quote(strings.ToValidUTF8(text[:most], "")), len(text))
}

// carried reports whether an argv, a unit and JSON can hold a text.
func (l *lowering) carried(path []string, text string) bool {
	switch {
	case strings.ContainsRune(text, 0):
		l.find(diag.Error, diag.Unsafe, printable(path), "NUL bytes cannot be passed on a command line or written to a unit file", "remove it")
	case !utf8.ValidString(text):
		l.find(diag.Error, diag.Unsafe, printable(path), "the value is not UTF-8", "write it in UTF-8, or put it into a file and mount that")
	default:
		return true
	}
	return false
}

// printable keeps an unprintable key out of the finding itself.
func printable(path []string) []string {
	out := make([]string, len(path))
	for i, p := range path {
		out[i] = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return '?'
			}
			return r
		}, strings.ToValidUTF8(p, "?"))
	}
	return out
}

// checkEmptyNames refuses a name that is present but empty. Compose passes an empty network or volume name on, and the
// container ends up in the engine's default network. It replaces the empty image of a step by that of its service; if a
// variable without a value made it empty, that is not the image that was meant. (An empty container_name is refused by
// the schema, an empty image that is not built by [lowering.checkImage].)
func (l *lowering) checkEmptyNames(p *types.Project) {
	empty := func(path ...string) {
		l.find(diag.Error, diag.Invalid, path, "the name is empty", "give the variable a value, or remove "+path[len(path)-1]+" for Compose's own")
	}
	for _, name := range sortedKeys(p.Networks) {
		if p.Networks[name].Name == "" {
			empty("networks", name, "name")
		}
	}
	for _, name := range sortedKeys(p.Volumes) {
		if p.Volumes[name].Name == "" {
			empty("volumes", name, "name")
		}
	}
	for _, name := range sortedKeys(p.Services) {
		l.checkContext(p.Services[name].Build, "services", name, "build")
		for i, step := range p.Services[name].PreStart {
			path := []string{"services", name, "pre_start", strconv.Itoa(i), "image"}
			if step.Image == "" && l.report.About(l.where(path...), strings.Join(path, ".")) {
				empty(path...)
			}
		}
	}
	for _, name := range sortedKeys(p.Jobs) {
		l.checkContext(p.Jobs[name].Build, "jobs", name, "build")
	}
}

// checkContext refuses a build context that is present but empty: compose-go gives the default only to one that is absent.
func (l *lowering) checkContext(build *types.BuildConfig, path ...string) {
	if build != nil && build.Context == "" {
		l.find(diag.Error, diag.Invalid, append(path, "context"), "the build context is empty", "give the variable a value, or write . for the project directory")
	}
}
