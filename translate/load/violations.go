package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// compiled is compose-go's schema. compose-go reports only the most specific violation, so a refused file is validated again
// here.
var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Schema))
	if err != nil {
		return nil, err
	}
	if err := c.AddResource("compose-spec.json", doc); err != nil {
		return nil, err
	}
	c.RegisterFormat(&jsonschema.Format{Name: "duration", Validate: func(v any) error {
		s, ok := v.(string)
		if !ok {
			return errors.New("expected string")
		}
		_, err := time.ParseDuration(s)
		return err
	}})
	return c.Compile("compose-spec.json")
})

// violations reports all schema violations in the files. Each document is validated separately, so that a violation is found
// where it was written; an attribute that is merely missing from an override file is not a violation.
func (l *loading) violations() {
	s, err := compiled()
	if err != nil {
		return // compose-go's message is kept
	}
	docs := l.documents()
	for _, d := range docs {
		value, ok := d.Value.(map[string]any)
		if !ok {
			l.notMapping(d)
			continue
		}
		if d.Whole && l.foreign(d, value) {
			continue
		}
		var v *jsonschema.ValidationError
		if errors.As(s.Validate(jsonOf(l.finite(d, l.interpolated(d, used(d, value)), nil))), &v) {
			found := leaves(v)
			// The validator visits a mapping in any order. Of findings about what an alias shares, the first is reported.
			slices.SortStableFunc(found, func(a, b *jsonschema.ValidationError) int {
				return slices.Compare(a.InstanceLocation, b.InstanceLocation)
			})
			for _, leaf := range found {
				l.violation(d, leaf, l.complete(docs, d, leaf.InstanceLocation))
			}
		}
	}
}

func (l *loading) notMapping(d source.Document) {
	if d.Value == nil {
		return
	}
	pos, _ := d.Find()
	pos.Line, pos.Col = 1, 1
	diag.ScopeAt(&l.report, pos).Error(diag.Invalid, "a Compose file is a mapping, and this one is not", "begin with services:")
}

// used keeps only the services that are extended from a file that is not loaded itself.
func used(d source.Document, value map[string]any) map[string]any {
	if d.Whole {
		return value
	}
	services, _ := value["services"].(map[string]any)
	out := map[string]any{}
	for name := range d.Used {
		if s, ok := services[name]; ok {
			out[name] = s
		}
	}
	return map[string]any{"services": out}
}

// jsonOf converts numbers and types to their JSON form, as the validator requires.
func jsonOf(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	out, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return nil
	}
	return out
}

// leaves returns the violations that a user can act on: of alternatives, those of the intended one.
func leaves(v *jsonschema.ValidationError) []*jsonschema.ValidationError {
	switch v.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		return meant(v)
	}
	if len(v.Causes) == 0 {
		return []*jsonschema.ValidationError{v}
	}
	var out []*jsonschema.ValidationError
	for _, c := range v.Causes {
		out = append(out, leaves(c)...)
	}
	return out
}

// meant selects the alternative whose type matches what was written; if none does, the types are combined.
func meant(v *jsonschema.ValidationError) []*jsonschema.ValidationError {
	var want []string
	got := ""
	for _, c := range v.Causes {
		found := leaves(c)
		if t := typeAt(found, v.InstanceLocation); t != nil {
			want, got = append(want, t.Want...), t.Got
			continue
		}
		return found
	}
	if len(want) == 0 {
		return []*jsonschema.ValidationError{v}
	}
	out := *v
	out.Causes, out.ErrorKind = nil, &kind.Type{Got: got, Want: want}
	return []*jsonschema.ValidationError{&out}
}

func typeAt(found []*jsonschema.ValidationError, at []string) *kind.Type {
	for _, f := range found {
		if t, ok := f.ErrorKind.(*kind.Type); ok && len(f.InstanceLocation) == len(at) {
			return t
		}
	}
	return nil
}

// violation reports a violation in terms of a Compose file.
func (l *loading) violation(d source.Document, v *jsonschema.ValidationError, complete bool) {
	switch k := v.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, name := range k.Properties {
			l.unknown(d, append(slices.Clone(v.InstanceLocation), name))
		}
	case *kind.FalseSchema:
		l.unknown(d, v.InstanceLocation)
	case *kind.Required:
		if complete {
			l.violated(d, v.InstanceLocation, "lacks "+strings.Join(k.Missing, " and "), "")
		}
	case *kind.UniqueItems:
		if !source.IsUnique(v.InstanceLocation) {
			l.violated(d, v.InstanceLocation, sentence(v.ErrorKind), "")
		}
	case *kind.Enum:
		var words []string
		for _, w := range k.Want {
			words = append(words, fmt.Sprint(w))
		}
		l.violated(d, v.InstanceLocation, sentence(v.ErrorKind), l.nearest(fmt.Sprint(k.Got), slices.Values(words)))
	case *kind.Pattern:
		l.violated(d, v.InstanceLocation, sentence(v.ErrorKind), l.nearest(k.Got, slices.Values(alternatives(k.Want))))
	default:
		l.violated(d, v.InstanceLocation, sentence(v.ErrorKind), "")
	}
}

// alternatives returns the words among the alternatives of a pattern such as ^(always|never|every_[0-9]+)$, none for another one.
func alternatives(pattern string) []string {
	list, is := strings.CutPrefix(strings.TrimSuffix(pattern, ")$"), "^(")
	if !is {
		return nil
	}
	return slices.DeleteFunc(strings.Split(list, "|"), func(w string) bool { return regexp.QuoteMeta(w) != w })
}

func (l *loading) violated(d source.Document, path []string, text, hint string) {
	if at, is := dateAt(d.Value, path, text); is && hint == "" {
		path = at
		text, hint = notDate(text)
	}
	pos, _ := d.Find(path...)
	if l.told[pos] {
		return // one finding per mistake: a word in place of a number fails every alternative that takes numbers
	}
	if l.told == nil {
		l.told = map[diag.Pos]bool{}
	}
	l.told[pos] = pos.Line > 0
	diag.ScopeAt(&l.report, pos).At(path...).Error(diag.Invalid, text, hint)
}

func sentence(k jsonschema.ErrorKind) string {
	switch k := k.(type) {
	case *kind.Type:
		return fmt.Sprintf("must be %s, not %s", oneOf(k.Want), article(k.Got))
	case *kind.Enum:
		var want []string
		for _, w := range k.Want {
			want = append(want, fmt.Sprint(w))
		}
		return fmt.Sprintf("must be one of %s, not %v", strings.Join(want, ", "), k.Got)
	case *kind.Minimum:
		return "must be at least " + k.Want.RatString()
	case *kind.Maximum:
		return "must be at most " + k.Want.RatString()
	case *kind.UniqueItems:
		return "lists the same item twice"
	case *kind.Format:
		return fmt.Sprintf("%q is not a %s", fmt.Sprint(k.Got), k.Want)
	case *kind.Pattern:
		return fmt.Sprintf("%q is not of the form %s", k.Got, k.Want)
	}
	return k.LocalizedString(message.NewPrinter(language.English))
}

func oneOf(types []string) string {
	types = slices.Compact(slices.Sorted(slices.Values(types)))
	var out []string
	for _, t := range types {
		if t == "integer" && slices.Contains(types, "number") {
			continue
		}
		out = append(out, article(t))
	}
	if len(out) == 1 {
		return out[0]
	}
	return strings.Join(out[:len(out)-1], ", ") + " or " + out[len(out)-1]
}

// article returns the YAML name of a JSON type, with its article.
func article(t string) string {
	switch t {
	case "object":
		return "a mapping"
	case "array":
		return "a list"
	case "null":
		return "empty"
	case "integer":
		return "an integer"
	}
	return "a " + t
}

// unknown reports an attribute that Compose does not have.
func (l *loading) unknown(d source.Document, path []string) {
	if l.dateName(d, path) {
		return
	}
	key, names := path[len(path)-1], known(path[:len(path)-1])
	if slices.Contains(names, key) {
		return // JSON schema's unevaluatedProperties also reports a known attribute whose value is invalid
	}
	text, hint := "unknown attribute", l.nearest(key, slices.Values(names))
	if better := misnamed(key); better != "" && len(path) == 3 && (path[0] == "services" || path[0] == "jobs") {
		hint = better
	}
	switch {
	case len(path) == 1 && hint == "":
		if value, ok := d.Value.(map[string]any)[key].(map[string]any); ok && (value["image"] != nil || value["build"] != nil) {
			hint = "put services under services:"
		} else {
			hint = "remove it, or begin its name with x-"
		}
	case len(path) == 2:
		text, hint = "a name may have letters, digits, '.', '_' and '-' only", ""
	}
	l.violated(d, path, text, hint)
}

// known returns the attributes that the schema has below a path.
func known(parent []string) []string {
	var out []string
	for _, p := range schema.AttributePaths() {
		parts := p.Parts()
		if len(parts) != len(parent)+1 || parts[len(parent)] == "*" {
			continue
		}
		fits := true
		for i, part := range parent {
			fits = fits && (parts[i] == "*" || parts[i] == "[]" || parts[i] == part)
		}
		if fits {
			out = append(out, parts[len(parent)])
		}
	}
	return out
}
