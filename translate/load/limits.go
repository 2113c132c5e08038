package load

import (
	"errors"
	"fmt"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// The limits of what compose-go does in more than linear time, or without any limit.
const (
	// maxWork limits the number of dollar signs times the length of one interpolated string, and maxAllWork that of all:
	// compose-go matches the rest of the string again after every variable.
	maxWork    = 20_000_000
	maxAllWork = 5 * maxWork
	// maxExpanded limits the bytes that variables add to strings, those that env files add to services, and those that are
	// copied for includes.
	maxExpanded = 64 << 20
	// maxCommand limits a command that is one string: go-shellwords' time grows with the square of its length. Linux accepts no
	// longer argument either (MAX_ARG_STRLEN).
	maxCommand = 128 << 10
	// maxVariables limits the variables and labels that files add to services.
	maxVariables = 250_000
	// perVariable is the cost of a variable in addition to its text.
	perVariable = 100
)

// limitError reports that a limit was reached.
type limitError string

func (e limitError) Error() string { return string(e) }

// limits counts the cost of interpolation.
type limits struct{ work, bytes, copied int }

// substitute works like compose-go's, with limits.
func (l *limits) substitute(s string, lookup template.Mapping) (string, error) {
	if strings.IndexByte(s, '$') < 0 {
		return s, nil
	}
	return l.expand(s, lookup)
}

func (l *limits) expand(s string, lookup template.Mapping, opts ...template.Option) (string, error) {
	work := strings.Count(s, "$") * len(s)
	if l.work += work; work > maxWork || l.work > maxAllWork {
		return "", limitError("the string has too many variables for its length")
	}
	out, err := template.SubstituteWithOptions(s, func(name string) (string, bool) {
		v, ok := lookup(name)
		if l.bytes += len(v); l.bytes > maxExpanded {
			return "", ok
		}
		return v, ok
	}, opts...)
	if l.bytes > maxExpanded {
		return "", limitError("the variables of the project expand to too much text")
	}
	return out, err
}

var errTooLong = errors.New("a command is too long")

// unsplittable refuses commands that would take minutes to split into words.
func (l *loading) unsplittable(dict map[string]any) bool {
	found := false
	check := func(v any, path ...string) {
		if s, ok := v.(string); ok && len(s) > maxCommand {
			found = true
			l.refuse(diag.Limit, path, fmt.Sprintf("the string is longer than %d KiB", maxCommand>>10), "write a list of words")
		}
	}
	for _, section := range []string{"services", "jobs"} {
		entries, _ := dict[section].(map[string]any)
		for name, e := range entries {
			c, _ := e.(map[string]any)
			check(c["command"], section, name, "command")
			check(c["entrypoint"], section, name, "entrypoint")
			for _, attr := range []string{"pre_start", "post_start", "pre_stop"} {
				hooks, _ := c[attr].([]any)
				for i, h := range hooks {
					hook, _ := h.(map[string]any)
					check(hook["command"], section, name, attr, itoa(i), "command")
					check(hook["entrypoint"], section, name, attr, itoa(i), "entrypoint")
				}
			}
		}
	}
	return found
}
