package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// unset collects the variables that compose-go's log reports as unset, and where they are used. The log has no positions, so
// the strings are interpolated again, one by one.
type unset struct {
	// names are the variables, in the order of the log.
	names []string
	// heard collects names while one string is interpolated; nil otherwise.
	heard *[]string
}

// use is a place where a variable is used.
type use struct {
	pos  diag.Pos
	path string
	// label is set in a label file, which has no variables.
	label bool
}

// hear parses a line of compose-go's log, and reports whether it is about an unset variable.
func (u *unset) hear(line string) bool {
	m := unsetVariable.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	if u.heard != nil {
		*u.heard = append(*u.heard, m[1])
	} else if !slices.Contains(u.names, m[1]) {
		u.names = append(u.names, m[1])
	}
	return true
}

// in returns the variables that are unset when a string is interpolated, except those with a default there.
func (u *unset) in(text string, lookup template.Mapping) []string {
	if !slices.ContainsFunc(u.names, func(name string) bool { return source.Uses(text, name) }) {
		return nil
	}
	var heard []string
	u.heard = &heard
	_, _ = template.Substitute(text, lookup)
	u.heard = nil
	return heard
}

// reportUnset reports every unset variable once, with all places where it is used without a default.
func (l *loading) reportUnset() {
	if len(l.unset.names) == 0 {
		return
	}
	places := map[string][]use{}
	if l.source != nil {
		l.source.Strings(func(text string, at diag.Pos, path []string, env source.Env) {
			for _, name := range l.unset.in(text, lookup(env)) {
				places[name] = append(places[name], use{pos: at, path: strings.Join(path, ".")})
			}
		})
	}
	for _, file := range slices.Sorted(maps.Keys(l.envs.expanded)) {
		l.unsetInFile(file, places)
	}
	for _, name := range l.unset.names {
		l.report.Add(l.unsetFinding(name, places[name]))
	}
}

func (l *loading) unsetFinding(name string, uses []use) diag.Finding {
	f := l.inFirst().Finding(diag.Warning, diag.Unresolved, "the variable "+name+" is not set and becomes an empty string",
		"set it in the environment or in .env, write ${"+name+":-} when empty is meant, or $$ for a dollar sign")
	if len(uses) == 0 {
		return f
	}
	if !slices.ContainsFunc(uses, func(u use) bool { return !u.label }) {
		f.Hint = "docker compose expands the labels of a label file in it, and no variables: write the value, or the label under labels"
	}
	f.Pos, f.Path = uses[0].pos, uses[0].path
	var others []string
	for _, u := range uses[1:] {
		if at := fmt.Sprintf("%s:%d", u.pos.File, u.pos.Line); u.pos != f.Pos && !slices.Contains(others, at) {
			others = append(others, at)
		}
	}
	if more := len(others) - maxPlaces; more > 0 {
		others = append(others[:maxPlaces], fmt.Sprintf("%d more places", more))
	}
	if len(others) > 0 {
		f.Text += "; also at " + strings.Join(others, ", ")
	}
	return f
}

// maxPlaces is the number of further places that a finding lists.
const maxPlaces = 5

// lookup returns the function with which compose-go looks up a variable in a file of the project.
func lookup(env source.Env) template.Mapping {
	v, ok := env.(variables)
	if !ok {
		return func(string) (string, bool) { return "", true }
	}
	return v.env.Resolve
}

// unsetInFile searches the values of an env file: a single-quoted one contains no variables, and one that an earlier line sets is
// set (compose-go dotenv/parser.go).
func (l *loading) unsetInFile(file string, places map[string][]use) {
	set := map[string]bool{}
	label := l.envs.labels[file]
	env := l.env
	if before, ok := l.envs.before[file]; ok {
		env = before.vars
		for _, earlier := range before.files {
			text := string(l.envs.read[earlier])
			for _, s := range statements(text, "") {
				set[s.name(text)] = true
			}
		}
	}
	lookup := func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok && !label || set[name]
	}
	text := string(l.envs.read[file])
	for _, s := range statements(text, "") {
		if !s.literal {
			for _, name := range l.unset.in(s.value, lookup) {
				places[name] = append(places[name], use{pos: diag.Pos{File: l.shown(file), Line: s.lineUsing(text, name)}, label: label})
			}
		}
		set[s.name(text)] = true
	}
}
