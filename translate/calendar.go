package translate

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/translate/grammar"
)

// calendarWords are systemd's names for whole expressions (systemd.time(7), "Calendar Events").
const calendarWords = " minutely hourly daily monthly weekly yearly annually quarterly semiannually "

// The parts of an expression. A component is a list of values, ranges and repetitions; a day may count from the
// month's end.
var (
	calendarDays = regexp.MustCompile(`^(?i:` + oneDay + `(\.\.` + oneDay + `)?(,` + oneDay + `(\.\.` + oneDay + `)?)*)$`)
	calendarDate = regexp.MustCompile(`^(` + component + `-)?` + component + `[-~]` + component + `$`)
	calendarTime = regexp.MustCompile(`^` + component + `:` + component + `(:` + fraction + `)?$`)
)

// calendarZone reports whether a word is a time zone that exists.
func calendarZone(word string) bool { return grammar.Zone.Valid(word) }

const (
	oneDay    = `(mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)`
	number    = `[0-9]{1,4}`
	value     = number + `(\.\.` + number + `)?(/` + number + `)?`
	component = `(\*(/` + number + `)?|` + value + `(,` + value + `)*)`
	part      = `[0-9]{1,2}(\.[0-9]{1,6})?`
	partValue = part + `(\.\.` + part + `)?(/` + part + `)?`
	fraction  = `(\*(/` + part + `)?|` + partValue + `(,` + partValue + `)*)`
)

// calendarExpression reports whether systemd would take a text for OnCalendar=. It is for finding mistakes where the file
// is: days of the week, a date, a time and a time zone in this order, each optional. Whether a number is a month is
// systemd's to say.
func calendarExpression(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 {
		return false
	}
	if strings.Contains(calendarWords, " "+strings.ToLower(words[0])+" ") {
		return len(words) == 1 || len(words) == 2 && calendarZone(words[1])
	}
	found := false
	for _, form := range []*regexp.Regexp{calendarDays, calendarDate, calendarTime} {
		if len(words) > 0 && form.MatchString(words[0]) {
			words, found = words[1:], true
		}
	}
	return found && (len(words) == 0 || len(words) == 1 && calendarZone(words[0]))
}
