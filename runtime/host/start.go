package host

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// starting is the state of restarting and starting units.
type starting struct {
	*deployment
	ctx     context.Context
	waiting map[string]bool // units whose job has not ended
	failed  []string
	queued  time.Time
	// held counts how often in a row all remaining units waited for a unit that failed.
	held int
}

// start restarts and starts units, and finally checks that everything that should run does. It returns the units that
// failed, and those that wait for a unit which failed and is restarted by systemd: that may never succeed.
func (d *deployment) start(ctx context.Context) (failed []string, err error) {
	s := &starting{deployment: d, ctx: ctx, waiting: map[string]bool{}, queued: time.Now()}
	var jobs []Job
	for _, name := range d.plan.Restart {
		jobs = append(jobs, Job{Verb: Restart, Unit: name})
	}
	for _, name := range d.plan.Start {
		jobs = append(jobs, Job{Verb: Start, Unit: name})
	}
	for _, job := range jobs {
		s.waiting[job.Unit] = true
	}
	if err := d.systemd.Run(ctx, jobs, s.ended, s.stuck); err != nil {
		return nil, err
	}
	if target := d.Target(); slices.Contains(d.plan.Restart, target) || slices.Contains(d.plan.Start, target) {
		more, err := s.failedOf()
		if err != nil {
			return nil, err
		}
		s.failed = append(s.failed, more...)
	}
	return append(s.failed, slices.Sorted(maps.Keys(s.waiting))...), nil
}

// ended reports how a job ended.
func (s *starting) ended(r Result) {
	delete(s.waiting, r.Unit)
	if r.Done() {
		s.options.done(r)
		return
	}
	s.failed = append(s.failed, r.Unit)
	s.options.failed(s.ctx, r.of(s.queued))
}

// failedOf returns further units of the project that failed while its target was starting: the target's own job does not report them.
func (s *starting) failedOf() (failed []string, err error) {
	states, err := s.systemd.States(s.ctx, patterns(s.wanted())...)
	for _, unit := range states {
		if unit.Active == "failed" && !slices.Contains(s.failed, unit.Name) {
			failed = append(failed, unit.Name)
			id, _ := s.systemd.Invocation(s.ctx, unit.Name) // without one, the journal since the jobs were queued
			s.options.failed(s.ctx, failure{unit.Name, "failed", id, s.queued})
		}
	}
	return failed, err
}

// certain is how many checks in a row, a second apart, must agree that a start is stuck: a unit may be between two states.
const certain = 3

// stuck reports whether all remaining jobs wait for units that failed and are restarted. It sends the events for them.
func (s *starting) stuck() bool {
	if len(s.failed) == 0 {
		return false
	}
	files := s.wanted()
	states, err := s.systemd.States(s.ctx, patterns(files)...)
	if err != nil {
		return false // the next check decides, or the end of the jobs
	}
	var retried []string
	for _, unit := range states {
		if unit.Active == "activating" && slices.Contains(s.failed, unit.Name) {
			retried = append(retried, unit.Name)
		}
	}
	held := holding(files, states, retried)
	for name := range s.waiting {
		if held[name] == "" && !names.IsTarget(name) { // a target waits for everything that it wants
			s.held = 0
			return false
		}
	}
	if s.held++; s.held < certain {
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(s.waiting)) {
		if held[name] == "" {
			continue
		}
		s.options.tell(Event{Action: Failed, Object: OfUnit, Name: name,
			Reason: "not started: it waits for " + held[name] + ", which failed and is started again"})
	}
	return true
}
