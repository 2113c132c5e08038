package generate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// exposed warns about each value from outside the Compose files that is plausibly a secret and that everyone can read in
// the output, and returns the names of all variables whose values everyone can read, sorted. Most of these are not secrets:
// the tag of an image, a port.
func exposed(exposures []translate.Exposure, files []runtime.File, report *diag.Report) []string {
	seen := map[string]bool{}
	r := readers{files, map[string][]string{}}
	for _, e := range exposures {
		var units []string
		for _, v := range e.From {
			in := r.holding(e.Path, v.Value)
			units = append(units, in...)
			seen[v.Name] = seen[v.Name] || len(in) > 0
		}
		slices.Sort(units)
		if units = slices.Compact(units); len(units) == 0 || !e.Secret {
			continue
		}
		diag.ScopeAt(report, e.Pos).At(e.Path...).Warn(diag.Outside, fmt.Sprintf("the value comes from %s and can be read in %s", e.Names(), some(units)), e.Hint)
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

// readers finds the files in which everyone can read a value; each value is searched for only once.
type readers struct {
	files []runtime.File
	found map[string][]string
}

// holding returns the files in which everyone can read a value: those of its own service, or else any.
func (r readers) holding(path []string, value string) []string {
	for _, needle := range needles(value) {
		if own := r.with(needle, path); len(own) > 0 {
			return own
		}
	}
	for _, needle := range needles(value) {
		all, known := r.found[needle]
		if !known {
			all = r.with(needle, nil)
			r.found[needle] = all
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// with returns the world-readable files that contain a text, of one service or network, or of all.
func (r readers) with(needle string, path []string) (names []string) {
	for _, file := range r.files {
		if path != nil && (len(path) < 2 || !strings.Contains(file.Path, path[1])) {
			continue
		}
		if file.Mode.Perm()&0o004 != 0 && bytes.Contains(file.Data, []byte(needle)) {
			names = append(names, file.Path)
		}
	}
	return names
}

var plainRun = lazyregexp.New(`[A-Za-z0-9]{6,}`)

// needles returns the forms in which a value can be written in a unit, the likeliest first: unchanged, as a word, and the
// part that quoting does not change.
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

// some lists the first few of many names.
func some(names []string) string {
	if len(names) <= 2 {
		return strings.Join(names, " and ")
	}
	return fmt.Sprintf("%s and %d more", names[0], len(names)-1)
}
