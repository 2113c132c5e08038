package load

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/tree"
)

// casts returns the types that compose-go gives to interpolated strings, by the path of the string: those in its own table that
// the files can need. compose-go compares the path of every string with every pattern in the table, which takes a seventh of
// its time; a pattern with a key that no file has matches none of them. An included or extended file has further keys, so in
// that case the whole table is used.
func (l *loading) casts(all map[tree.Path]interpolation.Cast) map[tree.Path]interpolation.Cast {
	keys, known := l.source.Keys()
	parts := map[string]bool{}
	for key := range keys {
		for part := range strings.SplitSeq(key, ".") { // compose-go's paths are dotted strings, in which a top-level key may contain dots as well
			parts[part] = true
		}
	}
	if !known || parts["include"] || parts["extends"] && parts["file"] {
		return all
	}
	some := map[tree.Path]interpolation.Cast{}
	for pattern, cast := range all {
		if written(pattern, parts) {
			some[pattern] = cast
		}
	}
	return some
}

// written reports whether each part of a pattern is a key, or a wildcard.
func written(pattern tree.Path, keys map[string]bool) bool {
	for _, part := range pattern.Parts() {
		if part != tree.PathMatchAll && part != tree.PathMatchList && !keys[part] {
			return false
		}
	}
	return true
}
