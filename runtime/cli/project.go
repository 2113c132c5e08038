package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// target is the whole project: it wants every service, and is started at boot.
func (r *rendering) target() {
	head := r.head("all services")
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		if c.Kind == model.Service {
			for _, name := range r.unitNames(c.Service) {
				head.Wants = append(head.Wants, unit.Units(name))
			}
		}
	}
	for _, name := range r.timerNames() {
		head.Wants = append(head.Wants, unit.Units(name))
	}
	head.Raw = raw(r.project.Systemd, "Unit")
	view := templates.TargetView{Head: head, Install: raw(r.project.Systemd, "Install")}
	if !r.options.NoInstall {
		view.WantedBy = unit.Literal("multi-user.target")
		if r.options.User {
			view.WantedBy = unit.Literal("default.target")
		}
	}
	r.add(r.claim(r.targetName(), "name"), templates.Target, view, "name")
}

// down is the unit that takes the project down. Starting it stops all services first; nothing wants it.
func (r *rendering) down() {
	head := r.head("take down: remove containers and networks, keep volumes")
	head.Conflicts = []unit.Value{unit.Units(r.targetName())}
	for i := range r.project.Containers {
		names := unit.Units(r.unitNames(r.project.Containers[i].Service)...)
		head.Conflicts = append(head.Conflicts, names)
		head.After = append(head.After, names)
	}
	r.afterEngine(&head)
	r.add(r.claim(r.stem("down")+".service", "name"), templates.Oneshot, templates.OneshotView{
		Head:  head,
		Start: []templates.Exec{{Command: command(unit.Plain, r.script("down", unit.Word(r.project.Name)), nil)}},
	}, "name")
}

// timerNames are the units that start jobs, each once.
func (r *rendering) timerNames() []string {
	var out []string
	for _, t := range r.project.Timers {
		out = append(out, r.stem(t.Service)+".timer")
	}
	return slices.Compact(out)
}

func (r *rendering) timers() {
	for i := 0; i < len(r.project.Timers); {
		first := r.project.Timers[i]
		view := templates.TimerView{Head: r.head(first.Service + " by the calendar")}
		view.Head.PartOf = unit.Units(r.targetName())
		for ; i < len(r.project.Timers) && r.project.Timers[i].Service == first.Service; i++ {
			view.Calendars = append(view.Calendars, unit.Path(r.project.Timers[i].Calendar))
			view.Persistent = view.Persistent || r.project.Timers[i].Persistent
			r.queued(r.project.Timers[i])
		}
		r.add(r.claim(r.stem(first.Service)+".timer", "jobs", first.Service), templates.Timer, view, "jobs", first.Service)
	}
}

// queued tells of the one thing a timer cannot do: systemd never runs a unit twice at once, and forgets a fire that
// falls into a run.
func (r *rendering) queued(t model.Timer) {
	if !t.Queue {
		return
	}
	at := []string{"jobs", t.Service, "triggers", "schedule"}
	r.report.Add(diag.Finding{Severity: diag.Warning, Code: diag.Partial, Pos: r.where(at...), Path: strings.Join(at, "."),
		Text: "`concurrency: queue` cannot be kept: a fire that falls into a run is lost"})
}
