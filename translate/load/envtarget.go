package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// With -env-files-only the script `env` (runtime/cli/scripts) reads env files on the target, and refuses what does not fit on a
// line of the engine's own format. If such a file already exists here, that is reported here, by the same rules; a test
// compares the two.

// checkEnvOnTarget warns about every env file that exists here and would keep its unit from starting.
func (l *loading) checkEnvOnTarget(p *types.Project) {
	seen := map[string]bool{}
	check := func(c types.ContainerSpec, path ...string) {
		for i, f := range c.EnvFiles {
			if seen[f.Path] {
				continue
			}
			seen[f.Path] = true
			data, err := input.ReadFile(f.Path, input.Env)
			if err != nil {
				continue // it need not exist here
			}
			if line, why := refusedOnTarget(string(data), f.Format == "raw"); why != "" {
				diag.ScopeAt(&l.report, diag.Pos{File: l.shown(f.Path), Line: line}).At(path...).At("env_file", itoa(i)).
					Warn(diag.Unsafe, "the unit would not start with this file: "+why)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		check(p.Services[name].ContainerSpec, "services", name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		check(p.Jobs[name].ContainerSpec, "jobs", name)
	}
}

const (
	refusedDollar = "a $ outside of single quotes asks for a variable; write $$ where a dollar is meant"
	refusedLines  = "a value of several lines fits in no env file"
	refusedOctal  = "an octal escape; write the character"
	refusedQuote  = "a quote that does not end in its line: " + refusedLines
	refusedBare   = "a name without a value"
	refusedName   = "the name of a variable has letters, digits and _.-[]"
	refusedRaw    = "no NAME=VALUE"
)

var (
	// askedFor is a $ that compose-go parses as a variable reference (template.DefaultPattern), after $$ has been removed.
	askedFor   = lazyregexp.New(`\$([A-Za-z_{]|\x{17F}|\x{212A})`)
	nameOfFile = lazyregexp.New(`^[\]\[A-Za-z0-9_.-]+$`)
	exported   = lazyregexp.New(`^export[ \t\v\f\r]+`)
)

const blanks = " \t\v\f\r"

// refusedOnTarget returns the first line that the script refuses, and why; an empty reason means none.
func refusedOnTarget(text string, raw bool) (line int, why string) {
	text = strings.TrimPrefix(text, "\uFEFF")
	for i, one := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if raw {
			why = refusedRawLine(one)
		} else {
			why = refusedLine(one)
		}
		if why != "" {
			return i + 1, why
		}
	}
	return 0, ""
}

func refusedRawLine(line string) string {
	if first := strings.TrimLeft(line, " \t"); first == "" || first[0] == '#' || strings.IndexByte(line, '=') > 0 {
		return ""
	}
	return refusedRaw
}

// refusedLine checks one line, which may contain several consecutive variables if their values are quoted.
func refusedLine(rest string) (why string) {
	for {
		rest = strings.TrimLeft(rest, blanks)
		if rest == "" || rest[0] == '#' {
			return ""
		}
		rest = rest[len(exported.FindString(rest)):]
		at := strings.IndexAny(rest, "=:")
		if at < 0 {
			return refusedBare
		}
		name := strings.TrimRight(rest[:at], blanks)
		rest = strings.TrimLeft(rest[at+1:], blanks)
		if !nameOfFile.MatchString(name) {
			return refusedName
		}
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			value, _, _ := strings.Cut(rest, " #")
			return refusedValue(value)
		}
		var inside string
		quote := rest[0]
		if inside, rest, why = unquoted(rest); why != "" {
			return why
		}
		if quote == '"' {
			if inside, why = unescaped(inside); why == "" {
				why = refusedValue(inside)
			}
			if why != "" {
				return why
			}
		}
	}
}

// refusedValue checks whether a value refers to a variable.
func refusedValue(value string) string {
	if askedFor.MatchString(strings.ReplaceAll(value, "$$", "")) {
		return refusedDollar
	}
	return ""
}

// unquoted splits a quoted value off the beginning of a text.
func unquoted(text string) (inside, rest, why string) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == text[0]:
			i++
			b.WriteByte(text[0])
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		case text[i] == text[0]:
			return b.String(), text[i+1:], ""
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", refusedQuote
}

// unescaped unescapes a double-quoted value as far as its dollar signs are concerned.
func unescaped(text string) (out, why string) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		switch next := text[i+1]; next {
		case '$':
			b.WriteString("$$")
		case 'n', 'r':
			return "", refusedLines
		case '0':
			return "", refusedOctal
		case '\\', 't', 'a', 'b', 'f', 'v':
			b.WriteByte(' ')
		default:
			b.WriteByte('\\')
			continue
		}
		i++
	}
	return b.String(), ""
}
