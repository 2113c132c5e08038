package load

import (
	"maps"
	"math"
	"slices"

	"github.com/compose2unit/compose2unit/translate/source"
)

// finite returns a value with strings in place of the numbers that JSON lacks (.inf, -.inf and .nan of YAML 1.2, section 10.3.2),
// which are reported. compose-go validates a file as JSON and refuses them wherever they are, even below x-…, without a position.
func (l *loading) finite(d source.Document, v any, path []string) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out[key] = l.finite(d, v[key], append(slices.Clip(path), key))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = l.finite(d, item, append(slices.Clip(path), itoa(i)))
		}
		return out
	case float64:
		return l.finiteNumber(d, v, v, path)
	case float32: // compose-go's conversion of a text, such as cpus: "inf"
		return l.finiteNumber(d, v, float64(v), path)
	}
	return v
}

func (l *loading) finiteNumber(d source.Document, v any, f float64, path []string) any {
	text := infinite(f)
	if text == "" {
		return v
	}
	if _, is := valueAt(d.Value, path).(string); is {
		l.violated(d, path, text+" is not a finite number", "")
	} else {
		l.violated(d, path, text+" is a number that Compose cannot read", "quote it where the text is meant")
	}
	return text
}

func valueAt(value any, path []string) any {
	for _, part := range path {
		value = members(value)[part]
	}
	return value
}

// infinite returns how YAML writes a number that is infinite or none, and "" for every other.
func infinite(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return ".inf"
	case math.IsInf(f, -1):
		return "-.inf"
	case math.IsNaN(f):
		return ".nan"
	}
	return ""
}
