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

// maxSalvaged is the maximum size of a file whose entries are parsed one by one, which takes quadratic time.
const maxSalvaged = 32 << 10

// Salvaged is a file with invalid YAML, without the invalid parts.
type Salvaged struct {
	// Text is the file with the lines of the invalid parts blank, so that line numbers do not change.
	Text []byte
	// Findings has one syntax error for each part.
	Findings []diag.Finding
	// Parts are the paths of the invalid parts: a section, or a section and one of its entries.
	Parts [][]string
	// Keys are possible keys in them: names that other parts may refer to.
	Keys []string
}

// Salvage splits a file into the entries of its sections by indentation, and parses each on its own. It returns false if the rest
// is not YAML either, or if the file is too large.
func Salvage(file string, data []byte) (Salvaged, bool) {
	if len(data) > maxSalvaged {
		return Salvaged{}, false
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	var out Salvaged
	for _, p := range parts(lines) {
		err := parses(p.alone(lines))
		if err == nil || strings.Contains(err.Error(), "unknown anchor") { // defined in another part
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

// part holds the lines of an entry, from (inclusive) to (exclusive), and the line of its section.
type part struct {
	path              []string
	section, from, to int
}

// alone returns the part and the line of its section, with all other lines blank.
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

// worst returns the number, counted from 1, of the line after the longest valid beginning of the part. The parser often names the
// line at which the mapping begins instead.
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

// parts splits a file by the indentation of its lines into the entries of its sections; a section that is not a block mapping is
// one part.
func parts(lines [][]byte) (out []part) {
	deep := 0 // the indentation of the entries of this section; 0 if not known yet
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
		case bare == "" || bare[0] == '#' || bare[0] == '\t' || indent > 0 && section.section < 0: // belongs to the part above
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
				out = out[:len(out)-1] // the line of the section is in each of its entries
			}
			begin(part{path: []string{section.path[0], name}, section: section.section, from: i}, i)
		}
	}
	begin(part{}, len(lines))
	return out
}

// parses returns the syntax error of a text as YAML, or nil.
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
