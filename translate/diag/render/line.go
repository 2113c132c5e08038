package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Visible escapes control characters, and others that a terminal obeys but does not show, as Go does in a string literal; the
// rest is unchanged.
func Visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		b.WriteString(visible(r, text[i:]))
	}
	return b.String()
}

// visible escapes the first character of a text, which is r.
func visible(r rune, text string) string {
	switch _, n := utf8.DecodeRuneInString(text); {
	case r == utf8.RuneError && n == 1:
		return fmt.Sprintf(`\x%02x`, text[0])
	case hidden(r):
		quoted := fmt.Sprintf("%+q", string(r))
		return quoted[1 : len(quoted)-1]
	}
	return string(r)
}

// hidden reports whether a character is a control character, a line or paragraph separator, or a format character: those that
// reverse the direction of a line, and those without width.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}

const (
	// tabWidth is the maximum width of a tab.
	tabWidth = 4
	// most is the number of columns shown of a line, before the maximum number of them before a mark.
	most, before = 96, 32
	// mostCells limits characters without width.
	mostCells = 2 * most
	ellipsis  = "…"
)

// marked is a line as it is printed, with a mark below some of its columns. It has no mark if the position is unknown.
type marked struct {
	text         string
	start, width int
}

// cell is a character as it is printed.
type cell struct {
	text  string
	width int
}

// fit makes a line printable: it marks the word at a column (in characters, counted from 1; 0 is unknown), and of a long line
// shows the part around it.
func fit(line diag.Line, col int) marked {
	runes := []rune(line.Text)
	start, end := len(runes), len(runes)+1 // of what was left out
	if col > 0 && col <= len(runes) {
		start, end = col-1, word(runes, col-1)
	}
	cells := cellsOf(line.Text)
	if line.Cut {
		cells = append(cells, cell{ellipsis, 1})
	}
	end = min(end, len(cells))
	if start >= len(cells) {
		start = max(len(cells)-1, 0)
		end = len(cells)
	}
	left, right := window(cells, start)
	if end > right {
		end = right
	}
	out := marked{}
	if left > 0 {
		out.text, out.start = ellipsis, 1
	}
	for i, c := range cells[left:right] {
		out.text += c.text
		switch i += left; {
		case i < start:
			out.start += c.width
		case i < end:
			out.width += c.width
		}
	}
	if right < len(cells) {
		out.text += ellipsis
	}
	if out.text = strings.TrimRight(out.text, " "); col < 1 {
		out.start, out.width = 0, 0
	}
	return out
}

func cellsOf(text string) []cell {
	var cells []cell
	column := 0
	for i, r := range text {
		c := cell{visible(r, text[i:]), 1}
		switch {
		case r == '\t':
			c.width = tabWidth - column%tabWidth
			c.text = strings.Repeat(" ", c.width)
		case len(c.text) > 1 && c.text[0] == '\\':
			c.width = len(c.text)
		case unicode.In(r, unicode.Mn, unicode.Me):
			c.width = 0
		default:
			if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
				c.width = 2
			}
		}
		column += c.width
		cells = append(cells, c)
	}
	return cells
}

// window returns the part of a line that is shown: all of a short one.
func window(cells []cell, start int) (left, right int) {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	if total <= most && len(cells) <= mostCells {
		return 0, len(cells)
	}
	for left = start; left > 0 && start-left < mostCells/2 && widthOf(cells[left-1:start]) <= before; left-- {
	}
	if start < mostCells/2 && widthOf(cells[:start]) < most-before {
		left = 0
	}
	for right = left; right < len(cells) && right-left < mostCells && widthOf(cells[left:right+1]) <= most; right++ {
	}
	return left, max(right, min(start+1, len(cells)))
}

func widthOf(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

// word returns the end of the word that begins at a character: a quoted text, a key, or a token of YAML.
func word(runes []rune, start int) int {
	if q := runes[start]; q == '"' || q == '\'' {
		for i := start + 1; i < len(runes); i++ {
			if runes[i] == q {
				return i + 1
			}
		}
		return len(runes)
	}
	end := start
	for end < len(runes) && !strings.ContainsRune(" \t,]}", runes[end]) && !(runes[end] == ':' && (end+1 == len(runes) || runes[end+1] == ' ')) {
		end++
	}
	return max(end, start+1)
}
