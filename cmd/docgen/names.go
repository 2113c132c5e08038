package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/grammar"
)

// names returns the page of the valid forms of the texts in a Compose file.
func names(rows []grammar.Row) []byte {
	var b bytes.Buffer
	made(&b)
	b.WriteString(`
# Names, references and paths

What a text of a Compose file may look like is checked once, when it is translated, for all runtimes alike. A text of
another form is an error with the code ` + "`invalid`" + ` at its line, and nothing is written: no engine would accept it, or a
client would read it as an option, a second field of a list or a path outside its folder. What docker compose and the
engine accept passes unchanged.

Jobs and ` + "`pre_start`" + ` steps share the attributes of services. ` + "`*`" + ` is any name of a mapping, ` + "`[]`" + ` any item of a list.
A name of a network or volume that is empty once its variables are replaced is an error as well. A path inside a
container with ` + "`..`" + ` in it is cleaned, as the engine does it. Names of units and files have an end, too: an error names
what is too long.

| attribute | is | form | the rule is that of |
|---|---|---|---|
`)
	var kinds []*grammar.Kind
	of := map[*grammar.Kind][]string{}
	reasons, free := []string{}, map[string][]string{}
	for _, row := range rows {
		switch {
		case row.Kind != nil:
			kinds, of[row.Kind] = append(kinds, row.Kind), append(of[row.Kind], attribute(row))
		case row.Keys != nil:
			kinds, of[row.Keys] = append(kinds, row.Keys), append(of[row.Keys], "the names in "+attribute(row))
		default:
			reasons, free[row.Free] = append(reasons, row.Free), append(free[row.Free], attribute(row))
		}
	}
	slices.SortFunc(kinds, func(a, b *grammar.Kind) int {
		return cmp.Or(strings.Compare(bare(a.Name), bare(b.Name)), strings.Compare(of[a][0], of[b][0]))
	})
	for _, k := range slices.Compact(kinds) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Join(of[k], ", "), cell(k.Name), cell(k.Form), cell(k.Source))
	}
	ranges(&b)
	b.WriteString("\n## Any text\n\n| attribute | why any text will do |\n|---|---|\n")
	slices.Sort(reasons)
	for _, why := range slices.Compact(reasons) {
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(free[why], ", "), cell(why))
	}
	return b.Bytes()
}

// ranges writes the table of the numbers that the schema permits and no engine accepts.
func ranges(b *bytes.Buffer) {
	of := map[*grammar.Range][]string{}
	for _, attr := range grammar.Ranged() {
		r := grammar.RangeOf(attr)
		of[r] = append(of[r], "`"+attr+"`")
	}
	b.WriteString("\n## Numbers\n\nThe schema has no bounds for these numbers, and the engines do:\n\n| attribute | must be | the rule is that of |\n|---|---|---|\n")
	for _, r := range slices.SortedFunc(maps.Keys(of), func(x, y *grammar.Range) int { return strings.Compare(of[x][0], of[y][0]) }) {
		fmt.Fprintf(b, "| %s | %s | %s |\n", strings.Join(of[r], ", "), cell(r.Form), cell(r.Source))
	}
	b.WriteString("\nA container has `cpus`, or `cpu_period` and `cpu_quota`, not both, and no soft limit of `ulimits` exceeds the hard one.\n" +
		"Docker refuses less than 6 MiB of memory, and a reservation above the limit.\n\nAn integer that 64 bits cannot hold is an error. Two kinds of numbers docker compose changes silently,\n" +
		"which is a warning: an integer with a fraction is cut (`cpu_shares: 0.5` is 0), and a size that YAML does not read\n" +
		"as an integer is ignored (`mem_limit: 1e9` is no limit).\n")
}

// attribute returns a row's attribute, with the condition under which it has the kind.
func attribute(row grammar.Row) string {
	text := "`" + row.Attr + "`"
	if key, value, ok := strings.Cut(row.When, "="); ok {
		text += " with `" + key + ": " + value + "`"
	}
	return text
}

// bare returns a name without its article.
func bare(name string) string {
	for _, article := range []string{"a ", "an ", "the ", "one "} {
		name = strings.TrimPrefix(name, article)
	}
	return name
}
