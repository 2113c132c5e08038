package graph

import (
	"strconv"
	"strings"
	"unicode"
)

// clean is a text that no reader of a picture obeys: control characters, and those that turn the direction of a line round or
// that XML cannot hold, are written as Go writes them in a string.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden are characters that one does not see, and the two that XML 1.0 has no place for ("Characters").
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == 0xFFFE || r == 0xFFFF
}
