package load

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/translate/source"
)

// crashedOn finds the values that made compose-go panic where they have a type of YAML's that JSON lacks, or none: the
// schema takes a date for a string, and compose-go's paths are strings. Where Compose accepts a date nobody comes here.
func (l *loading) crashedOn(err error) {
	dates, nulls := strings.Contains(err.Error(), "interface {} is time.Time"), strings.Contains(err.Error(), "interface {} is nil")
	if !dates && !nulls {
		return
	}
	for _, d := range l.documents() {
		if value, ok := d.Value.(map[string]any); ok {
			l.untyped(d, used(d, value), nil, nulls)
		}
	}
}

// texts are the mappings whose values may be anything that can be written as a text.
var texts = []string{"environment", "labels", "args", "annotations", "driver_opts", "options", "sysctls"}

func (l *loading) untyped(d source.Document, v any, path []string, nulls bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(texts, key) && !strings.HasPrefix(key, "x-") {
				l.untyped(d, v[key], append(slices.Clip(path), key), nulls)
			}
		}
	case []any:
		for i, item := range v {
			l.untyped(d, item, append(slices.Clip(path), itoa(i)), nulls)
		}
	case time.Time:
		if !nulls {
			l.violated(d, path, "a date is not a string", "quote it")
		}
	case nil:
		if nulls && len(path) > 1 && path[len(path)-2] == "additional_contexts" {
			l.violated(d, path, "must be a string, not empty", "")
		}
	}
}
