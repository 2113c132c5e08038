package svg

import (
	"fmt"
	"strings"
	"unicode"
)

// escape is a text as XML has it between tags and in attributes ("Character Data and Markup", XML 1.0).
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace

// ref is a link to an element of the picture: never anything else, whatever the text.
func ref(id string) string {
	var b strings.Builder
	b.WriteByte('#')
	for i := range len(id) {
		c := id[i]
		if c == '-' || c == '.' || c == '_' || c == '~' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// A fixed-pitch font makes the width of a text known without the font: at most 0.62 of its size for each cell in those that are
// asked for. A character beyond ASCII may come from another font and counts as two cells, unless it is one of our own.
func cells(text string) (n int) {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < unicode.MaxASCII || strings.ContainsRune("→×·…", r):
			n++
		default:
			n += 2
		}
	}
	return n
}

// wide is the width of a text of some size.
func wide(text string, size int) int { return (cells(text)*size*62 + 99) / 100 }

// Where a text is cut.
const (
	end = iota
	middle
	start
)

// fit cuts a text that is wider than it may be.
func fit(text string, size, width, where int) string {
	if wide(text, size) <= width {
		return text
	}
	room := width*100/(size*62) - 1
	runes := []rune(text)
	head, tail := 0, len(runes)
	for take := 0; head < tail; take++ {
		last := where == start || where == middle && take%2 == 1
		next := head
		if last {
			next = tail - 1
		}
		if room -= cells(string(runes[next])); room < 0 {
			break
		}
		if last {
			tail--
		} else {
			head++
		}
	}
	if where == end {
		tail = len(runes)
	}
	return string(runes[:head]) + "…" + string(runes[tail:])
}

// short is an image's reference with the beginning of its digest only.
func short(image string) string {
	name, digest, found := strings.Cut(image, "@sha256:")
	if !found || len(digest) < 12 {
		return image
	}
	return name + "@" + digest[:12]
}
