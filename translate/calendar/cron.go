package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cronField is one of the five fields of crontab(5).
type cronField struct {
	name     string
	min, max int
	names    []string // of min, min+1, …
}

var cronFields = []cronField{
	{name: "minute", min: 0, max: 59},
	{name: "hour", min: 0, max: 23},
	{name: "day of the month", min: 1, max: 31},
	{name: "month", min: 1, max: 12, names: []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{name: "day of the week", min: 0, max: 7, names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

// cronMacros are the nicknames of crontab(5). @reboot is not a time.
var cronMacros = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
	"@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// FromCron returns the systemd expressions equivalent to a crontab expression: five fields, or a nickname such as @daily
// (crontab(5)). There are two if both days are restricted: cron then runs on either, systemd on both. The error names the
// invalid field, and the reason.
func FromCron(cron string) ([]string, error) {
	if macro, ok := cronMacros[strings.ToLower(strings.TrimSpace(cron))]; ok {
		cron = macro
	}
	words := strings.Fields(cron)
	if len(words) != len(cronFields) {
		return nil, fmt.Errorf("%q is not a crontab expression of five fields", cron)
	}
	sets := make([][]int, len(words))
	for i, f := range cronFields {
		set, err := f.parse(words[i])
		if err != nil {
			return nil, fmt.Errorf("%q: %s: %w", cron, f.name, err)
		}
		sets[i] = set
	}
	days, weekdays := sets[2], weekdayNames(sets[4])
	clock := fmt.Sprintf("%s:%s:00", cronFields[1].print(sets[1]), cronFields[0].print(sets[0]))
	on := func(weekdays string, days []int) string {
		date := fmt.Sprintf("*-%s-%s %s", cronFields[3].print(sets[3]), cronFields[2].print(days), clock)
		return strings.TrimSpace(weekdays + " " + date)
	}
	if weekdays != "" && !strings.HasPrefix(words[2], "*") && !strings.HasPrefix(words[4], "*") {
		return []string{on("", days), on(weekdays, cronFields[2].all())}, nil
	}
	return []string{on(weekdays, days)}, nil
}

// parse lists the values that a field stands for: `*`, `5`, `1-5`, `*/15`, `10-40/10`, `mon-fri`, and lists of these.
func (f cronField) parse(field string) ([]int, error) {
	var set []int
	for _, part := range strings.Split(field, ",") {
		span, every, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(every)
			if err != nil || n < 1 {
				return nil, fmt.Errorf("%q is not a step", every)
			}
			step = min(n, f.max+1) // a longer one has the same effect
		}
		first, last, err := f.span(span, stepped)
		if err != nil {
			return nil, err
		}
		for n := first; n <= last; n += step {
			set = append(set, n)
		}
	}
	slices.Sort(set)
	return slices.Compact(set), nil
}

func (f cronField) span(span string, stepped bool) (first, last int, err error) {
	if span == "*" {
		return f.min, f.highest(), nil
	}
	from, to, isRange := strings.Cut(span, "-")
	if first, err = f.number(from); err != nil {
		return 0, 0, err
	}
	switch {
	case isRange:
		last, err = f.number(to)
	case stepped:
		last = f.highest()
	default:
		last = first
	}
	if err == nil && first > last {
		err = fmt.Errorf("%q goes backwards", span)
	}
	return first, last, err
}

func (f cronField) number(word string) (int, error) {
	if i := slices.Index(f.names, strings.ToLower(word)); i >= 0 {
		return f.min + i, nil
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < f.min || n > f.max {
		return 0, fmt.Errorf("%q is not between %d and %d", word, f.min, f.max)
	}
	return n, nil
}

// highest returns the last value of a full cycle: Sunday has two numbers.
func (f cronField) highest() int {
	if f.max == 7 {
		return 6
	}
	return f.max
}

func (f cronField) all() []int {
	var set []int
	for n := f.min; n <= f.highest(); n++ {
		set = append(set, n)
	}
	return set
}

// print formats a set in its shortest form: `*`, `00/15` or `01,02,05`.
func (f cronField) print(set []int) string {
	if len(set) == f.highest()-f.min+1 {
		return "*"
	}
	if step, ok := stepOf(set); ok && set[0]-step < f.min && set[len(set)-1]+step > f.highest() {
		return fmt.Sprintf("%02d/%d", set[0], step)
	}
	words := make([]string, len(set))
	for i, n := range set {
		words[i] = fmt.Sprintf("%02d", n)
	}
	return strings.Join(words, ",")
}

// stepOf returns the constant distance between three or more values.
func stepOf(set []int) (int, bool) {
	if len(set) < 3 {
		return 0, false
	}
	step := set[1] - set[0]
	for i := 2; i < len(set); i++ {
		if set[i]-set[i-1] != step {
			return 0, false
		}
	}
	return step, true
}

// weekdayNames returns the names of days; the result is empty for every day.
func weekdayNames(set []int) string {
	var days [7]bool
	for _, n := range set {
		days[(n+6)%7] = true // Monday first, Sunday is 0 and 7
	}
	var names []string
	for i, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		if days[i] {
			names = append(names, name)
		}
	}
	if len(names) == 7 {
		return ""
	}
	return strings.Join(names, ",")
}
