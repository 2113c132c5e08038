package cli

import (
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// calendar is the set of schedules of one job that treat a missed trigger alike: systemd decides that per timer.
type calendar struct {
	service    string
	persistent bool
	first      bool // first timer of its job
	timers     []model.Timer
}

// calendars returns the project's timers in the order of their first schedule.
func (r *Rendering) calendars() []*calendar {
	var out []*calendar
	for _, t := range r.project.Timers {
		first, mine := true, (*calendar)(nil)
		for _, c := range out {
			if c.service != t.Service {
				continue
			}
			first = false
			if c.persistent == t.Persistent {
				mine = c
			}
		}
		if mine == nil {
			mine = &calendar{service: t.Service, persistent: t.Persistent, first: first}
			out = append(out, mine)
		}
		mine.timers = append(mine.timers, t)
	}
	return out
}

// timerName returns the job's own name for its first timer; there are never more than two.
func (r *Rendering) timerName(c *calendar) string {
	switch {
	case c.first:
		return r.names.Timer(c.service)
	case c.persistent:
		return r.names.EvenMissed(c.service)
	}
	return r.names.UnlessMissed(c.service)
}

// timers writes the units that start jobs.
func (r *Rendering) timers() {
	for _, c := range r.calendars() {
		at := []string{"jobs", c.service, "triggers"}
		view := templates.TimerView{Head: r.head(c.service+" by the calendar", "jobs", c.service), Persistent: c.persistent}
		view.Head.PartOf = unit.Units(r.names.Target())
		if !c.first {
			view.Unit = unit.Units(r.names.Service(c.service))
		}
		for _, t := range c.timers {
			view.Calendars = append(view.Calendars, unit.Path(t.Calendar))
			r.queued(t)
		}
		r.Add(r.Claim(r.timerName(c), at...), templates.Timer, view, at...)
	}
}

// queued reports what a timer cannot do: systemd never runs a unit twice at once, and drops a trigger that fires during a
// run.
func (r *Rendering) queued(t model.Timer) {
	if !t.Queue {
		return
	}
	at := []string{"jobs", t.Service, "triggers", "schedule"}
	r.scope.At(at...).Warn(diag.Partial, "`concurrency: queue` is not supported: a trigger that fires during a run is dropped")
}
