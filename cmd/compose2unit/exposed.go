package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// exposed warns of each value from outside the Compose files that is plausibly a secret and that everybody can read in
// what is written, and returns the names of all variables of which everybody can read the value, sorted. Most of these
// are no secrets: the tag of an image, a port.
func exposed(exposures []translate.Exposure, files []runtime.File, report *diag.Report) []string {
	seen := map[string]bool{}
	for _, e := range exposures {
		var units []string
		for _, v := range e.From {
			in := holding(files, e.Path, v.Value)
			units = append(units, in...)
			seen[v.Name] = seen[v.Name] || len(in) > 0
		}
		slices.Sort(units)
		if units = slices.Compact(units); len(units) == 0 || !e.Secret {
			continue
		}
		report.Add(diag.Finding{Severity: diag.Warning, Code: diag.Outside, Pos: e.Pos, Path: strings.Join(e.Path, "."),
			Text: fmt.Sprintf("the value comes from %s and stands readable in %s", e.Names(), some(units)), Hint: e.Hint})
	}
	var out []string
	for name, readable := range seen {
		if readable {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// holding are the files that everybody can read a value in, those of its own service alone where there are some.
func holding(files []runtime.File, path []string, value string) []string {
	for _, needle := range needles(value) {
		var all, own []string
		for _, file := range files {
			if file.Mode.Perm()&0o004 == 0 || !strings.Contains(string(file.Data), needle) {
				continue
			}
			all = append(all, file.Path)
			if len(path) > 1 && strings.Contains(file.Path, path[1]) {
				own = append(own, file.Path)
			}
		}
		if len(own) > 0 {
			return own
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

var plainRun = regexp.MustCompile(`[A-Za-z0-9]{6,}`)

// needles are the forms in which a value can stand in a unit, the likeliest first: as it is, as a word, and what no
// quoting changes.
func needles(value string) []string {
	if value == "" {
		return nil
	}
	out := []string{value}
	if word := unit.Word(value); word.Err() == nil {
		out = append(out, strings.Trim(word.String(), `"`))
	}
	longest := ""
	for _, run := range plainRun.FindAllString(value, -1) {
		if len(run) > len(longest) {
			longest = run
		}
	}
	if longest != "" {
		out = append(out, longest)
	}
	return out
}

// some names the first of many.
func some(names []string) string {
	if len(names) <= 2 {
		return strings.Join(names, " and ")
	}
	return fmt.Sprintf("%s and %d more", names[0], len(names)-1)
}
