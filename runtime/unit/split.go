package unit

import (
	"fmt"
	"strconv"
	"strings"
)

// Split parses the words of a directive as systemd does (basic/extract-word.c with EXTRACT_UNQUOTE and EXTRACT_CUNESCAPE),
// for the escapes that this package writes; %% becomes %, other specifiers are kept. The prefix of an Exec line stays
// before its first word.
func Split(value string) ([]string, error) {
	words := []string{}
	for rest := joined(value); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		w, after, err := first(rest)
		if err != nil {
			return nil, err
		}
		words, rest = append(words, strings.ReplaceAll(w, "%%", "%")), after
	}
	return words, nil
}

// first returns the first word and the rest.
func first(s string) (w, rest string, err error) {
	var b strings.Builder
	var quote byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			text, n := unescape(s[i+1:])
			if n == 0 {
				return "", "", fmt.Errorf("an escape systemd does not know in %q", s)
			}
			b.WriteString(text)
			i += n
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && (c == ' ' || c == '\t'):
			return b.String(), s[i:], nil
		default:
			b.WriteByte(c)
		}
	}
	if quote != 0 {
		return "", "", fmt.Errorf("an open quote in %q", s)
	}
	return b.String(), "", nil
}

// unescape decodes one escape after its backslash and returns its length, 0 for an unknown one.
func unescape(s string) (string, int) {
	if s == "" {
		return "", 0
	}
	if i := strings.IndexByte(`nt"'\s`, s[0]); i >= 0 {
		return "\n\t\"'\\ "[i : i+1], 1
	}
	if s[0] == 'x' && len(s) >= 3 {
		if c, err := strconv.ParseUint(s[1:3], 16, 8); err == nil && c != 0 {
			return string([]byte{byte(c)}), 3
		}
	}
	return "", 0
}
