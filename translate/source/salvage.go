package source

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// maxSalvaged is the size of a file from which on its syntax is not looked at in parts: that takes the square of it.
const maxSalvaged = 32 << 10

// Salvaged is a file whose YAML is wrong, without the wrong parts.
type Salvaged struct {
	// Text is the file with the wrong parts blank: every other line is where it was.
	Text []byte
	// Findings are what is wrong, one for each part.
	Findings []diag.Finding
	// Parts are the wrong ones: a section, or a section and an entry of it.
	Parts [][]string
	// Keys are what may be keys in them, and so names that other parts refer to.
	Keys []string
}

// Salvage parses each entry of each section of a file by itself, as lines of one indentation: what is wrong with one is wrong
// whatever the others say. It returns false if the rest is not YAML either, or the file is large.
func Salvage(file string, data []byte) (Salvaged, bool) {
	if len(data) > maxSalvaged {
		return Salvaged{}, false
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	var out Salvaged
	for _, p := range parts(lines) {
		err := parses(p.alone(lines))
		if err == nil || strings.Contains(err.Error(), "unknown anchor") { // another part has it
			continue
		}
		f := Syntax(file, err)
		f.Pos.Line = p.worst(lines)
		out.Findings = append(out.Findings, f)
		out.Parts = append(out.Parts, p.path)
		for _, line := range lines[p.from:p.to] {
			if m := anyKey.FindSubmatch(line); m != nil {
				out.Keys = append(out.Keys, string(m[1]))
			}
		}
		p.blank(lines)
	}
	out.Text = bytes.Join(lines, nil)
	return out, len(out.Parts) > 0 && parses(out.Text) == nil
}

// part is the lines of an entry, from one up to another one, below the line of its section.
type part struct {
	path              []string
	section, from, to int
}

// alone is the part with nothing else but the line of its section, in the lines where it is.
func (p part) alone(lines [][]byte) []byte {
	var text []byte
	for i, line := range lines[:p.to] {
		if i < p.from && i != p.section {
			line = []byte("\n")
		}
		text = append(text, line...)
	}
	return text
}

// worst is the line, counted from 1, after which what is above it makes no sense. The parser often names the line at which the
// mapping began.
func (p part) worst(lines [][]byte) int {
	const most = 200
	for to := min(p.to, p.from+most); to > p.from+1; to-- {
		above := p
		if above.to = to - 1; parses(above.alone(lines)) == nil {
			return to
		}
	}
	return p.from + 1
}

func (p part) blank(lines [][]byte) {
	for i := p.from; i < p.to; i++ {
		lines[i] = []byte("\n")
	}
}

var (
	sectionLine = lazyregexp.New(`^([\w.-]+):\s*(?:#.*)?$`)
	anyKey      = lazyregexp.New(`^\s*["']?([\w.-]+)`)
	entryLine   = lazyregexp.New(`^ *"?([\w.-]+)"?\s*(?::|$)`)
)

// parts splits a file by the indentation of its lines: entries of sections, and whole sections that are no such lists.
func parts(lines [][]byte) (out []part) {
	deep := 0 // the indentation of the entries of this section; 0 where none is known
	section := part{section: -1}
	begin := func(p part, i int) {
		if len(out) > 0 && out[len(out)-1].to == 0 {
			out[len(out)-1].to = i
		}
		if p.path != nil {
			out = append(out, p)
		}
	}
	for i, line := range lines {
		text := strings.TrimRight(string(line), "\r\n")
		bare := strings.TrimLeft(text, " ")
		indent := len(text) - len(bare)
		switch {
		case bare == "" || bare[0] == '#' || bare[0] == '\t' || indent > 0 && section.section < 0: // of the part that began above
		case indent == 0:
			name := ""
			if m := entryLine.FindStringSubmatch(text); m != nil {
				name = m[1]
			}
			deep, section = 0, part{path: []string{name}, section: i, from: i}
			begin(section, i)
			if !sectionLine.MatchString(text) {
				deep = -1 // one part
			}
		case deep == 0 && bare[0] == '-':
			deep = -1
		case deep == 0 || indent == deep:
			deep = indent
			name := ""
			if m := entryLine.FindStringSubmatch(text); m != nil {
				name = m[1]
			}
			if last := &out[len(out)-1]; len(last.path) == 1 && last.from == section.from {
				out = out[:len(out)-1] // the line of the section is that of its entries
			}
			begin(part{path: []string{section.path[0], name}, section: section.section, from: i}, i)
		}
	}
	begin(part{}, len(lines))
	return out
}

// parses is what is wrong with a text as YAML.
func parses(text []byte) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("yaml: cannot be read")
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var n yaml.Node
		if err := dec.Decode(&n); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
