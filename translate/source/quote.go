package source

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Quote returns the lines of the files that were read, for findings about them. A log may have more readers than a Compose
// file, so what may be a secret is left out, and anything unknown is treated as one: a value is shown only if the schema has
// the attribute and the attribute is one of [secretless]; of everything else only the keys are shown. A comment is never shown,
// nor any part of a file that has no attribute of a Compose file. A file is processed when its first line is requested.
func (m *Map) Quote(p *Patterns) diag.Quote {
	files := map[string][]diag.Line{}
	return func(file string, line int) (diag.Line, bool) {
		if m == nil {
			return diag.Line{}, false
		}
		lines, known := files[file]
		if !known {
			if i := slices.Index(m.files, file); i >= 0 {
				lines = quoted(m.texts[i], p)
			}
			files[file] = lines
		}
		if line < 1 || line > len(lines) {
			return diag.Line{}, false
		}
		return lines[line-1], true
	}
}

// maxQuoted is the maximum size of a file whose lines are shown: it is parsed again for them.
const maxQuoted = 1 << 20

func quoted(data []byte, p *Patterns) []diag.Line {
	if len(data) > maxQuoted || marks(data) > maxMarks/4 || !utf8.Valid(data) || bytes.ContainsRune(data, 0) {
		return nil
	}
	r := redaction{patterns: p, text: splitLines(data), hidden: map[*yamlNode]bool{}, named: map[*yamlNode]bool{}, seen: map[visit]bool{}}
	if !r.read(data) {
		return outline(r.text, p)
	}
	if !r.compose {
		return nil
	}
	return r.lines()
}

// lineEnd matches what the YAML parser considers the end of a line.
var lineEnd = lazyregexp.New("\r\n|[\n\r\u0085\u2028\u2029]")

func splitLines(data []byte) []string {
	return lineEnd.Split(strings.TrimPrefix(string(data), "\ufeff"), -1)
}

// lines truncates each line before the first value in it that must not be shown.
func (r *redaction) lines() []diag.Line {
	out := make([]diag.Line, len(r.text))
	hidden, next := false, 0
	for i, text := range r.text {
		first := next
		for next < len(r.events) && r.events[next].line == i+1 {
			next++
		}
		out[i] = cutLine(text, hidden, r.events[first:next])
		if next > first {
			hidden = r.events[next-1].hidden
		}
	}
	return out
}

// structure is what may precede the first node of a line.
var structure = lazyregexp.New(`^[ \t]*(?:[-?][ \t]+)*`)

func cutLine(text string, hidden bool, events []event) diag.Line {
	lead := structure.FindString(text)
	if hidden && (len(events) == 0 || events[0].col > utf8.RuneCountInString(lead)+1) {
		return diag.Line{Text: text[:len(text)-len(strings.TrimLeft(text, " \t"))], Cut: strings.TrimSpace(text) != ""}
	}
	for _, e := range events {
		if e.hidden {
			return diag.Line{Text: head(text, e.col-1+e.keep), Cut: true}
		}
	}
	return diag.Line{Text: uncommented(text)}
}

// head returns the first n characters.
func head(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// comment matches a comment, or what looks like one inside quotes.
var comment = lazyregexp.New(`(^|[ \t]+)#.*$`)

func uncommented(text string) string {
	return strings.TrimRight(comment.ReplaceAllString(text, ""), " \t")
}

var (
	keyLine  = lazyregexp.New(`^([ \t]*(?:- +)*)("?([A-Za-z_][A-Za-z0-9_.-]*)"?[ \t]*:)(?:[ \t]+(.*))?$`)
	itemMark = lazyregexp.New(`^[ \t]*(?:- +)+`)
)

// outline handles a file that is not valid YAML, whose structure is unknown. A key is shown, and its value if the values of
// that key are harmless wherever it occurs.
func outline(lines []string, p *Patterns) []diag.Line {
	safe := map[string]bool{}
	p.root.each(func(pattern string) {
		word := pattern[strings.LastIndexByte(pattern, '.')+1:]
		if known, ok := safe[word]; !ok || known {
			safe[word] = secretless(pattern)
		}
	})
	if !slices.ContainsFunc(lines, func(text string) bool {
		name, _, _ := strings.Cut(text, ":")
		return p.root.kids[name] != nil
	}) {
		return nil // not a Compose file
	}
	out := make([]diag.Line, len(lines))
	for i, text := range lines {
		plain := uncommented(text)
		switch m := keyLine.FindStringSubmatch(plain); {
		case strings.TrimSpace(plain) == "":
		case m == nil:
			indent := itemMark.FindString(plain)
			if indent == "" {
				indent = plain[:len(plain)-len(strings.TrimLeft(plain, " \t"))]
			}
			out[i] = diag.Line{Text: indent, Cut: true}
		case m[4] == "" || safe[m[3]] && harmless(m[4]):
			out[i] = diag.Line{Text: plain}
		default:
			out[i] = diag.Line{Text: m[1] + m[2] + " ", Cut: true}
		}
	}
	return out
}
