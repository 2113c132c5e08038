package load

import (
	"crypto/sha256"
	"errors"
	"maps"
	"slices"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/source"
)

func newVariables(env types.Mapping, l *limits) variables {
	return variables{env: env, limits: l, tracing: &limits{}}
}

// ID tells environments apart: a digest of all variables where an include has some of its own.
func (v variables) ID() string { return v.id }

func (v variables) digest(changed types.Mapping) string {
	if maps.Equal(v.env, changed) {
		return v.id
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		sum.Write([]byte(name + "\x00" + changed[name] + "\x00"))
	}
	return string(sum.Sum(nil))
}

// projectName is a variable that compose-go sets itself; it is not known before the files are read.
const projectName = "COMPOSE_PROJECT_NAME"

// Expansion interpolates and records whose values are in the result. What is the same without any variable (a default,
// or a value that equals it) comes from the file.
func (v variables) Expansion(s string) *source.Expansion {
	found := map[string]string{}
	with, err := v.tracing.expand(s, func(name string) (string, bool) {
		value, ok := v.env.Resolve(name)
		if name == projectName {
			return value, true
		}
		if ok {
			found[name] = value
		}
		return value, ok
	}, template.WithoutLogging)
	if err != nil && !errors.As(err, new(limitError)) || err == nil && with == s {
		return nil // compose-go refuses the first
	}
	out := &source.Expansion{Text: with}
	if err == nil && len(found) > 0 {
		without, err := v.tracing.expand(s, func(name string) (string, bool) { return v.env[projectName], name == projectName }, template.WithoutLogging)
		if err == nil && with == without {
			return out
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out.From = append(out.From, source.Variable{Name: name, Value: found[name]})
	}
	return out
}
