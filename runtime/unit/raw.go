package unit

import "strings"

// Raw returns a value that the user wrote in systemd's own syntax (x-systemd): specifiers, quotes and variables work. It
// stays one directive: it may be continued over lines by a backslash, as in a unit file, but cannot end the line in any
// other way.
func Raw(s string) Value {
	s = strings.Trim(s, blanks+"\r\n")
	if !readable(s, "\n\t") {
		return bad("%q holds a character that a unit cannot hold", s)
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Trim(l, blanks)
		last := i == len(lines)-1
		switch {
		case oddBackslashes(lines[i]) == last:
			if last {
				return bad("%q ends in a backslash, which would take in the next line", s)
			}
			return bad("%q has a line end that is not continued by a backslash", s)
		case i > 0 && strings.HasPrefix(lines[i], "#"), i > 0 && strings.HasPrefix(lines[i], ";"):
			return bad("%q has a line that systemd would take for a comment", s)
		}
	}
	text := ended(strings.ReplaceAll(strings.Join(lines, "\n    "), "\x00", "%i"))
	return Value{text: text, kind: whole}.limited()
}

// Key returns the name of a directive or section that the user wrote.
func Key(s string) Value {
	const bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
	if s == "" || strings.Trim(s, bytes) != "" {
		return bad("%q is not the name of a systemd directive", s)
	}
	return Value{text: s, kind: whole}
}
