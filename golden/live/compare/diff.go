package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Rule allows leaves to differ, and says why.
type Rule struct {
	// Pointer is a JSON pointer in which a step `*` matches any step and a last step `**` everything below.
	Pointer string
	// Same maps a value to what must be equal. Nil means that the values need not be equal at all.
	Same func(string) string
	// Reason is one sentence. It is printed in the documentation.
	Reason string
}

// Difference is one leaf that two snapshots do not share. A missing leaf is "".
type Difference struct {
	Pointer, Want, Got string
}

// String returns one line of a report.
func (d Difference) String() string {
	return fmt.Sprintf("%s: want %s, got %s", d.Pointer, orNone(d.Want), orNone(d.Got))
}

func orNone(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

// Result is the result of a comparison: how many leaves were compared and which of them differ.
type Result struct {
	Total       int
	Differences []Difference
	unequal     int // leaves; one difference may stand for several
	// Excused counts the differing leaves by the pointer of the rule that allows them.
	Excused map[string]int
}

// Equal returns how many leaves are equal.
func (r Result) Equal() int { return r.Total - r.unequal }

// Diff compares what is wanted with what exists. A leaf that a rule excuses is not counted.
func Diff(want, got Snapshot, rules []Rule) Result {
	result := Result{Excused: map[string]int{}}
	all := map[string]bool{}
	for p := range want {
		all[p] = true
	}
	for p := range got {
		all[p] = true
	}
	for p := range all {
		a, b := want[p], got[p]
		rule := find(rules, p)
		if rule == nil {
			result.Total++
			if a != b {
				result.Differences = append(result.Differences, Difference{p, a, b})
			}
			continue
		}
		if rule.Same != nil {
			result.Total++
			if rule.Same(a) != rule.Same(b) {
				result.Differences = append(result.Differences, Difference{p, a, b})
				continue
			}
		}
		if a != b {
			result.Excused[rule.Pointer]++
		}
	}
	result.unequal = len(result.Differences)
	result.Differences = summed(want, got, result.Differences)
	slices.SortFunc(result.Differences, func(a, b Difference) int { return cmp.Compare(a.Pointer, b.Pointer) })
	return result
}

// summed replaces the differences of a whole container, network or volume that only one side has by one.
func summed(want, got Snapshot, all []Difference) []Difference {
	wanted, found := things(want), things(got)
	var out []Difference
	said := map[string]bool{}
	for _, d := range all {
		switch thing := thingOf(d.Pointer); {
		case wanted[thing] && found[thing]:
			out = append(out, d)
		case !said[thing]:
			said[thing] = true
			d = Difference{Pointer: thing, Want: "all of it"}
			if !wanted[thing] {
				d = Difference{Pointer: thing, Got: "it"}
			}
			out = append(out, d)
		}
	}
	return out
}

// things returns the containers, networks and volumes of a snapshot.
func things(s Snapshot) map[string]bool {
	set := map[string]bool{}
	for pointer := range s {
		set[thingOf(pointer)] = true
	}
	return set
}

// Has reports whether a snapshot contains a container, network or volume, such as /containers/shop-web-1.
func Has(s Snapshot, thing string) bool { return things(s)[thing] }

func thingOf(pointer string) string {
	steps := strings.SplitN(pointer, "/", 4)
	return strings.Join(steps[:min(3, len(steps))], "/")
}

// find returns the first rule that matches a pointer.
func find(rules []Rule, pointer string) *Rule {
	for i := range rules {
		if matches(strings.Split(rules[i].Pointer, "/"), strings.Split(pointer, "/")) {
			return &rules[i]
		}
	}
	return nil
}

func matches(pattern, steps []string) bool {
	for i, want := range pattern {
		if want == "**" {
			return i < len(steps)
		}
		if i >= len(steps) || want != "*" && want != steps[i] {
			return false
		}
	}
	return len(pattern) == len(steps)
}
