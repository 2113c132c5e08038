package cli

import (
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// target writes the target of the project: it wants every service, and is started at boot.
func (r *Rendering) target() {
	head := r.head("all services")
	head.Runtime = unit.Word(r.word)
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		if c.Kind == model.Service {
			for _, name := range r.UnitNames(c.Service) {
				head.Wants = append(head.Wants, unit.Units(name))
			}
		}
	}
	head.Wants = append(head.Wants, r.targetGates()...)
	for _, t := range r.calendars() {
		head.Wants = append(head.Wants, unit.Units(r.timerName(t)))
	}
	for i := range r.project.Containers {
		if c := &r.project.Containers[i]; c.Update != "" {
			head.Wants = append(head.Wants, unit.Units(r.names.UpdateTimer(c.Service)))
		}
	}
	head.Wants = append(head.Wants, r.watchers()...)
	head.Raw = raw(r.project.Systemd, "Unit")
	view := templates.TargetView{Head: head, Install: raw(r.project.Systemd, "Install")}
	if !r.options.NoInstall {
		view.WantedBy = unit.Literal("multi-user.target")
		if r.options.User {
			view.WantedBy = unit.Literal("default.target")
		}
	}
	r.Add(r.Claim(r.names.Target(), "name"), templates.Target, view, "name")
}

// down writes the unit that takes the project down. Starting it stops all services first; nothing wants it.
func (r *Rendering) down() {
	head := r.head("take down: remove containers and networks, keep volumes")
	head.Conflicts = []unit.Value{unit.Units(r.names.Target())}
	for i := range r.project.Containers {
		names := unit.Units(r.UnitNames(r.project.Containers[i].Service)...)
		head.Conflicts = append(head.Conflicts, names)
		head.After = append(head.After, names)
	}
	head.Conflicts = append(head.Conflicts, r.watchers()...)
	r.afterEngine(&head)
	r.Add(r.Claim(r.names.Down(), "name"), templates.Oneshot, templates.OneshotView{
		Head:   head,
		Client: r.client(),
		Start:  []templates.Exec{r.Run("down", append([]unit.Value{unit.Word(r.project.Name)}, r.kept...)...)},
	}, "name")
}
