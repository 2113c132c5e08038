package load

import (
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// variables is the interpolation environment for [source.Read].
type variables struct {
	env types.Mapping
	l   *loading
	// tracing limits [variables.Expansion], and does not count towards compose-go's own interpolation.
	tracing *limits
	id      string
}

func newVariables(l *loading) variables { return variables{env: l.env, l: l, tracing: &limits{}} }

// Expand interpolates as compose-go does, without its log.
func (v variables) Expand(s string) (string, error) {
	if !strings.Contains(s, "$") {
		return s, nil
	}
	return v.l.limits.expand(s, v.env.Resolve, template.WithoutLogging)
}

// reason returns why a variable of a text is required, as Expand fails with it, but with names in place of the values of other
// variables: they may be secret, and a finding is printed.
func (v variables) reason(s string) string {
	_, err := v.l.limits.expand(s, func(name string) (string, bool) {
		value, ok := v.env.Resolve(name)
		if value != "" {
			value = "${" + name + "}"
		}
		return value, ok
	}, template.WithoutLogging)
	var missing *template.MissingRequiredError
	if !errors.As(err, &missing) {
		return ""
	}
	return missing.Reason
}

// With adds the env files of an include. Every include has its own environment, which contains everything in the outer one.
func (v variables) With(files []string) (source.Env, *diag.Finding) {
	vars, at, err := v.l.dotEnvOf(v.env, files)
	if err == nil && len(vars) > 0 {
		for k, value := range v.env {
			v.l.limits.copied += len(k) + len(value) + perVariable
		}
		if v.l.limits.copied > maxExpanded {
			err = limitError("the includes have too many variables together")
		}
	}
	if err != nil {
		f := v.l.unreadEnv(at, err)
		return v, &f
	}
	env := v.env.Clone().Merge(vars)
	return variables{env, v.l, v.tracing, v.digest(env)}, nil
}

// ID distinguishes environments: a digest of all variables for an include that has some of its own.
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

// projectName is a variable that compose-go sets itself; it is unknown before the files are read.
const projectName = "COMPOSE_PROJECT_NAME"

// Expansion interpolates and records whose values are in the result. A result that is the same without any variable (a default,
// or a value that equals it) comes from the file.
func (v variables) Expansion(s string) *source.Expansion {
	v.l.tracing = true
	defer func() { v.l.tracing = false }()
	found := map[string]string{}
	with, err := v.tracing.expand(s, func(name string) (string, bool) {
		value, ok := v.env.Resolve(name)
		if name == projectName {
			return value, true
		}
		if ok {
			found[name] = value
			v.l.used[source.Variable{Name: name, Value: value}] = true
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
