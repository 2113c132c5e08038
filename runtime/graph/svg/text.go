package svg

import (
	"fmt"
	"strings"
	"unicode"
)

// escape returns a text escaped for XML content and attributes ("Character Data and Markup", XML 1.0).
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace

// ref returns a link to an element of the picture: never anything else, whatever the text.
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

// cells returns the number of cells of a text. A fixed-pitch font makes its width known without the font: at most 0.62 of
// the font size per cell in the requested fonts. A non-ASCII character may come from another font and counts as two cells,
// unless it is one of our own.
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

// wide returns the width of a text in a font size.
func wide(text string, size int) int { return (cells(text)*size*62 + 99) / 100 }

// The positions where a text can be cut.
const (
	end = iota
	middle
	start
)

// fit cuts a text that is wider than width.
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

// short returns an image's reference with its digest shortened.
func short(image string) string {
	name, digest, found := strings.Cut(image, "@sha256:")
	if !found || len(digest) < 12 {
		return image
	}
	return name + "@" + digest[:12]
}
