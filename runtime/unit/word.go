package unit

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordMax is the maximum size of an argument (MAX_ARG_STRLEN, linux/binfmts.h), including its final NUL.
const wordMax = 128 << 10

// Word returns one word of a directive that unquotes and unescapes its words: Environment=, and every word of a [Command].
// It can express any string except invalid UTF-8.
func Word(s string) Value {
	if !utf8.ValidString(s) {
		return bad("%q is not valid UTF-8", s)
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteString(escaped(r))
	}
	return Value{text: b.String(), kind: word}.limited()
}

// Words returns a [Word] for each string.
func Words(s ...string) []Value {
	out := make([]Value, len(s))
	for i := range s {
		out[i] = Word(s[i])
	}
	return out
}

// escaped returns a rune as written in a word, whether the word is quoted or not (systemd.syntax(7), "Quoting"). Invisible
// characters are written as escapes, so that a reader sees them.
func escaped(r rune) string {
	switch {
	case r == instance:
		return "%i"
	case r == '%':
		return "%%"
	case r == '"' || r == '\\':
		return `\` + string(r)
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case unicode.IsPrint(r):
		return string(r)
	}
	var b strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	return b.String()
}

// bare are the bytes of words that need no quotes. A ; alone would end a command, and a # or ; that starts a continuation
// line would make it a comment; the others are quoted because a shell would require it, and units are read by people.
const bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_"

// quoted returns an escaped word, in quotes if it needs them.
func quoted(text string) string {
	if text != "" && strings.Trim(text, bare) == "" {
		return text
	}
	return `"` + text + `"`
}

// Prefix is a prefix of a command line (systemd.service(5), "Special executable prefixes").
type Prefix int

// The prefixes. All of them contain `:`, so that $ is an ordinary character.
const (
	// Plain runs the command and respects its exit code.
	Plain Prefix = iota
	// Ignore treats a failure as success.
	Ignore
)

var prefixes = [...]string{Plain: ":", Ignore: "-:"}

// Command returns the value of an Exec directive. Every group of words is on a line of its own, so that a flag is beside
// its value; the first group starts with the program, an absolute path.
func Command(prefix Prefix, groups ...[]Value) Value {
	lines := []string{}
	var errs []error
	for _, group := range groups {
		var words []string
		for _, w := range group {
			errs = append(errs, w.err, argument(w))
			words = append(words, quoted(w.text))
		}
		if len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	text := strings.Join(lines, " \\\n    ")
	if !strings.HasPrefix(strings.TrimLeft(text, `"`), "/") {
		errs = append(errs, fmt.Errorf("the command %q does not start with an absolute path", text))
	}
	return Value{text: prefixes[prefix] + text, kind: whole, err: errors.Join(errs...)}.limited()
}

// Within returns a command that is run by another one: its words follow the words of the other, which replaces itself with it.
// Both have the prefix [Plain].
func Within(outer []Value, command Value) Value {
	inner, ok := strings.CutPrefix(command.text, prefixes[Plain])
	if command.kind != whole || !ok {
		return Value{err: errors.Join(command.err, fmt.Errorf("%q is not a command whose exit code is respected", command.text))}
	}
	v := Command(Plain, outer)
	return Value{text: v.text + " \\\n    " + inner, kind: whole, err: errors.Join(v.err, command.err)}.limited()
}

// argument returns why a value cannot be a word of a command.
func argument(v Value) error {
	if v.kind != word && v.kind != literal {
		return fmt.Errorf("%q is not a word of a command", v.text)
	}
	return executable(v)
}

// executable returns why the kernel would reject an argument (execve(2), E2BIG).
func executable(v Value) error {
	if len(v.text) < wordMax {
		return nil
	}
	words, err := Split(v.String())
	if err == nil && len(words[0]) >= wordMax {
		err = fmt.Errorf("an argument of %d bytes exceeds the kernel limit (%d)", len(words[0]), wordMax-1)
	}
	return err
}

// MountPath returns one path of RequiresMountsFor=, cleaned. That directive supports quotes and a backslash before a
// character, but not \n or \x0a (core/load-fragment.c, config_parse_unit_requires_mounts_for: EXTRACT_UNQUOTE), so a path
// with control characters other than a tab cannot be expressed; the caller must order such mounts in another way or report
// them.
func MountPath(p string) Value {
	switch {
	case !path.IsAbs(p):
		return bad("%q is not an absolute path", p)
	case !readable(p, "\t"):
		return bad("%q holds a character that RequiresMountsFor= cannot hold", p)
	case tooLong(p):
		return bad("%q is longer than a path can be", p)
	}
	text := pathEscapes.Replace(specifiers(path.Clean(p)))
	return Value{text: quoted(text), kind: whole}.limited()
}

var pathEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
