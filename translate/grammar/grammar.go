// Package grammar defines the form of the strings in a Compose file: one [Kind] for each sort of name, reference, address or
// path, and a table of [Rows] that assigns a kind to every string attribute, or the reason why any text is valid.
//
// A kind refuses what no engine accepts, and what a client would parse as something other than a value: an option where a name
// is expected, a second field in a comma-separated list, a path that leaves its folder. What docker compose and the engine
// accept passes unchanged. A number has a [Range] where the engines have bounds that the schema lacks. The package depends on
// neither projects nor findings; package translate walks a project and calls it.
package grammar

import (
	"strings"
	"unicode"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Kind is one sort of string. The zero Kind is invalid.
type Kind struct {
	// Name is the name used in findings, with its article.
	Name string
	// Form describes the valid form, for the finding's hint and the documentation.
	Form string
	// Source is the origin of the rule.
	Source string
	// valid reports whether a string has the form.
	valid func(string) bool
}

// Valid reports whether a string has the form of the kind.
func (k *Kind) Valid(s string) bool { return k.valid(s) }

// matching returns a kind defined by a regular expression, which must match the whole string.
func matching(name, form, source, expression string) *Kind {
	return &Kind{Name: name, Form: form, Source: source, valid: lazyregexp.New(`^(?:` + expression + `)$`).MatchString}
}

// optional returns a kind that also accepts the empty string: the attribute then counts as not set.
func (k *Kind) optional() *Kind {
	return &Kind{Name: k.Name, Form: k.Form, Source: k.Source, valid: func(s string) bool { return s == "" || k.valid(s) }}
}

// oneOf returns a kind with a fixed list of words.
func oneOf(name, source string, words ...string) *Kind {
	return &Kind{Name: name, Form: strings.Join(words, ", "), Source: source, valid: func(s string) bool {
		for _, w := range words {
			if s == w {
				return true
			}
		}
		return false
	}}
}

// printable reports whether a string fits on one line.
func printable(s string) bool {
	return !strings.ContainsFunc(s, unicode.IsControl)
}

// word reports whether a string is one word that no client parses as an option.
func word(s string) bool {
	return s != "" && s[0] != '-' && printable(s) && !strings.ContainsFunc(s, unicode.IsSpace)
}

// field reports whether a string is a word that remains one field of a comma-separated list.
func field(s string) bool { return word(s) && !strings.ContainsAny(s, `,"`) }

// Word, Field and Line are for values whose exact form depends on the engine, a plugin or a driver.
var (
	Word = &Kind{Name: "one word", Form: "one word without blanks or control characters that does not begin with a dash",
		Source: "an option's value", valid: word}
	Field = &Kind{Name: "one word of a list", Form: "one word without blanks, commas or quotes that does not begin with a dash",
		Source: "clients write such values into comma-separated lists", valid: field}
	Line = &Kind{Name: "one line", Form: "one line without control characters",
		Source: "an option's value", valid: printable}
)

// Hint returns the hint of a finding, which describes the valid form.
func (k *Kind) Hint() string { return k.Name + " is " + k.Form }
