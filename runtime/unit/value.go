// Package unit produces text that systemd reads back exactly. Strings become unit text here and nowhere else.
//
// A [Value] is what follows a directive's `=`. It can only be created by the makers of this package, each of which knows
// how one kind of directive is parsed (systemd.syntax(7), systemd.service(5) "Command lines"), so that no string of a
// Compose file can end a word, a line or a section, or be read as a specifier:
//
//	Literal, Number            text of our own
//	Text, Path, Raw            a whole line: Description=, SourcePath=, EnvironmentFile=, x-systemd
//	Word, Concat, Join         words that are unquoted and unescaped: Environment=, ExecStart=
//	Command                    a whole Exec line
//	Units                      names of units: After=, Wants=
//	MountPath                  RequiresMountsFor=, which parses words by its own rules
//
// The byte NUL stands for the instance of a template unit and becomes the specifier %i (see translate/model.Instance).
//
// A maker that cannot express a string exactly records the reason in the Value it returns ([Value.Err]). A bad Value does
// not print: its String contains a NUL, which [Check] and [Render] reject; every unit file is produced by Render.
package unit

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LineMax is the maximum length of a directive that systemd reads, including its continuation lines (LONG_LINE_MAX,
// basic/fileio.h), less some room for the directive's name.
const LineMax = 1<<20 - 1024

// instance is translate/model.Instance; this package imports nothing of the project.
const instance = 0

// Value is unit text. The zero Value is empty text.
type Value struct {
	text string
	kind kind
	err  error
}

// kind is how a Value's text must be parsed, which determines what it can be combined with.
type kind int

const (
	literal kind = iota // can be combined with every other kind
	line                // the rest of the line: only specifiers are replaced
	word                // unquoted and C-unescaped: EXTRACT_UNQUOTE|EXTRACT_CUNESCAPE
	name                // backslashes kept: EXTRACT_UNQUOTE|EXTRACT_RETAIN_ESCAPE
	whole               // complete, cannot be combined
)

// constant accepts only constants in our source: a variable of type string does not convert to it implicitly.
type constant string

// Literal returns text of our own, printed as it is: specifiers such as %Y and %i work.
func Literal(s constant) Value { return Value{text: string(s)} }

// Number returns a whole number.
func Number[N ~int | ~int64](n N) Value { return Value{text: strconv.FormatInt(int64(n), 10)} }

// Text returns free text on one line (Description=, X-…). It is meant for people, so what cannot be displayed on a line
// (newlines, control and invisible characters) becomes a space.
func Text(s string) Value {
	if !utf8.ValidString(s) {
		return bad("%q is not valid UTF-8", s)
	}
	shown := strings.Map(func(r rune) rune {
		if r == instance || unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
	return Value{text: specifiers(strings.TrimSpace(shown)), kind: line}.limited()
}

// Path returns a whole line that must be exact (SourcePath=, EnvironmentFile=, WorkingDirectory=): such directives support
// neither quotes nor escapes. Values that they cannot hold are errors: control characters, and whitespace at either end,
// which systemd trims. The path is cleaned, since systemd rejects `..` (path_is_normalized).
func Path(s string) Value {
	clean := path.Clean(s)
	switch {
	case s == "":
		return Value{}
	case clean == ".." || strings.HasPrefix(clean, "../"):
		return bad("%q leads outside its directory", s)
	case !readable(s, ""):
		return bad("%q holds a character that a line of a unit cannot hold", s)
	case tooLong(clean):
		return bad("%q is longer than a path can be", s)
	case clean != strings.Trim(clean, blanks):
		return bad("%q begins or ends with a blank, which systemd would cut off", s)
	}
	return Value{text: specifiers(clean), kind: line}.limited()
}

// String returns the text as written in a unit file. For a bad Value it is a text that [Check] rejects.
func (v Value) String() string {
	switch {
	case v.err != nil:
		return "\x00"
	case v.kind == word:
		return quoted(v.text)
	case v.kind == line:
		return ended(v.text)
	}
	return v.text
}

// Err returns why the Value cannot be printed, or nil.
func (v Value) Err() error { return v.err }

// Set reports whether there is text: {{if .Path.Set}}, since text/template considers every struct true. A bad Value is set.
func (v Value) Set() bool { return v.err != nil || v.text != "" || v.kind == word }

// Join puts complete values on one line, separated by spaces: words of a list directive.
func Join(values ...Value) Value {
	var texts []string
	var errs []error
	for _, v := range values {
		errs = append(errs, v.err)
		if v.Set() {
			texts = append(texts, v.String())
		}
	}
	return Value{text: strings.Join(texts, " "), kind: whole, err: errors.Join(errs...)}.limited()
}

// Concat combines values of one kind, and literals, into one: Concat(Literal("%Y/"), Word(file)) is one word, quoted as a
// whole if needed; Concat(Literal("%Y/"), Path(file)) is one line.
func Concat(values ...Value) Value {
	out := Value{}
	var errs []error
	for _, v := range values {
		switch {
		case v.kind == whole, out.kind != literal && v.kind != literal && v.kind != out.kind:
			errs = append(errs, fmt.Errorf("%q cannot be joined to %q: another kind of unit text", v.text, out.text))
		case v.kind != literal:
			out.kind = v.kind
		}
		errs = append(errs, v.err)
		out.text += v.text
	}
	out.err = errors.Join(errs...)
	return out.limited()
}

// limited adds an error if the text is longer than systemd reads.
func (v Value) limited() Value {
	if v.err == nil && len(v.text) > LineMax {
		v.err = fmt.Errorf("%d bytes are more than systemd reads in one directive (%d)", len(v.text), LineMax)
	}
	return v
}

func bad(format string, args ...any) Value { return Value{err: fmt.Errorf(format, args...)} }

// specifiers makes % literal and turns the placeholder of the instance into a specifier (systemd.unit(5), "Specifiers").
func specifiers(s string) string { return specifierEscapes.Replace(s) }

var specifierEscapes = strings.NewReplacer("%", "%%", string(rune(instance)), "%i")

// readable reports whether systemd's line reader accepts s: UTF-8 without noncharacters (basic/utf8.c, unichar_is_valid)
// and without control characters, except for those in except.
func readable(s, except string) bool {
	for _, r := range s {
		if unicode.IsControl(r) && r != instance && !strings.ContainsRune(except, r) || noncharacter(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}

// tooLong reports whether a path is too long to exist (basic/path-util.c, path_is_valid: PATH_MAX, NAME_MAX).
func tooLong(p string) bool {
	return len(p) >= 4096 || slices.ContainsFunc(strings.Split(p, "/"), func(s string) bool { return len(s) > 255 })
}

func noncharacter(r rune) bool { return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe }

// ended prevents a backslash at the end of a line from appending the next line; readers trim the added space. After two
// backslashes only go-systemd would do so.
func ended(s string) string {
	if strings.HasSuffix(s, `\`) {
		return s + " "
	}
	return s
}

// oddBackslashes reports whether a line of this text would be continued.
func oddBackslashes(s string) bool {
	return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1
}
