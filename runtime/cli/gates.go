package cli

import (
	"cmp"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// gate is a condition of a service that others wait for. Its unit becomes active when the condition holds and keeps a
// directory under the runtime directory while it does; dependents assert that directory. So nobody waits who did not
// ask for the condition, and stopping or restarting the service by hand stops or restarts no dependent.
type gate struct {
	service   string
	condition model.Condition
}

func (g gate) word() string {
	if g.condition == model.Healthy {
		return "healthy"
	}
	return "completed"
}

// stateFolder is the directory below the runtime directory that holds the marks of all projects. It is ours alone: a
// project's name decides no path that something else may use (/run/lock can be written by everybody).
const stateFolder = "compose2unit"

// directory is the gate's directory below the runtime directory.
func (g gate) directory(project string) string {
	return stateFolder + "/" + project + "/" + g.service + "-" + g.word()
}

func (r *rendering) gates() {
	all := slices.SortedFunc(maps.Keys(r.awaited), func(a, b gate) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.condition, b.condition))
	})
	for _, g := range all {
		if c := r.services[g.service]; c != nil {
			r.gate(g, c)
		}
	}
}

func (r *rendering) gate(g gate, c *model.Container) {
	at := []string{"services", g.service}
	services := unit.Units(r.unitNames(g.service)...)
	head := r.head(g.service+" is "+g.word(), at...)
	head.PartOf = unit.Units(r.targetName())
	head.After = []unit.Value{services}
	if g.condition == model.Healthy {
		head.BindsTo = services // health ends when the container does
	} else {
		head.Wants = []unit.Value{services}
	}
	names := unit.Words(containerNames(c)...)
	r.add(r.claim(r.gateName(g), at...), templates.Oneshot, templates.OneshotView{
		Head: head, Client: r.client(), Remain: true, Directory: unit.Path(g.directory(r.project.Name)),
		Start: []templates.Exec{{Command: command(unit.Plain, r.script("await", append([]unit.Value{unit.Word(g.word())}, names...)...), nil)}},
	}, at...)
}
