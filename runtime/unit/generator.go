package unit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Podman's generator parses its source files by its own rules (podman, pkg/systemd/parser/unitfile.go and split.go) and
// writes the result into a unit, which systemd parses. It escapes neither % nor $ there, so both are doubled in the source
// file. There are two kinds of values: those whose words are unquoted and unescaped ([Argument]), and those that are taken
// verbatim ([Verbatim]).

// Argument returns a word of a value that the generator splits, unquotes and unescapes: Exec=, PodmanArgs=, Label=, Mount=,
// Secret=, EnvironmentFile=. It decodes \xNN to a character and not to a byte, so other characters than ASCII are escaped by
// their numbers: control characters, which a unit file cannot hold, and invisible ones, so that a reader sees them. It
// loses two words: an empty one ends the list, and a lone ; ends systemd's command. A word that is too long for the podman
// command that the generator would build is an error, as in a [Command].
func Argument(v Value) Value {
	switch {
	case v.err != nil:
		return v
	case v.text == "" || v.text == ";":
		return bad("%q is an argument that podman's generator drops", v.text)
	}
	if err := executable(v); err != nil {
		return Value{err: err}
	}
	var b strings.Builder
	for rest := v.text; rest != ""; {
		text, n := argumentRune(rest)
		if n == 0 {
			return bad("%q contains a character that podman's generator cannot pass on", v.text)
		}
		b.WriteString(text)
		rest = rest[n:]
	}
	out := b.String()
	if strings.Trim(out, bare+"$") != "" {
		out = `"` + out + `"`
	}
	return Value{text: out, kind: whole}.limited()
}

// argumentRune translates the first character of an escaped text (see escaped) and returns its length there.
func argumentRune(s string) (string, int) {
	switch {
	case s[0] == '$':
		return "$$", 1
	case s[0] != '\\':
		_, n := utf8.DecodeRuneInString(s)
		return s[:n], n
	}
	var bytes []byte
	n := 0
	for !utf8.FullRune(bytes) || len(bytes) == 0 {
		text, read := unescape(s[min(n+1, len(s)):])
		if read == 0 || s[n] != '\\' {
			return "", 0
		}
		bytes, n = append(bytes, text...), n+1+read
	}
	switch r, _ := utf8.DecodeRune(bytes); {
	case noncharacter(r), r == misescaped:
		return "", 0
	case r >= utf8.RuneSelf && unicode.IsPrint(r):
		return string(bytes), n
	case r >= utf8.RuneSelf && r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r), n
	case r >= utf8.RuneSelf:
		return fmt.Sprintf(`\U%08x`, r), n
	}
	return s[:n], n
}

// misescaped is the only character that the generator would write into a unit as another one: it escapes it as a byte
// (charNeedEscape compares with > 128).
const misescaped = 0x80

// Verbatim returns a value that the generator takes as it is: Network=, PublishPort=, Volume=, HealthCmd=. It returns false
// if the value would be read differently: newlines, a backslash that continues the line, whitespace that would be trimmed,
// quotes around the whole, a lone ; which ends systemd's command. A value that is too long for a command is an error.
func Verbatim(v Value) (Value, bool) {
	if v.err != nil || v.text == "" {
		return v, v.err != nil
	}
	if err := executable(v); err != nil {
		return Value{err: err}, true
	}
	var b strings.Builder
	for rest := v.text; rest != ""; {
		switch {
		case strings.HasPrefix(rest, `\"`), strings.HasPrefix(rest, `\\`):
			b.WriteString(rest[1:2])
			rest = rest[2:]
		case rest[0] == '\\':
			return Value{}, false
		case rest[0] == '$':
			b.WriteString("$$")
			rest = rest[1:]
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	out := b.String()
	if out != strings.Trim(out, blanks+`"`) || strings.HasSuffix(out, `\`) || out == ";" {
		return Value{}, false
	}
	return Value{text: out, kind: whole}.limited(), true
}

// VerbatimThen is [Verbatim] with our own text after the value, in which $ is not doubled.
func VerbatimThen(v Value, rest constant) (Value, bool) {
	out, ok := Verbatim(v)
	if !ok || out.err != nil {
		return out, ok
	}
	out.text += string(rest)
	return out.limited(), true
}

// Bare reports whether a word needs neither quotes nor escapes anywhere, and is not too long for a command: for values
// whose words may be quoted but not escaped.
func Bare(v Value) bool {
	return v.err == nil && v.text != "" && strings.Trim(v.text, bare) == "" && executable(v) == nil
}
