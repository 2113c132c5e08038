package grammar

import (
	"slices"
	"strings"
	"sync"
)

// Row gives an attribute its kind. An attribute is a pattern of the schema: `*` matches any name of a mapping, `[]`
// for any item of a list. The rows of services hold for jobs and pre_start steps, too, which share the attributes.
type Row struct {
	Attr string
	// When is KEY=VALUE where the kind depends on a sibling, or empty where it does not.
	When string
	// Kind is what the attribute's own text must be, Keys what the names of a mapping must be.
	Kind, Keys *Kind
	// Free says why any text will do, where neither is set.
	Free string
}

// Why any text will do.
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

// Rows is the table, sorted by attribute.
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

// shared are the beginnings of patterns that have the rows of services.
var shared = []string{"jobs.*.", "services.*.pre_start.[]."}

// Find returns the row of an attribute; sibling tells the value of an attribute beside it. It is false where the table
// has none.
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
