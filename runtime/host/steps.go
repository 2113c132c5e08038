package host

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// Step is what a run does to a file and its units, or to something else.
type Step struct {
	// Do is what happens to Name, the path of a file or a unit: add, change, comment or remove (a [Kind]); stop, restart,
	// start or enable for a unit whose own file is not changed; mode for a file or folder whose mode is restored.
	Do, Name string
	// Units are the actions on units of the file: stop, restart, start, enable, in this order.
	Units []string
	// Network is set if the file is that of a network whose definition changed, Volume if it is that of a volume, which is
	// kept as it is, and Later for a unit that has no effect before its next start.
	Network       *Recreation
	Volume, Later bool
}

// verbs returns the actions on units, in the order of the plan.
func (p Plan) verbs() []struct {
	word  string
	units []string
} {
	return []struct {
		word  string
		units []string
	}{{"stop", p.Stop}, {"restart", p.Restart}, {"start", p.Start}, {"enable", p.Enable}}
}

// Steps returns the changes one by one: files in the order of their paths, then units whose own file is not changed (their
// values changed, or an earlier run did not get to them), then modes.
func (c *Changes) Steps() []Step {
	var out []Step
	told := map[string]bool{}
	for _, f := range c.Files {
		out = append(out, c.step(f, told))
	}
	for _, verb := range c.verbs() {
		for _, name := range verb.units {
			if !told[name] {
				told[name] = true
				out = append(out, Step{Do: verb.word, Name: name})
			}
		}
	}
	for _, name := range c.Modes {
		out = append(out, Step{Do: "mode", Name: name})
	}
	return out
}

// step returns the step of a file and marks its units in told.
func (c *Changes) step(f File, told map[string]bool) Step {
	s := Step{Do: f.Kind().String(), Name: f.Path}
	if !f.Unit() {
		return s
	}
	for _, verb := range c.verbs() {
		for _, name := range verb.units {
			if name == f.Name() || names.Instance(name, f.Name()) {
				told[name] = true
				s.Units = append(s.Units, verb.word)
			}
		}
	}
	if s.Units = slices.Compact(s.Units); len(s.Units) > 0 || !f.Restarts() {
		return s
	}
	at := slices.IndexFunc(c.Recreate, func(r Recreation) bool { return r.Unit == f.Name() })
	switch {
	case at >= 0:
		s.Network = &c.Recreate[at]
	case names.MayBeVolume(f.Name()):
		s.Volume = true
	default:
		s.Later = true
	}
	return s
}
