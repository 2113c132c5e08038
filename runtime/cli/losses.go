package cli

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// inexact lists what the engine's flags cannot express.
func inexact[S any](rules []runtime.Rule[S, Flag], of *S) []reason {
	var out []reason
	for _, rule := range rules {
		if rule.Inexact == nil {
			continue
		}
		for _, loss := range rule.Inexact(of) {
			out = append(out, reason{rule.Attr, loss})
		}
	}
	return out
}

// reason is why the flags cannot express an attribute.
type reason struct {
	attr string
	runtime.Loss
}

// path returns the path of the setting, relative to the owner of the rule.
func (r reason) path() []string {
	if len(r.At) > 0 {
		return r.At
	}
	return strings.Split(strings.TrimSuffix(r.attr, ".**"), ".")
}

// unsaid reports the settings of a container and its steps that the engine cannot express.
func (r *Rendering) unsaid(c *model.Container) {
	if r.engine.Unsaid == nil {
		return
	}
	say := func(of *model.Container, owner []string) {
		for _, loss := range r.engine.Unsaid(of) {
			r.lose(reason{Loss: loss}, owner)
		}
	}
	say(c, c.At)
	for i := range c.PreStart {
		say(&c.PreStart[i], c.PreStart[i].At)
	}
}

// Approximate reports what the flags cannot express of a container.
func (r *Rendering) Approximate(c *model.Container) {
	r.approximated(inexact(r.engine.Containers, c), c.At)
}

// approximated reports what the flags cannot express if the API may not be used.
func (r *Rendering) approximated(why []reason, owner []string) {
	for _, w := range why {
		if r.engine.Body != nil && w.Hint == "" {
			w.Hint = "without -create flags the container is created through the engine's API"
		}
		r.lose(w, owner)
	}
}

// lose reports one loss.
func (r *Rendering) lose(w reason, owner []string) {
	at := append(slices.Clone(owner), w.path()...)
	scope, text := r.scope.At(at...), cmp.Or(w.Text, "the engine's command line has no flag for "+w.What)
	switch {
	case at[len(at)-1] == "environment": // a changed value would not be an approximation
		scope.Error(diag.Unsafe, text, w.Hint)
	case w.Severity == diag.Note:
		scope.Note(diag.NoEffect, text, w.Hint)
	case w.Severity != diag.Error:
		scope.Warn(diag.Partial, text, w.Hint)
	case runtime.Accepted(at, r.options.Allow): // as runtime.Check does with a row
		scope.Warn(diag.Partial, text)
	default:
		scope.Error(diag.Unsupported, text, cmp.Or(w.Hint, "remove it")+", or accept the loss with -allow "+pattern(at))
	}
}

// pattern returns a path as a pattern of -allow: for the whole project, not for one entry, and no deeper than a name with a
// dot.
func pattern(at []string) string {
	out := slices.Clone(at)
	if len(out) > 1 {
		out[1] = "*"
	}
	for i, part := range out {
		if _, err := strconv.Atoi(part); err == nil || strings.Contains(part, ".") {
			return strings.Join(out[:i], ".")
		}
	}
	return strings.Join(out, ".")
}
