package unit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/coreos/go-systemd/v22/unit"
)

// blanks are the characters that systemd trims from a line and splits words at (WHITESPACE, basic/string-util.h), except
// newlines.
const blanks = " \t"

// Entry is one directive as read from a unit file; continuation lines are joined.
type Entry struct{ Section, Key, Value string }

// Template is the part of text/template that rendering uses.
type Template interface {
	Execute(w io.Writer, data any) error
}

// Render executes a template with a view and reads the result back. It fails for a bad Value and for anything that [Check]
// rejects.
func Render(t Template, view any) ([]byte, error) {
	if err := Err(view); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return nil, err
	}
	_, err := Check(b.Bytes())
	return b.Bytes(), err
}

// Err collects the errors of all Values in a view: structs, slices, arrays, maps and pointers of them.
func Err(view any) error { return errOf(reflect.ValueOf(view)) }

func errOf(v reflect.Value) error {
	var errs []error
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return errOf(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			errs = append(errs, errOf(v.Index(i)))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			errs = append(errs, errOf(v.MapIndex(key)))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Value]() {
			if !v.CanInterface() {
				return errors.New("a template cannot see a Value in an unexported field")
			}
			return v.Interface().(Value).err
		}
		for i := range v.NumField() {
			errs = append(errs, errOf(v.Field(i)))
		}
	}
	return errors.Join(errs...)
}

// Check parses a unit file as systemd does (shared/conf-parser.c, config_parse) and returns its directives. It rejects
// everything that systemd would ignore with a warning, and everything that go-systemd reads differently, so that other
// tools find what systemd finds.
func Check(text []byte) ([]Entry, error) {
	entries, long, err := read(text)
	if err != nil || long {
		return entries, err
	}
	options, err := unit.DeserializeOptions(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	for i, o := range options {
		if i >= len(entries) || (Entry{o.Section, o.Name, joined(o.Value)}).trimmed() != entries[i].trimmed() {
			return nil, fmt.Errorf("go-systemd reads %s=%q differently", o.Name, o.Value)
		}
	}
	if len(options) != len(entries) {
		return nil, fmt.Errorf("go-systemd finds %d directives, not %d", len(options), len(entries))
	}
	return entries, nil
}

// Aliases returns the further names that a unit file gets when it is enabled (Alias= in its [Install] section).
func Aliases(text []byte) []string {
	entries, _, err := read(text)
	if err != nil {
		return nil
	}
	var out []string
	for _, entry := range entries {
		if entry.Section == "Install" && entry.Key == "Alias" {
			out = append(out, strings.Fields(entry.Value)...)
		}
	}
	return slices.DeleteFunc(out, func(name string) bool { return strings.ContainsAny(name, "/%") }) // no names of files
}

// trimmed returns the entry without Unicode whitespace around its value: go-systemd trims it, systemd does not.
func (e Entry) trimmed() Entry {
	e.Value = strings.TrimSpace(e.Value)
	return e
}

// joined returns a value of go-systemd, which keeps continuations, on one line.
func joined(value string) string {
	lines := strings.Split(value, "\\\n")
	for i := range lines[1:] {
		lines[i+1] = strings.TrimLeft(lines[i+1], blanks)
	}
	return strings.Trim(strings.Join(lines, " "), blanks)
}

// read is the parser. long reports whether a line is longer than go-systemd accepts.
func read(file []byte) (entries []Entry, long bool, err error) {
	text := string(file)
	if !readable(text, "\n\t") || strings.IndexByte(text, 0) >= 0 {
		return nil, false, errors.New("the unit holds a byte that a unit file cannot hold")
	}
	section, directive := "", ""
	n := -1
	for l := range strings.SplitSeq(text, "\n") {
		n++
		long = long || len(l) >= unit.SYSTEMD_LINE_MAX
		l = strings.TrimLeft(l, blanks)
		switch {
		case directive != "" && (strings.HasPrefix(l, "#") || strings.HasPrefix(l, ";")):
			return nil, long, fmt.Errorf("line %d: a comment inside a continued line", n+1)
		case directive == "" && (l == "" || l[0] == '#' || l[0] == ';'):
			if strings.HasSuffix(l, `\`) { // go-systemd would append the next line
				return nil, long, fmt.Errorf("line %d: a comment that ends in a backslash", n+1)
			}
			continue
		}
		if directive += l; oddBackslashes(l) {
			directive = directive[:len(directive)-1] + " "
			continue
		}
		switch key, value, found := strings.Cut(directive, "="); {
		case directive[0] == '[' && strings.HasSuffix(directive, "]"):
			section = directive[1 : len(directive)-1]
		case !found || section == "" || strings.Trim(key, blanks) == "":
			return nil, long, fmt.Errorf("line %d: %q is not a directive of a section", n+1, directive)
		default:
			entries = append(entries, Entry{section, strings.Trim(key, blanks), strings.Trim(value, blanks)})
		}
		directive = ""
	}
	if directive != "" {
		return nil, long, errors.New("the last line is continued")
	}
	return entries, long, nil
}
