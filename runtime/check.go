package runtime

import (
	"cmp"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Table finds the row that covers an attribute.
type Table struct {
	exact map[string]Row
	below map[string]Row // keyed by the pattern without its ".**"
}

// NewTable indexes rows. It panics if two rows have the same pattern, which is a programming error.
func NewTable(rows []Row) Table {
	t := Table{map[string]Row{}, map[string]Row{}}
	for _, row := range rows {
		index, key := t.exact, row.Attr
		if stem, ok := strings.CutSuffix(row.Attr, ".**"); ok {
			index, key = t.below, stem
		}
		if _, twice := index[key]; twice {
			panic("runtime: two rows for " + row.Attr)
		}
		index[key] = row
	}
	return t
}

// Row returns the row that covers a schema pattern: the row with that pattern, or else the nearest group above it.
func (t Table) Row(pattern string) (Row, bool) {
	if row, ok := t.exact[pattern]; ok {
		return row, true
	}
	for stem := pattern; ; {
		if row, ok := t.below[stem]; ok {
			return row, true
		}
		i := strings.LastIndexByte(stem, '.')
		if i < 0 {
			return Row{}, false
		}
		stem = stem[:i]
	}
}

// Check reports every written attribute that is not fully translated: None is an error (a warning where a pattern of allow
// matches it), Partial a warning, Moot a note. An attribute is skipped if the report already has a finding about it or its
// row was reported for one of its parents.
func Check(rt Runtime, written []source.Attribute, allow []string, report *diag.Report) {
	table := NewTable(rt.Rows())
	told := map[string]bool{}
	for _, attr := range written {
		row, ok := table.Row(attr.Pattern)
		part := owner(attr.Path, row.Attr)
		if !ok || row.Support == Full || row.Quiet || told[part] || report.About(attr.Pos, strings.Join(attr.Path, ".")) {
			continue
		}
		told[part] = true
		report.Add(finding(row, attr, allow))
	}
}

// owner returns a key for a row and the part of path that its pattern covers.
func owner(path []string, row string) string {
	n := strings.Count(strings.TrimSuffix(row, ".**"), ".") + 1
	return row + "\x00" + strings.Join(path[:min(n, len(path))], "\x00")
}

func finding(row Row, attr source.Attribute, allow []string) diag.Finding {
	at := diag.ScopeAt(nil, attr.Pos).At(attr.Path...)
	switch {
	case row.Support == Moot:
		return at.Finding(diag.Note, diag.NoEffect, row.Note, row.Hint)
	case row.Support == Partial:
		return at.Finding(diag.Warning, diag.Partial, row.Note, row.Hint)
	case Allowed(attr, allow):
		return at.Finding(diag.Warning, diag.Unsupported, row.Note)
	}
	return at.Finding(diag.Error, diag.Unsupported, row.Note, cmp.Or(row.Hint, "remove it, or accept the loss with -allow "+attr.Pattern))
}

// Allowed reports whether -allow accepts the loss of an attribute: a pattern matches the attribute's own path or its schema
// pattern, whole or as a parent; `*` matches any one name.
func Allowed(attr source.Attribute, allow []string) bool {
	return Accepted(attr.Path, allow) || Accepted(strings.Split(attr.Pattern, "."), allow)
}

// Accepted reports whether a pattern of -allow matches a path, whole or as a parent.
func Accepted(path []string, allow []string) bool {
	return slices.ContainsFunc(allow, func(pattern string) bool { return covers(strings.Split(pattern, "."), path) })
}

// Unknown returns the patterns of -allow that match no attribute of the schema, so that a typo does not silently accept
// nothing.
func Unknown(rows []Row, allow []string) []string {
	return slices.DeleteFunc(slices.Clone(allow), func(pattern string) bool {
		words := strings.Split(pattern, ".")
		return slices.ContainsFunc(rows, func(row Row) bool { return meets(words, row.Attr) })
	})
}

// meets reports whether a pattern of -allow and a schema pattern can match the same path.
func meets(words []string, attr string) bool {
	stem, below := strings.CutSuffix(attr, ".**")
	names := strings.Split(stem, ".")
	if len(words) > len(names) && !below {
		return false
	}
	for i := range min(len(words), len(names)) {
		if n := names[i]; n != "*" && n != "[]" && words[i] != "*" && words[i] != n {
			return false
		}
	}
	return true
}

func covers(want, path []string) bool {
	if len(want) > len(path) {
		return false
	}
	for i, w := range want {
		if w != "*" && w != path[i] && !(w == "[]" && path[i] != "") {
			return false
		}
	}
	return true
}
