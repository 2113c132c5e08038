package podman

import "strings"

// simpleCommands returns the words of every simple command in a shell's text, without their quotes, including those in
// substitutions (POSIX.1 "Shell Command Language", 2.9). It is for warnings only: expansions are kept as they are, and a
// here-document is read as commands.
func simpleCommands(text string) [][]string {
	s := shellText{rest: text}
	s.list(0)
	return s.found
}

// shellText is a shell's text while it is parsed.
type shellText struct {
	rest  string
	depth int
	found [][]string
}

// nested is the maximum depth of substitutions.
const nested = 50

// reserved are the reserved words that are not part of a command: those before a command and those after the last one.
var reserved = map[string]bool{
	"if": true, "then": true, "elif": true, "else": true, "while": true, "until": true, "do": true, "{": true, "!": true,
	"fi": true, "done": true, "}": true, "esac": true,
}

// list reads commands up to a closing character, or to the end.
func (s *shellText) list(end byte) {
	if s.depth++; s.depth > nested {
		s.rest = ""
	}
	var words []string
	done := func() {
		if len(words) > 0 {
			s.found = append(s.found, words)
		}
		words = nil
	}
	for s.rest != "" {
		switch c := s.rest[0]; {
		case c == end:
			s.skip(1)
			done()
			s.depth--
			return
		case strings.HasPrefix(s.rest, ";;"): // a pattern of `case` follows
			done()
			words = []string{"case"}
			s.skip(2)
		case c == '#':
			s.skip(len(s.rest[:strings.IndexByte(s.rest+"\n", '\n')]))
		case strings.HasPrefix(s.rest, "&>"), c == '<', c == '>':
			s.rest = strings.TrimLeft(strings.TrimLeft(s.rest, "<>&|"), " \t")
			s.word(end)
		case c == '(':
			s.skip(1)
			s.list(')')
		case strings.IndexByte(";&|)\n", c) >= 0:
			done()
			s.skip(1)
		case c == ' ', c == '\t':
			s.skip(1)
		default:
			if w := s.word(end); len(words) > 0 || !reserved[w] {
				words = append(words, w)
			}
		}
	}
	done()
	s.depth--
}

func (s *shellText) skip(n int) { s.rest = s.rest[min(n, len(s.rest)):] }

// word reads a word, which may be empty before a closing character.
func (s *shellText) word(end byte) string {
	var b strings.Builder
	for s.rest != "" && s.rest[0] != end && strings.IndexByte(" \t\n;&|()<>", s.rest[0]) < 0 {
		switch s.rest[0] {
		case '\'':
			text, _, _ := strings.Cut(s.rest[1:], "'")
			b.WriteString(text)
			s.skip(len(text) + 2)
		case '"':
			s.skip(1)
			for s.rest != "" && s.rest[0] != '"' {
				s.character(&b)
			}
			s.skip(1)
		default:
			s.character(&b)
		}
	}
	return b.String()
}

// character reads a character, an escaped one, or a substitution, whose value is unknown.
func (s *shellText) character(b *strings.Builder) {
	switch {
	case s.rest[0] == '\\':
		if len(s.rest) > 1 && s.rest[1] != '\n' {
			b.WriteByte(s.rest[1])
		}
		s.skip(2)
	case s.rest[0] == '`':
		b.WriteString("$()")
		s.skip(1)
		s.list('`')
	case strings.HasPrefix(s.rest, "$("):
		b.WriteString("$()")
		s.skip(2)
		s.list(')')
	default:
		b.WriteByte(s.rest[0])
		s.skip(1)
	}
}
