package load

import (
	"sort"
	"strings"
	"unicode"

	"github.com/compose-spec/compose-go/v2/template"

	"github.com/compose2unit/compose2unit/translate/source"
)

// statement is one variable of an env file, as compose-go divides the file (dotenv/parser.go): its parser reports a line for some
// errors only.
type statement struct {
	// start and end are where it is in the file.
	start, end int
	// value is the text of its value, which begins at the offset at; without the comment after it.
	value string
	at    int
	// literal is set if the value is not interpolated.
	literal bool
}

// statements divides an env file.
func statements(text, format string) []statement {
	var out []statement
	for pos := len(text) - len(strings.TrimPrefix(text, "\uFEFF")); ; { // the byte order mark of a file belongs to no line
		pos += len(text[pos:]) - len(strings.TrimLeftFunc(text[pos:], unicode.IsSpace))
		if pos == len(text) {
			return out
		}
		end := len(text)
		if line := strings.IndexByte(text[pos:], '\n'); line >= 0 {
			end = pos + line + 1
		}
		if text[pos] != '#' {
			s := statement{start: pos, end: end, at: pos, literal: true}
			if format != rawFormat {
				s.divide(text)
			} else {
				s.value = text[s.start:s.end]
			}
			out = append(out, s)
			end = s.end
		}
		pos = end
	}
}

// divide finds the value of a statement, and its end: a quoted one may span several lines.
func (s *statement) divide(text string) {
	i := strings.IndexAny(text[s.start:s.end], "=:")
	if i < 0 {
		return // a name, whose value is that of the environment
	}
	s.at = s.start + i + 1
	s.at += len(text[s.at:s.end]) - len(strings.TrimLeft(text[s.at:s.end], "\t\v\f\r \u0085\u00a0"))
	rest := text[s.at:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		s.literal = false
		s.value, _, _ = strings.Cut(text[s.at:s.end], " #")
		return
	}
	s.literal = rest[0] == '\''
	s.value, s.end = rest, len(text)
	for i, escaped := 1, false; i < len(rest); i++ {
		if rest[i] == rest[0] && !escaped {
			s.value, s.end = rest[:i+1], s.at+i+1
			return
		}
		escaped = rest[i] == '\\' && !escaped
	}
}

// name returns the name of the variable. It is empty for a name alone in the last line, without a line break: compose-go takes
// that for a value.
func (s statement) name(text string) string {
	if s.end == len(text) && !strings.ContainsAny(text[s.start:], "=:\n") {
		return ""
	}
	name := text[s.start:s.end]
	if i := strings.IndexAny(name, "=:"); i >= 0 {
		name = name[:i]
	}
	if rest, is := strings.CutPrefix(name, "export"); is && rest != "" && strings.ContainsAny(rest[:1], "\t\n\f\r ") {
		name = rest
	}
	return strings.TrimSpace(name)
}

// lineAt returns the number of the line at an offset.
func lineAt(text string, offset int) int { return 1 + strings.Count(text[:offset], "\n") }

// failingLine returns the number of the line at which a file is refused; set are the variables that were read before, and fails
// reports whether a beginning of the file is refused. The line of an error about a variable, or about what it is, is where that is
// written in the value.
func failingLine(text string, set map[string]string, fails func(text string) bool, variable string) int {
	all := statements(text, "")
	first, last := between(all, text, set)
	i := first + sort.Search(last-first, func(i int) bool { return fails(text[:all[first+i].end]) })
	if i == len(all) {
		return 0
	}
	s, offset := all[i], 0
	for line := range strings.Lines(s.value) {
		required := strings.Contains(line, "${"+variable+":?") || strings.Contains(line, "${"+variable+"?")
		if variable != "" && required || variable == "" && !s.literal && invalid(line) {
			return lineAt(text, s.at+offset)
		}
		offset += len(line)
	}
	return lineAt(text, s.start)
}

// between returns the first and the last statement that may be the refused one: it is after those that set the variables, and not
// after one that should have set another. Each attempt to read the beginning of a large file takes long.
func between(all []statement, text string, set map[string]string) (first, last int) {
	seen := map[string]bool{}
	for i, s := range all {
		name := s.name(text)
		_, is := set[name]
		switch {
		case is && !seen[name]:
			seen[name], first = true, i+1
		case !is && strings.ContainsAny(text[s.start:s.end], "=:"):
			return min(first, i), i
		}
	}
	return min(first, len(all)), len(all)
}

// invalid reports whether a line contains a dollar that begins no variable.
func invalid(line string) bool {
	_, err := template.Substitute(line, func(string) (string, bool) { return "x", true })
	return err != nil
}

// lineWith returns the number of the first line of a variable that contains something; 0 if there is none. Comments do not count.
func lineWith(text, format string, found func(text string) int) int {
	for _, s := range statements(text, format) {
		end := s.at + len(s.value)
		if s.at == s.start { // a name alone, or a raw line
			end = s.end
		}
		if i := found(text[s.start:end]); i >= 0 {
			return lineAt(text, s.start+i)
		}
	}
	return 0
}

// lineUsing returns the number of the line of a value that uses a variable.
func (s statement) lineUsing(text, name string) int {
	offset := 0
	for line := range strings.Lines(s.value) {
		if source.Uses(line, name) {
			return lineAt(text, s.at+offset)
		}
		offset += len(line)
	}
	return lineAt(text, s.at)
}

// lineError is an error at a line of an env file.
type lineError struct {
	error
	line int
}

// Unwrap returns the error itself.
func (e lineError) Unwrap() error { return e.error }
