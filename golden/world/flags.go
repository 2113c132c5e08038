package world

import (
	"slices"
	"strings"
	"testing"
)

// flag is an argument that no client may take for one of its own.
const flag = "--" + mark

// switches are the clients' flags without a value.
var switches = []string{"--all", "--attach", "--depend", "--follow", "--follow-link", "--force", "--ignore", "--no-block", "--no-legend", "--quiet", "--replace", "--time", "--volumes"}

// passing are scripts that call the client with their own arguments, as others do with those behind `--`, and how many words
// are their own.
var passing = map[string]int{"build": 2, "connect": 2, "ensure": 3, "hook": 4, "step": 3}

// Flags plays every case once for each of the words that its scripts are called with, and that word is a flag: no client is
// called with it where it reads flags. Of the plays every nth is done. Words that a script
// passes on as flags are left out: for those the units are looked at (golden, TestPoison).
func (u Suite) Flags(t *testing.T, every int) {
	count := 0
	for _, c := range u.hostileCases(t) {
		for n := 1; n <= longestCall(c.text); n++ {
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

// longestCall is the most words of a case's calls that are a script's own.
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

// own is how many words of a call are the script's own, without its name.
func own(words []string) int {
	if i := slices.Index(words, "--"); i >= 0 {
		words = words[:i]
	}
	if n, ok := passing[words[0]]; ok {
		return min(n, len(words)-1)
	}
	return len(words) - 1
}

// flagged puts the flag in place of a word, unless there is none or it is an option.
func (h *hostile) flagged(words []string) []string {
	if h.argument > own(words) || strings.HasPrefix(words[h.argument], "-") {
		return words
	}
	words = slices.Clone(words)
	words[h.argument] = flag
	return words
}

// read reports whether a client reads the flag as one: it is a word of its own, and no value of another.
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
