package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
)

// section is one table: the rows whose pattern begins with prefix; the longest prefix of all sections applies.
type section struct {
	title, prefix string
	// like is the prefix of another section; a row that equals the one there is omitted.
	like string
}

var sections = []section{
	{title: "Project"},
	{title: "Services", prefix: "services.*."},
	{title: "Services: build", prefix: "services.*.build."},
	{title: "Services: deploy", prefix: "services.*.deploy."},
	{title: "Services: pre_start", prefix: "services.*.pre_start.[].", like: "services.*."},
	{title: "Networks", prefix: "networks."},
	{title: "Volumes", prefix: "volumes."},
	{title: "Configs", prefix: "configs."},
	{title: "Secrets", prefix: "secrets."},
	{title: "Jobs", prefix: "jobs.*.", like: "services.*."},
	{title: "Models", prefix: "models."},
	{title: "Include", prefix: "include."},
}

// page is the input of attributes, computed once.
type page struct {
	choices []all.Choice
	tables  []runtime.Table
	// patterns are the row patterns of all runtimes; below are the schema's attributes that each of them covers.
	patterns []string
	below    map[string][]string
}

// attributes returns the page of every attribute of the Compose schema.
func attributes(choices []all.Choice) []byte {
	p := newPage(choices)
	var b bytes.Buffer
	made(&b)
	b.WriteString(`
# Attributes

Every attribute of the Compose schema, and how each runtime translates it. ` + "`*`" + ` is any name, ` + "`[]`" + ` any entry of a list.
An attribute that a row lists under "with" is treated as the row says.

| word | meaning | finding |
|---|---|---|
| full | exactly what Docker Compose does | none |
| partial | translated; the note says what differs | warning |
| moot | no effect on what ` + "`docker compose up -d`" + ` creates either | note |
| none | cannot be translated | error, unless ` + "`-allow`" + ` accepts the loss |
`)
	for _, s := range sections {
		p.table(&b, s)
	}
	return b.Bytes()
}

func newPage(choices []all.Choice) page {
	p := page{choices: choices, below: map[string][]string{}}
	var union []runtime.Row
	for _, c := range choices {
		p.tables = append(p.tables, runtime.NewTable(c.Runtime.Rows()))
		for _, row := range c.Runtime.Rows() {
			if !slices.Contains(p.patterns, row.Attr) {
				p.patterns = append(p.patterns, row.Attr)
				union = append(union, row)
			}
		}
	}
	slices.Sort(p.patterns)
	nearest := runtime.NewTable(union)
	for _, path := range schema.AttributePaths() {
		if row, ok := nearest.Row(string(path)); ok {
			p.below[row.Attr] = append(p.below[row.Attr], string(path))
		}
	}
	return p
}

// table prints one section, or nothing if it has no rows.
func (p page) table(b *bytes.Buffer, s section) {
	var rows []string
	for _, pattern := range p.patterns {
		if sectionOf(pattern).title == s.title && !p.repeats(pattern, s) {
			rows = append(rows, p.row(pattern, s))
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n", s.title)
	if s.like != "" {
		fmt.Fprintf(b, "\nAs in `%s`, except for:\n", strings.TrimSuffix(s.like, "."))
	}
	head, rule := "| attribute | with |", "|---|---|"
	for _, c := range p.choices {
		head += " " + c.Runtime.Name() + " |"
		rule += "---|"
	}
	fmt.Fprintf(b, "\n%s note |\n%s---|\n%s", head, rule, strings.Join(rows, ""))
}

// sectionOf returns the section of a pattern.
func sectionOf(pattern string) section {
	var best section
	for _, s := range sections {
		if strings.HasPrefix(pattern, s.prefix) && len(s.prefix) >= len(best.prefix) {
			best = s
		}
	}
	return best
}

// repeats reports whether the section that this one is like has the same row for the attribute, in every runtime.
func (p page) repeats(pattern string, s section) bool {
	rest, ok := strings.CutPrefix(pattern, s.prefix)
	if !ok || s.like == "" || !slices.Contains(p.patterns, s.like+rest) {
		return false
	}
	for i := range p.tables {
		one, other := p.find(i, pattern), p.find(i, s.like+rest)
		one.Attr, other.Attr = "", ""
		if one != other {
			return false
		}
	}
	return true
}

// find returns the row of a runtime for a pattern, which need not be a row of exactly that pattern.
func (p page) find(runtime int, pattern string) runtime.Row {
	row, _ := p.tables[runtime].Row(strings.TrimSuffix(pattern, ".**"))
	return row
}

// row returns one line of a table.
func (p page) row(pattern string, s section) string {
	stem := strings.TrimSuffix(pattern, ".**")
	var with []string
	for _, path := range p.below[pattern] {
		if rest, ok := strings.CutPrefix(path, stem+"."); ok {
			with = append(with, "`"+rest+"`")
		}
	}
	line := fmt.Sprintf("| `%s` | %s |", strings.TrimPrefix(stem, s.prefix), strings.Join(with, " "))
	var notes []string
	for i := range p.choices {
		found := p.find(i, pattern)
		line += " " + found.Support.String() + " |"
		text := found.Note
		if found.Hint != "" {
			text += "; " + found.Hint
		}
		notes = append(notes, text)
	}
	return line + " " + cell(p.together(notes)) + " |\n"
}

// together merges the notes of several runtimes: equal ones are prefixed with the names of their runtimes, and one that all
// share has no prefix.
func (p page) together(notes []string) string {
	var out []string
	for i, text := range notes {
		if text == "" || slices.Index(notes, text) < i {
			continue
		}
		var names []string
		for j, c := range p.choices {
			if notes[j] == text {
				names = append(names, c.Runtime.Name())
			}
		}
		if len(names) == len(p.choices) {
			return text
		}
		out = append(out, strings.Join(names, ", ")+": "+text)
	}
	return strings.Join(out, "; ")
}

// cell escapes a text for a table cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
