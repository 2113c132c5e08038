package cli

import (
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// updates writes, for every container whose image is kept up to date, the unit that pulls the image and restarts the
// container if it changed, and its timer. A run that was missed while the machine was off is made up for.
func (r *Rendering) updates() {
	for i := range r.project.Containers {
		if c := &r.project.Containers[i]; c.Update != "" {
			r.update(c)
			r.updateBy(c)
		}
	}
}

func (r *Rendering) update(c *model.Container) {
	at := append(c.At, "x-compose2unit", "update")
	head := r.head("update "+c.Service+" ("+c.Image+")", c.At...)
	r.afterEngine(&head)
	words := []unit.Value{unit.Word(c.Image)}
	var flags []Flag
	if c.Platform != "" {
		flags = append(flags, Line("--platform", c.Platform))
	}
	names, units := containerNames(c), r.UnitNames(c.Service)
	for i := range names {
		flags = append(flags, Line(units[i], names[i]))
	}
	r.Add(r.Claim(r.names.Update(c.Service), at...), templates.Oneshot, templates.OneshotView{
		Head: head, Client: r.client(), Start: []templates.Exec{{Command: r.command(unit.Plain, r.Script("update", words...), flags...)}},
	}, at...)
}

func (r *Rendering) updateBy(c *model.Container) {
	at := append(c.At, "x-compose2unit", "update")
	head := r.head("update "+c.Service+" by the calendar", c.At...)
	head.PartOf = unit.Units(r.names.Target())
	r.Add(r.Claim(r.names.UpdateTimer(c.Service), at...), templates.Timer, templates.TimerView{
		Head: head, Calendars: []unit.Value{unit.Path(c.Update)}, Persistent: true,
	}, at...)
}
