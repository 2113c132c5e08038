package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Claim reserves a unit name for the object at a path of the Compose file. A name that is already taken is an error that
// shows both places; so is a name that belongs to systemd or an engine.
func (r *Rendering) Claim(name string, at ...string) string {
	if names.Foreign(name) {
		r.scope.At(at...).Error(diag.Collision, "the unit name "+name+" belongs to systemd or an engine",
			"use -unit-prefix, or rename the project")
	}
	if other, taken := r.taken[name]; taken {
		r.scope.At(at...).Error(diag.Collision, "the unit name "+name+" is taken by "+strings.Join(other, ".")+" at "+r.scope.At(other...).Pos().String(),
			renameHint(at, other))
	}
	r.taken[name] = slices.Clone(at)
	return name
}

// renameHint names what a user can rename: not the project's own units.
func renameHint(at, other []string) string {
	kinds := []string{"services", "jobs", "networks", "volumes"}
	var named []string
	for _, path := range [][]string{at, other} {
		if len(path) > 1 && slices.Contains(kinds, path[0]) {
			named = append(named, strings.TrimSuffix(path[0], "s")+" "+path[1])
		}
	}
	switch len(named) {
	case 0:
		return "rename the project, or use -unit-prefix"
	case 1:
		return "rename the " + named[0]
	}
	return "rename the " + named[0] + " or the " + named[1]
}

// FileName returns the unit file name of a container: a template if there are replicas.
func (r *Rendering) FileName(c *model.Container) string {
	if c.Replicas > 1 {
		return r.names.Template(c.Service)
	}
	return r.names.Service(c.Service)
}

// UnitNames returns the units of all replicas of a service.
func (r *Rendering) UnitNames(service string) []string {
	c := r.services[service]
	if c == nil {
		return nil // compose-go dropped it: scaled to 0 or disabled
	}
	if c.Replicas == 1 {
		return []string{r.FileName(c)}
	}
	var out []string
	for i := range c.Replicas {
		out = append(out, r.names.Replica(service, i+1))
	}
	return out
}

// containerNames returns the names of the containers of all replicas.
func containerNames(c *model.Container) []string {
	if c.Replicas == 1 {
		return []string{c.Name}
	}
	var out []string
	for i := range c.Replicas {
		out = append(out, model.Numbered(c.Name, i+1))
	}
	return out
}
