package grammar

import (
	"slices"
	"strings"
	"sync"
)

// Row assigns a kind to an attribute. An attribute is a pattern of the schema: `*` stands for any name of a mapping, `[]` for
// any item of a list. The rows of services also apply to jobs and pre_start steps, which share the attributes.
type Row struct {
	Attr string
	// When is KEY=VALUE if the kind depends on a sibling, otherwise empty.
	When string
	// Kind is the form of the attribute's own text, Keys that of the names of a mapping.
	Kind, Keys *Kind
	// Free is the reason why any text is valid, if neither is set.
	Free string
}

// The reasons why any text is valid.
const (
	named   = "a name with a form of its own in the schema"
	value   = "a value that reaches its client whole, as one word or in a file"
	unused  = "it reaches no client"
	decided = "translate knows every word it can hold, and refuses others"
	place   = "a path that is made absolute, and is read or mounted whole"
)

func is(kind *Kind, attrs ...string) []Row {
	var out []Row
	for _, a := range attrs {
		out = append(out, Row{Attr: a, Kind: kind})
	}
	return out
}

func keys(kind *Kind, attrs ...string) []Row {
	var out []Row
	for _, a := range attrs {
		out = append(out, Row{Attr: a, Keys: kind})
	}
	return out
}

func free(why string, attrs ...string) []Row {
	var out []Row
	for _, a := range attrs {
		out = append(out, Row{Attr: a, Free: why})
	}
	return out
}

// Rows returns the table, sorted by attribute.
func Rows() []Row { return slices.Clone(table().rows) }

type index struct {
	rows []Row
	by   map[string][]Row
}

var table = sync.OnceValue(func() index {
	rows := slices.Concat(serviceRows(), containerRows(), placeRows(), buildRows(), topRows())
	slices.SortStableFunc(rows, func(a, b Row) int { return strings.Compare(a.Attr, b.Attr) })
	out := index{rows: rows, by: map[string][]Row{}}
	for _, row := range rows {
		out.by[row.Attr] = append(out.by[row.Attr], row)
	}
	return out
})

// shared are the prefixes of patterns that have the rows of services.
var shared = []string{"jobs.*.", "services.*.pre_start.[]."}

// Find returns the row of an attribute; sibling returns the value of a sibling attribute. It returns false if the table has no
// row for it.
func Find(attr string, sibling func(key string) string) (Row, bool) {
	rows, ok := table().by[attr]
	for _, prefix := range shared {
		if rest, found := strings.CutPrefix(attr, prefix); found && !ok {
			rows, ok = table().by["services.*."+rest]
		}
	}
	for _, row := range rows {
		if key, want, _ := strings.Cut(row.When, "="); row.When == "" || sibling(key) == want {
			return row, true
		}
	}
	return Row{}, false
}
