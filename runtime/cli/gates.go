package cli

import (
	"cmp"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// gate is a condition of a service that others wait for. Its unit waits for the condition and records the result; dependent
// services are ordered after it, so one process polls for all of them. No dependent is bound to the gate or the service:
// stopping or restarting the service by hand does not stop or restart its dependents.
type gate struct {
	service   string
	condition model.Condition
}

func (g gate) word() string { return g.condition.String() }

// StateFolder is the directory below the runtime directory that holds the state files of all projects. Only compose2unit
// uses it, so a project's name cannot select a path that something else uses (/run/lock is world-writable).
const StateFolder = "compose2unit"

// gateName returns the name of a gate's unit.
func (r *Rendering) gateName(g gate) string { return r.names.Gate(g.service, g.word()) }

// sortedGates returns the project's gates, sorted by service.
func (r *Rendering) sortedGates() []gate {
	return slices.SortedFunc(maps.Keys(r.awaited), func(a, b gate) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.condition, b.condition))
	})
}

func (r *Rendering) gates() {
	for _, g := range r.sortedGates() {
		if c := r.services[g.service]; c != nil {
			r.gate(g, c)
		}
	}
}

// gate writes the unit of a gate. It has no Wants=: the target wants the services as well, and a dependent that is started
// alone starts what it needs (see [Rendering.Conditions]). So a retry does not start a service that was stopped by hand.
func (r *Rendering) gate(g gate, c *model.Container) {
	at := []string{"services", g.service}
	head := r.head(g.service+" is "+g.word(), at...)
	head.PartOf = unit.Units(r.names.Target())
	head.After = []unit.Value{unit.Units(r.UnitNames(g.service)...)}
	head.Unlimited = true
	r.skipped(&head, g)
	var words []unit.Value
	if c.RestartUnhealthy {
		words = append(words, unit.Literal("--unhealthy-restarts"))
	}
	words = append(words, unit.Word(g.word()), unit.Word(g.service))
	names := containerNames(c)
	for i, name := range r.UnitNames(g.service) {
		words = append(words, unit.Word(name+"="+names[i]))
	}
	r.Add(r.Claim(r.gateName(g), at...), templates.Oneshot, templates.OneshotView{
		Head: head, Client: r.client(), Remain: g.condition == model.Healthy,
		Start: []templates.Exec{r.Run("await", words...)},
	}, at...)
}

// skipped lets systemd skip a gate that waits for the start of a service that has started: that costs no process. The scripts
// write a file of each run when the container has started, and empty it when the run ends. No dependent relies on that: it checks
// that these runs last, and otherwise creates the file Wanted and starts the gate.
func (r *Rendering) skipped(head *templates.Head, g gate) {
	if g.condition != model.Started {
		return
	}
	file := func(name string) unit.Value {
		return unit.Concat(unit.Literal("%t/"), unit.Path(StateFolder+"/"+r.project.Name+"/"+name))
	}
	for _, name := range r.UnitNames(g.service) {
		head.Records = append(head.Records, file(name+".run"))
	}
	head.Wanted = file(g.service + "." + g.word() + ".wanted")
}

// over returns the line that resets the container's health gate when the container has exited.
func (r *Rendering) over(c *model.Container) []templates.Exec {
	g := gate{c.Service, model.Healthy}
	if !r.awaited[g] {
		return nil
	}
	return []templates.Exec{{Command: r.command(unit.Ignore, r.Script("over", unit.Word(r.gateName(g))))}}
}

// targetGates returns the gates that the target wants: those of its own services.
func (r *Rendering) targetGates() []unit.Value {
	var out []unit.Value
	for _, g := range r.sortedGates() {
		wanted := func(c model.Container) bool {
			return c.Kind == model.Service && slices.ContainsFunc(c.After, func(d model.Dependency) bool { return gateOf(d) == g })
		}
		if r.services[g.service] != nil && slices.ContainsFunc(r.project.Containers, wanted) {
			out = append(out, unit.Units(r.gateName(g)))
		}
	}
	return out
}

func gateOf(d model.Dependency) gate { return gate{d.Service, d.Condition} }

// depend orders a unit after its dependency and the dependency's gate. It wants neither: an automatic restart would then
// start and await them, which the engine's own restart does not. Only a container whose namespace it joins, without which
// it cannot run, is wanted at every start.
func (r *Rendering) depend(head *templates.Head, c *model.Container, d model.Dependency) {
	names := r.UnitNames(d.Service)
	if len(names) == 0 {
		return
	}
	if Joins(c, r.services[d.Service]) >= 0 {
		head.Wants = append(head.Wants, unit.Units(names...))
	}
	head.After = append(head.After, unit.Units(names...), unit.Units(r.gateName(gateOf(d))))
}

// Conditions returns the commands of a start, preceded by those that check depends_on, so that an unmet condition is a failed
// start and Restart= decides. The first line waits, as a single process, if systemd's queue has not already waited. The script
// `met` decides; it runs the first of the other commands itself, because each line of a unit costs an execution by systemd.
func (r *Rendering) Conditions(c *model.Container, id Identity, commands []templates.Exec) []templates.Exec {
	var groups [][]unit.Value
	for _, d := range c.After {
		units := r.UnitNames(d.Service)
		if len(units) == 0 {
			continue
		}
		flag := "--wishes"
		if d.Required {
			flag = "--needs"
		}
		g := gateOf(d)
		groups = append(groups, unit.Words(append([]string{flag, g.service, g.word(), r.gateName(g)}, units...)...))
	}
	if len(groups) == 0 {
		return commands
	}
	head := r.Script("depends", id.Unit, id.Container, unit.Word(r.names.Target()))
	depends := templates.Exec{Why: unit.Text("depends_on"), Command: unit.Command(unit.Ignore, append([][]unit.Value{head}, groups...)...)}
	first := commands[0]
	first.Command = unit.Within(r.Script("met", append(retries(c), id.Unit, id.Container)...), first.Command)
	return append([]templates.Exec{depends, first}, commands[1:]...)
}

// Joins returns the index of the container of other whose namespace c shares, or -1.
func Joins(c, other *model.Container) int {
	modes := []string{c.Host.NetworkMode, c.Host.IpcMode, c.Host.PidMode, c.Host.UTSMode}
	return slices.IndexFunc(containerNames(other), func(name string) bool { return slices.Contains(modes, "container:"+name) })
}
