package load

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/source"
)

// crashedOn finds the values that made compose-go panic, if they have a YAML type that it does not expect: the schema accepts a
// date as a string, and 1e3 as an integer, and compose-go's paths are strings. It is not called where Compose accepts a date.
func (l *loading) crashedOn(err error) {
	for _, c := range []culprit{nulls, dates, decimals} {
		if !c.crash.MatchString(err.Error()) {
			continue
		}
		for _, d := range l.documents() {
			if value, ok := d.Value.(map[string]any); ok {
				l.untyped(d, used(d, value), nil, c)
			}
		}
		return
	}
}

// culprit is a type of values that compose-go panics on, and the finding about one.
type culprit struct {
	crash      *lazyregexp.Regexp
	is         func(v any, path []string) bool
	text, hint string
}

var (
	nulls = culprit{lazyregexp.New(`interface \{\} is nil`), func(v any, path []string) bool {
		return v == nil && len(path) > 1 && path[len(path)-2] == "additional_contexts"
	}, "must be a string, not empty", ""}
	dates = culprit{lazyregexp.New(`interface \{\} is time\.Time`), func(v any, _ []string) bool {
		_, is := v.(time.Time)
		return is
	}, "a date is not a string", "quote it"}
	// types.UlimitsConfig.DecodeMapstructure
	decimals = culprit{lazyregexp.New(`interface \{\} is (?:float64|u?int64), not int\b`), func(v any, path []string) bool {
		_, is := v.(int)
		return !is && len(path) > 2 && path[len(path)-3] == "ulimits"
	}, notInteger, ""}
)

const notInteger = "must be an integer without a decimal point or an exponent"

// texts are the mappings whose values may be anything that can be written as a string.
var texts = []string{"environment", "labels", "args", "annotations", "driver_opts", "options", "sysctls"}

func (l *loading) untyped(d source.Document, v any, path []string, c culprit) {
	switch below := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(below)) {
			if !slices.Contains(texts, key) && !strings.HasPrefix(key, "x-") {
				l.untyped(d, below[key], append(slices.Clip(path), key), c)
			}
		}
	case []any:
		for i, item := range below {
			l.untyped(d, item, append(slices.Clip(path), itoa(i)), c)
		}
	default:
		if c.is(v, path) {
			l.violated(d, path, c.text, c.hint)
		}
	}
}

// dateAt finds the date that is refused as the value at a path, or as one directly below it; anywhere below it, if the message
// names the type. YAML parses what looks like a date as one, and each of compose-go's parsers has its own message for it.
func dateAt(value any, path []string, text string) ([]string, bool) {
	for _, part := range path {
		var ok bool
		if value, ok = members(value)[part]; !ok {
			return nil, false
		}
	}
	if _, is := value.(time.Time); is {
		return path, true
	}
	switch {
	case len(path) > 0 && strings.Contains(text, "time.Time"):
		return dateBelow(value, path, maxDepth)
	case len(path) > 2:
		return dateBelow(value, path, 1)
	}
	return nil, false
}

// maxDepth exceeds the depth of any value in the schema.
const maxDepth = 20

func dateBelow(value any, path []string, depth int) ([]string, bool) {
	if depth == 0 || slices.Contains(texts, path[len(path)-1]) {
		return nil, false
	}
	below := members(value)
	for _, key := range slices.Sorted(maps.Keys(below)) {
		at := append(slices.Clip(path), key)
		if _, is := below[key].(time.Time); is {
			return at, true
		}
		if found, is := dateBelow(below[key], at, depth-1); is {
			return found, true
		}
	}
	return nil, false
}

// members returns the values in a mapping or a list, by key or index.
func members(value any) map[string]any {
	switch v := value.(type) {
	case map[string]any:
		return v
	case []any:
		out := make(map[string]any, len(v))
		for i, item := range v {
			out[itoa(i)] = item
		}
		return out
	}
	return nil
}

var wrongType = lazyregexp.New(`^(must be .*), not a (string|time\.Time)$`)

// notDate describes what is wrong with a date, given the message about it.
func notDate(text string) (said, hint string) {
	if m := wrongType.FindStringSubmatch(text); m != nil && !strings.Contains(m[1], "string") {
		return m[1] + ", not a date", ""
	}
	switch {
	case strings.HasPrefix(text, "not a duration"):
		return "a date is not a duration (30s, 1m30s, 2h)", ""
	case strings.Contains(text, "'int") || strings.Contains(text, "'uint") || strings.Contains(text, "'float"):
		return "a date is not a number", ""
	case strings.Contains(text, "'bool'"):
		return "a date is neither true nor false", ""
	}
	return "a date is not a string", "quote it"
}

// dateName reports a name that YAML parses as a date: compose-go converts it to a string (fmt.Sprint) that does not match.
func (l *loading) dateName(d source.Document, path []string) bool {
	last := len(path) - 1
	t, err := time.Parse("2006-01-02 15:04:05 -0700 MST", path[last])
	if err != nil {
		return false
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if written := append(slices.Clone(path[:last]), t.Format(layout)); layout == time.RFC3339 || l.source.Has(written...) {
			l.violated(d, written, "a date is not a name", "quote it")
			break
		}
	}
	return true
}
