package main

import (
	"context"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// starting is the restart and the start of units, and what became of it.
type starting struct {
	*installed
	ctx     context.Context
	waiting map[string]bool // units whose job has not ended
	failed  []string
	// held counts how often in a row all that is left waited for a unit that failed.
	held int
}

// run restarts and starts, and looks at the end whether all that should run does. It returns the units that failed, and
// those that wait for one which failed and is started again by systemd: that may never succeed.
func (in *installed) run(ctx context.Context) (failed []string, err error) {
	s := &starting{installed: in, ctx: ctx, waiting: map[string]bool{}}
	var jobs []host.Job
	for _, name := range in.plan.Restart {
		jobs = append(jobs, host.Job{Verb: host.Restart, Unit: name})
	}
	for _, name := range in.plan.Start {
		jobs = append(jobs, host.Job{Verb: host.Start, Unit: name})
	}
	for _, job := range jobs {
		s.waiting[job.Unit] = true
	}
	if err := in.systemd.Run(ctx, jobs, s.ended, s.stuck); err != nil {
		return nil, err
	}
	if target := targetOf(in.Output); slices.Contains(in.plan.Restart, target) || slices.Contains(in.plan.Start, target) {
		more, err := in.failedOf(ctx, s.failed)
		if err != nil {
			return nil, err
		}
		s.failed = append(s.failed, more...)
	}
	return append(s.failed, slices.Sorted(maps.Keys(s.waiting))...), nil
}

// ended prints how a job ended.
func (s *starting) ended(r host.Result) {
	delete(s.waiting, r.Unit)
	if r.Done() {
		s.progress(r)
		return
	}
	s.failed = append(s.failed, r.Unit)
	s.say.failed(r.Unit, r.Why(), s.journal(s.ctx, r.Unit))
}

// certain is how many looks in a row, a second apart, must agree that a start is stuck: a unit may be between two states.
const certain = 3

// stuck reports whether all jobs that are left wait for units that failed and are started again, and prints them.
func (s *starting) stuck() bool {
	if len(s.failed) == 0 {
		return false
	}
	files := s.wanted()
	states, err := s.systemd.States(s.ctx, host.Patterns(files)...)
	if err != nil {
		return false // the next look will tell, or the end of the jobs
	}
	var retried []string
	for _, unit := range states {
		if unit.Active == "activating" && slices.Contains(s.failed, unit.Name) {
			retried = append(retried, unit.Name)
		}
	}
	held := host.Held(files, states, retried)
	for name := range s.waiting {
		if held[name] == "" && !names.IsTarget(name) { // a target waits for all that it wants
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
		s.say.failed(name, "not started: it waits for "+held[name]+", which failed and is started again", nil)
	}
	return true
}
