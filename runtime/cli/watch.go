package cli

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// watches reports whether the project's watcher kills a container when it is unhealthy (x-compose2unit: on-unhealthy),
// because the engine does not do so itself.
func (r *Rendering) watches(c *model.Container) bool {
	return r.engine.Watched && c.RestartUnhealthy
}

// watchers returns the project's watcher, if it needs one.
func (r *Rendering) watchers() []unit.Value {
	for i := range r.project.Containers {
		if r.watches(&r.project.Containers[i]) {
			return []unit.Value{unit.Units(r.names.Watch())}
		}
	}
	return nil
}

// watch writes the watcher: one client of the engine for all services of the project. The target and the services want it,
// and it stops when none of them is active. It is not ordered relative to the services.
func (r *Rendering) watch() {
	if len(r.watchers()) == 0 {
		return
	}
	at := []string{"services"}
	var pairs []Flag
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		if !r.watches(c) {
			continue
		}
		if len(pairs) == 0 {
			at = append(slices.Clone(c.At), "x-compose2unit", "on-unhealthy")
		}
		names := containerNames(c)
		for n, name := range r.UnitNames(c.Service) {
			pairs = append(pairs, Line(name+"="+names[n]))
		}
	}
	head := r.head("restart unhealthy containers")
	head.PartOf = unit.Units(r.names.Target())
	r.afterEngine(&head)
	head.Unlimited = true
	head.Raw = []templates.Directive{{Key: unit.Key("StopWhenUnneeded"), Value: unit.Literal("yes")}}
	r.Add(r.Claim(r.names.Watch(), at...), templates.Watch, templates.WatchView{
		Head: head, Client: r.client(), Start: r.command(unit.Plain, r.Script("watch", unit.Word(r.project.Name)), pairs...),
	}, at...)
}
