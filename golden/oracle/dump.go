package oracle

import (
	"slices"
	"strconv"
	"strings"
)

// Unit is a unit as systemd parsed it.
type Unit struct {
	// Fields are the lines of the dump by name (Description, After, Environment, TimeoutStopSec …). Names are those of the
	// dump: SourcePath= is "Source Path". Dependencies are followed by their origin, see Written.
	Fields map[string][]string
	// Exec are the argvs by directive (ExecStartPre, ExecStart, ExecStop …), with specifiers expanded, in order.
	Exec map[string][][]string
}

// Get returns the first value of a field, or "".
func (u Unit) Get(field string) string {
	if len(u.Fields[field]) == 0 {
		return ""
	}
	return u.Fields[field][0]
}

// Written returns the values of a dependency field (After, Requires, RequiresMountsFor …) that are in this unit's own file,
// sorted. What systemd adds itself is left out, except for dependencies with the same origin: the slice in Requires and
// After, and the mounts of RequiresMountsFor= in After.
func (u Unit) Written(field string) []string {
	var out []string
	for _, f := range u.Fields[field] {
		if i := strings.LastIndex(f, " ("); i >= 0 && strings.Contains(f[i:], "origin-file") {
			out = append(out, f[:i])
		}
	}
	slices.Sort(out)
	return out
}

// parse parses the first part of a dump, "By units". A value with a newline continues on the next line, which is recognized
// by its missing indentation: the value can look like a field only if it contains the two tabs, too.
func parse(dump string) map[string]Unit {
	dump, _, _ = strings.Cut(dump, "\n-> By jobs:")
	units := map[string]Unit{}
	for _, text := range strings.Split(dump, "\t-> Unit ")[1:] {
		name, body, _ := strings.Cut(text, ":\n")
		units[name] = fields(body)
	}
	return units
}

func fields(body string) Unit {
	u := Unit{Fields: map[string][]string{}, Exec: map[string][][]string{}}
	exec, last := "", ""
	for _, l := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
		key, value, found := strings.Cut(strings.TrimLeft(l, "\t"), ": ")
		switch {
		case strings.HasPrefix(l, "\t\t-> "):
			exec, last = strings.TrimSuffix(strings.TrimPrefix(l, "\t\t-> "), ":"), ""
		case strings.HasPrefix(l, "\t\t\tCommand Line: "):
			u.Exec[exec] = append(u.Exec[exec], argv(value))
		case strings.HasPrefix(l, "\t\t\t"): // a job, or the status of a command
		case strings.HasPrefix(l, "\t\t") && found:
			last, u.Fields[key] = key, append(u.Fields[key], value)
		case last != "":
			values := u.Fields[last]
			values[len(values)-1] += "\n" + l
		}
	}
	return u
}

// argv parses the output of quote_command_line (basic/escape.c): words that need it are in double quotes, in which ", \, $
// and ` are preceded by a backslash, and control bytes are C escapes.
func argv(s string) []string {
	words := []string{}
	for rest := s; rest != ""; rest = strings.TrimPrefix(rest, " ") {
		if rest[0] != '"' {
			i := strings.IndexByte(rest+" ", ' ')
			words, rest = append(words, rest[:i]), rest[i:]
			continue
		}
		var w string
		w, rest = inQuotes(rest[1:])
		words = append(words, w)
	}
	return words
}

func inQuotes(s string) (word, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] != '\\' || i+1 == len(s):
			b.WriteByte(s[i])
		case s[i+1] >= '0' && s[i+1] <= '7' && i+4 <= len(s):
			n, _ := strconv.ParseUint(s[i+1:i+4], 8, 8)
			b.WriteByte(byte(n))
			i += 3
		default:
			i++
			b.WriteByte(meant(s[i]))
		}
	}
	return b.String(), ""
}

// meant returns the byte that a letter after a backslash represents; others represent themselves.
func meant(c byte) byte {
	if i := strings.IndexByte("abfnrtv", c); i >= 0 {
		return "\a\b\f\n\r\t\v"[i]
	}
	return c
}
