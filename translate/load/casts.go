package load

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/tree"
)

// casts returns the entries of compose-go's table of types of interpolated strings that can match a path in the files. compose-go
// compares the path of every string with every pattern in the table, which takes a seventh of its time; a pattern with a key that
// no file has matches nothing. Included and extended files may have further keys, so if there are any, the whole table is used.
func (l *loading) casts(all map[tree.Path]interpolation.Cast) map[tree.Path]interpolation.Cast {
	keys, known := l.source.Keys()
	parts := map[string]bool{}
	for key := range keys {
		for part := range strings.SplitSeq(key, ".") { // compose-go joins the parts of a path with dots, and a top-level key may itself contain dots
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
