package load

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Follows reports whether a finding about the rest of a project may exist only because something was left out. A missing finding
// is better than a false one.
func (r *Rest) Follows(f diag.Finding) bool {
	path := r.source.Split(f.Path)
	if r.without[f.Pos] || f.Pos.Line == 0 || r.blurred && (f.Code == diag.Missing || len(path) <= 2) || len(path) == 1 && slices.Contains(sections, path[0]) {
		return true
	}
	own := [2]string{}
	if len(path) >= 2 {
		own = [2]string{path[0], path[1]}
	}
	if r.touched[own] && (len(path) == 2 || r.lacks(f, path)) {
		return true
	}
	for word := range wordsOf(articles.ReplaceAllString(f.Text, " ")) {
		if r.words[word] && word != own[1] || r.lost[word] && f.Code == diag.Missing {
			return true
		}
	}
	return len(path) > 2 && slices.ContainsFunc(path[2:], func(part string) bool { return r.words[part] })
}

// lacks reports whether a finding about an entry may be caused by something that was left out of the same entry, or of one that it
// extends: in the same attribute, or in one that the finding names.
func (r *Rest) lacks(f diag.Finding, path []string) bool {
	said, from := wordsOf(f.Text), map[string]bool{}
	r.ancestors(path[0], path[1], from)
	for _, gone := range r.removed {
		if len(gone) < 3 || gone[0] != path[0] || !from[gone[1]] {
			continue
		}
		if said[gone[2]] || gone[2] == path[2] && (gone[1] != path[1] || !apartIn(gone, path)) {
			return true
		}
	}
	return false
}

// ancestors adds an entry and everything that it extends.
func (r *Rest) ancestors(section, name string, to map[string]bool) {
	if to[name] {
		return
	}
	to[name] = true
	for _, base := range r.source.Extended(section, name) {
		r.ancestors(section, base, to)
	}
}

// apartIn reports whether two paths diverge in a list, or in a mapping of names.
func apartIn(a, b []string) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			_, err := strconv.Atoi(a[i])
			return err == nil || i == 3 && slices.Contains(namedEntries, a[2])
		}
	}
	return false
}

// namedEntries lists attributes of services that are mappings of names, whose entries are independent of each other.
var namedEntries = []string{"annotations", "depends_on", "environment", "extra_hosts", "labels", "networks", "sysctls", "ulimits"}

// articles are the places of messages where "a" and the words before it are never names: "not a size", "must be a string".
var articles = lazyregexp.New(`\b(?:not|be|missing) an? `)

// wordsOf returns the words of a sentence, which may be names and attributes.
func wordsOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("_-.", c)
	}) {
		out[strings.Trim(word, ".-")] = true
	}
	return out
}
