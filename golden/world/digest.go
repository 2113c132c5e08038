package world

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
)

// shortDigest matches a digest as the cases write it: sha256: and a word instead of 64 digits.
var shortDigest = regexp.MustCompile(`\bsha256:[a-z]{1,8}\b`)

// long replaces the short digests in a text with real ones. The results of a case are printed with the short ones again.
func (w *World) long(text string) string {
	return shortDigest.ReplaceAllStringFunc(text, func(d string) string { return "sha256:" + w.Digest(strings.TrimPrefix(d, "sha256:")) })
}

// Digest returns the 64 digits that a word represents.
func (w *World) Digest(word string) string {
	if len(word) == 64 {
		return word
	}
	digits := fmt.Sprintf("%x", sha256.Sum256([]byte(word)))
	w.digests[digits] = word
	return digits
}

// shortDigests is the reverse of long.
func (w *World) shortDigests(text string) string {
	for digits, word := range w.digests {
		text = strings.ReplaceAll(text, digits, word)
	}
	return text
}
