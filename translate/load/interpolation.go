package load

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/tree"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/source"
)

// documents returns all documents with their values, read again: only a refused project needs them.
func (l *loading) documents() []source.Document {
	return l.source.Documents(func(file string) []byte {
		for _, in := range l.inputs {
			if in.Name == file {
				return source.Prune(file, in.Data, l.opts.Rest.places())
			}
		}
		data, err := input.ReadFile(l.abs(file), input.Compose)
		if err != nil {
			return nil
		}
		return source.Prune(file, data, l.opts.Rest.places())
	})
}

// interpolation finds every scalar that cannot be interpolated.
func (l *loading) interpolation() {
	l.uninterpolated = map[diag.Pos]bool{}
	var extensions []diag.Finding
	defer func() {
		for _, f := range extensions {
			if !l.uninterpolated[f.Pos] { // what an alias brings into a service is seen there
				l.report.Add(f)
			}
		}
	}()
	for _, d := range l.documents() {
		d.Scalars(func(text string, at diag.Pos, path []string) {
			if !d.Whole && (len(path) < 2 || !d.Used[path[1]]) {
				return
			}
			_, err := d.Env.Expand(text)
			if err == nil {
				return
			}
			code := diag.Unresolved
			if errors.As(err, new(limitError)) {
				code = diag.Limit
			}
			sentence, hint := interpolationText(text, err, d.Env)
			f := diag.ScopeAt(&l.report, at).At(path...).Finding(diag.Error, code, sentence, hint)
			if len(path) > 0 && strings.HasPrefix(path[0], "x-") {
				extensions = append(extensions, f)
				return
			}
			l.uninterpolated[at] = true
			l.report.Add(f)
		})
	}
}

func interpolationText(text string, err error, env source.Env) (sentence, hint string) {
	var missing *template.MissingRequiredError
	if errors.As(err, &missing) {
		sentence = fmt.Sprintf("the required variable %s has no value", missing.Variable)
		if v, ok := env.(variables); ok && missing.Reason != "" {
			sentence += ": " + v.reason(text)
		}
		return sentence, "set it in the environment or in .env"
	}
	var tooMuch limitError
	if errors.As(err, &tooMuch) {
		return err.Error(), ""
	}
	return fmt.Sprintf("%s is not an interpolation that Compose knows", quoted(short(text))), "write $$ where a dollar sign is meant"
}

func short(s string) string {
	if len(s) > 80 {
		return s[:77] + "..."
	}
	return s
}

var castError = lazyregexp.New(`(?s)^error while interpolating (.*?): failed to cast to expected type: (.*)$`)

// interpolated returns the document's values as compose-go validates them, and reports those that are neither numbers nor
// booleans. compose-go drops a whole branch if one value in it fails; here such a value is kept.
func (l *loading) interpolated(d source.Document, value map[string]any) map[string]any {
	opts := *loader.ToOptions(&l.details, nil).Interpolate
	opts.Substitute = func(s string, _ template.Mapping) (string, error) {
		if out, err := d.Env.Expand(s); err == nil {
			return out, nil
		}
		return s, nil
	}
	_, err := interpolation.Interpolate(value, opts)
	wrong := joined(err) // in any order
	slices.SortStableFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	for _, e := range wrong {
		if m := castError.FindStringSubmatch(e.Error()); m != nil {
			if _, err := d.Env.Expand(castValue(m[2])); err != nil {
				continue // that is what is wrong
			}
			l.violated(d, inList(d, strings.Split(m[1], "."), castValue(m[2])), castText(m[2]), "")
		}
	}
	casts := opts.TypeCastMapping
	opts.TypeCastMapping = make(map[tree.Path]interpolation.Cast, len(casts))
	for path, cast := range casts {
		opts.TypeCastMapping[path] = func(s string) (any, error) {
			if out, err := cast(s); err == nil {
				return out, nil
			}
			return s, nil
		}
	}
	out, _ := interpolation.Interpolate(value, opts)
	return out
}

// joined splits an error of errors.Join.
func joined(err error) []error {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, joined(e)...)
		}
		return out
	}
	return []error{err}
}

// inList replaces `[]` by the index of the item that has the rest of the path and the value that failed.
func inList(d source.Document, path []string, value string) []string {
	i := slices.Index(path, "[]")
	if i < 0 {
		return path
	}
	for n := 0; ; n++ {
		try := slices.Clone(path)
		try[i] = itoa(n)
		if _, found := d.Find(try[:i+1]...); found <= i {
			return path[:i]
		}
		if try = inList(d, try, value); len(try) != len(path) {
			continue
		}
		if text, err := d.Env.Expand(d.Text(try...)); err == nil && text == value {
			return try
		}
	}
}

var parsing = lazyregexp.New(`parsing ("(?:[^"\\]|\\.)*")`)

// castValue returns the value that is neither a number nor a boolean.
func castValue(text string) string {
	if m := parsing.FindStringSubmatch(text); m != nil {
		if s, err := strconv.Unquote(m[1]); err == nil {
			return s
		}
	}
	return strings.TrimPrefix(text, "invalid boolean: ")
}

func castText(text string) string {
	if m := parsing.FindStringSubmatch(text); m != nil {
		return m[1] + " is not a number"
	}
	if rest, ok := strings.CutPrefix(text, "invalid boolean: "); ok {
		return quoted(rest) + " is neither true nor false"
	}
	return text
}
