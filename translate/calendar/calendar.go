// Package calendar parses the two grammars of times in a project: systemd's calendar expressions (systemd.time(7), "Calendar
// Events") and crontab's (crontab(5)), and converts the second to the first.
//
// It deals with text only, not with projects, units or clocks.
package calendar

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// wholeWords are systemd's names for whole expressions (systemd.time(7), "Calendar Events").
const wholeWords = " minutely hourly daily monthly weekly yearly annually quarterly semiannually "

// The parts of an expression. A component is a list of values, ranges and repetitions; a day may count from the end of the
// month.
var parts = []*lazyregexp.Regexp{
	lazyregexp.New(`^(?i:` + oneDay + `(\.\.` + oneDay + `)?(,` + oneDay + `(\.\.` + oneDay + `)?)*)$`), // days of the week
	lazyregexp.New(`^(` + component + `-)?` + component + `[-~]` + component + `$`),                     // a date
	lazyregexp.New(`^` + component + `:` + component + `(:` + fraction + `)?$`),                         // a time
}

const (
	oneDay    = `(mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)`
	number    = `[0-9]{1,4}`
	value     = number + `(\.\.` + number + `)?(/` + number + `)?`
	component = `(\*(/` + number + `)?|` + value + `(,` + value + `)*)`
	part      = `[0-9]{1,2}(\.[0-9]{1,6})?`
	partValue = part + `(\.\.` + part + `)?(/` + part + `)?`
	fraction  = `(\*(/` + part + `)?|` + partValue + `(,` + partValue + `)*)`
)

// Parse returns an expression for OnCalendar=, on one line and with single spaces, and reports whether systemd would accept it.
// Its purpose is to report mistakes where they are written: days of the week, a date, a time and a time zone in this order,
// each optional. It does not check ranges, such as whether a number is a month: systemd does.
func Parse(text string) (expression string, ok bool) {
	words := strings.Fields(text)
	return strings.Join(words, " "), valid(words)
}

func valid(words []string) bool {
	if len(words) == 0 {
		return false
	}
	if strings.Contains(wholeWords, " "+strings.ToLower(words[0])+" ") {
		return len(words) == 1 || len(words) == 2 && grammar.Zone.Valid(words[1])
	}
	found := false
	for _, part := range parts {
		if len(words) > 0 && part.MatchString(words[0]) {
			words, found = words[1:], true
		}
	}
	return found && (len(words) == 0 || len(words) == 1 && grammar.Zone.Valid(words[0]))
}
