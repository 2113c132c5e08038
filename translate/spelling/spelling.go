// Package spelling finds the name that was probably meant: of an attribute, a service, a flag.
package spelling

import "strings"

// Hint suggests the word nearest to the one that was written ("did you mean web?"). It is empty if none is near.
func Hint(written string, words []string) string {
	best, at := "", len([]rune(written))/3+2
	for _, w := range words {
		if d := Distance(written, w, at); d < at {
			best, at = w, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// Nearest returns the word that was probably meant by one that is misspelt or incomplete; it is empty if none is near.
func Nearest(written string, words []string) string {
	best, least := "", 1+len(written)/3
	for _, w := range words {
		d := Distance(written, w, least)
		if len(written) > 2 && strings.HasPrefix(w, written) {
			d = 1
		}
		if d < least {
			best, least = w, d
		}
	}
	return best
}

// Distance counts the bytes that must be added, removed, changed or swapped with their neighbour to turn a into b (optimal
// string alignment). It returns bound if the lengths alone differ by that much, or if a is too long for a word.
func Distance(a, b string, bound int) int {
	if len(a)-len(b) >= bound || len(b)-len(a) >= bound || len(a) > 100 {
		return bound
	}
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
	return last[len(b)]
}
