package world

import (
	"slices"
	"strings"
	"testing"
)

// flag is an argument that no client may parse as a flag.
const flag = "--" + mark

// switches are the clients' flags without a value.
var switches = []string{"--all", "--attach", "--depend", "--follow", "--follow-link", "--force", "--ignore", "--no-block", "--no-legend", "--quiet", "--replace", "--time", "--volumes"}

// passing are scripts that pass their own arguments to the client, as others do with those after `--`, and how many words
// are their own.
var passing = map[string]int{"build": 2, "connect": 2, "ensure": 3, "hook": 4, "step": 3}

// Flags plays every case once for each argument of its scripts, with that argument replaced by a flag: no client may be
// called with it in a place where it parses flags. Only every nth play is run. Arguments that a script passes on as flags
// are left out: those are checked in the units (golden, TestPoison).
func (u Suite) Flags(t *testing.T, every int) {
	count := 0
	for _, c := range u.hostileCases(t) {
		for n := 1; n <= longestCall(c.text); n++ {
			if !replaces(c.text, n) {
				continue // an honest play, whose effects are the case's own
			}
			if count++; count%every != 0 {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				shells[0].find(t)
				u.play(t, shells[0], c.archive, c.text, &hostile{argument: n})
			})
		}
	}
}

// longestCall returns the largest number of a script's own words in a case's calls.
func longestCall(text string) int {
	longest := 0
	for _, line := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "run "); ok {
			words, _ := splitWords(rest)
			longest = max(longest, own(words))
		}
	}
	return longest
}

// replaces reports whether word n of any of a case's calls would be replaced.
func replaces(text string, n int) bool {
	for _, line := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "run "); ok {
			if words, _ := splitWords(rest); n <= own(words) && !strings.HasPrefix(words[n], "-") {
				return true
			}
		}
	}
	return false
}

// own returns how many words of a call are the script's own, without its name.
func own(words []string) int {
	if i := slices.Index(words, "--"); i >= 0 {
		words = words[:i]
	}
	if n, ok := passing[words[0]]; ok {
		return min(n, len(words)-1)
	}
	return len(words) - 1
}

// flagged replaces a word with the flag, unless there is no such word or it is an option.
func (h *hostile) flagged(words []string) []string {
	if h.argument > own(words) || strings.HasPrefix(words[h.argument], "-") {
		return words
	}
	words = slices.Clone(words)
	words[h.argument] = flag
	return words
}

// read reports whether a client parses the flag as one: it is a word of its own, and not the value of another.
func read(args []string) bool {
	for i, word := range args {
		switch {
		case word == "--":
			return false
		case word == flag && (i == 0 || !strings.HasPrefix(args[i-1], "--") || strings.Contains(args[i-1], "=") || slices.Contains(switches, args[i-1])):
			return true
		}
	}
	return false
}
