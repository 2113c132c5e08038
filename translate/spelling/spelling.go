// Package spelling finds the name that was probably meant: of an attribute, a service, a flag.
package spelling

import (
	"slices"
	"strings"
)

// Hint suggests the word that was probably meant ("did you mean web?"), as [Nearest] finds it. It is empty if none is near.
func Hint(written string, words []string) string {
	best := Nearest(written, words)
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// Nearest returns the word that was probably meant by one that is misspelt or incomplete; it is empty if none is near, or if several
// begin with what was written and none is near it. A word that begins with what was written is nearer than one that resembles it:
// service_completed is service_completed_successfully, and not service_started. It may have mistakes, too: one for each six letters.
// A word with another initial may have one mistake less: server is not worker, and db is not web.
func Nearest(written string, words []string) string {
	if slices.Contains(words, written) {
		return written
	}
	lower, letters := strings.ToLower(written), len([]rune(written))
	best := candidate{score: min(letters/3+2, max(len(written), 1))}
	for _, w := range words {
		if c := compare(lower, w, letters/3+2); c.distance <= max(letters/3, 1) || c.score < c.distance || initial(lower) == initial(strings.ToLower(w)) {
			best = best.or(c)
		}
	}
	return best.unique()
}

// initial returns the first letter of a word.
func initial(word string) string { return word[:min(len(word), 1)] }

// candidate is a word that may have been meant.
type candidate struct {
	word string
	// score is the number of mistakes, more by one if the word is only begun; a word with a lower one is nearer.
	score, distance int
	// begun is set for a word of which the beginning was written, others for words that are begun with the same score.
	begun  bool
	others []string
}

// compare rates a word; bound is a number of mistakes that are too many.
func compare(written, word string, bound int) candidate {
	w := strings.ToLower(word)
	c := candidate{word: word, distance: Distance(written, w, bound)}
	c.score = c.distance
	if len(written) < 3 || len(written) > longest || len(w) <= len(written) {
		return c
	}
	mistakes, allowed := 0, len(written)/6
	if !strings.HasPrefix(w, written) {
		if mistakes = allowed + 1; allowed > 0 {
			mistakes = slices.Min(distances(written, w[:len(written)+1])[len(written)-1:])
		}
	}
	if mistakes <= allowed && mistakes+1 <= c.score {
		c.score, c.begun = mistakes+1, c.distance >= bound
	}
	return c
}

// or returns the nearer of two words, the first one if both are as near.
func (c candidate) or(other candidate) candidate {
	switch {
	case other.score > c.score, other.score == c.score && c.word == "":
		return c
	case other.score < c.score:
		return other
	case c.begun && other.begun:
		c.others = append(c.others, other.word)
		return c
	case c.begun || other.distance < c.distance && !other.begun:
		return other
	}
	return c
}

// unique returns the word. Of several that are begun, it is the one that begins all others, as env-files does env-files-only.
func (c candidate) unique() string {
	all := append([]string{c.word}, c.others...)
	shortest := slices.MinFunc(all, func(a, b string) int { return len(a) - len(b) })
	for _, w := range all {
		if !strings.HasPrefix(w, shortest) {
			return ""
		}
	}
	return shortest
}

// longest is the length of what can be a word: comparing takes time.
const longest = 100

// Distance counts the bytes that must be added, removed, changed or swapped with their neighbour to turn a into b (optimal
// string alignment). It returns bound if the lengths alone differ by that much, or if a is too long for a word.
func Distance(a, b string, bound int) int {
	if len(a)-len(b) >= bound || len(b)-len(a) >= bound || len(a) > longest {
		return bound
	}
	return distances(a, b)[len(b)]
}

// distances returns the distances of a from each beginning of b, by its length.
func distances(a, b string) []int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last
}
