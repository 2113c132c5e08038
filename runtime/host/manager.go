package host

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ErrNoSystemd is returned if the machine was not booted with systemd (sd_booted(3)).
var ErrNoSystemd = errors.New("this machine does not run systemd")

// State is the state of a unit.
type State struct {
	Name string
	// Load is LoadState (loaded, not-found, masked …), Active is ActiveState (active, activating, inactive, failed …) and
	// Sub is SubState (running, exited, auto-restart …), as in org.freedesktop.systemd1.
	Load, Active, Sub string
}

// notFound is the LoadState of a unit whose file is gone.
const notFound = "not-found"

// Up reports whether the unit runs or is being started, so that a stop job would stop it.
func (s State) Up() bool {
	switch s.Active {
	case "active", "activating", "reloading", "refreshing":
		return true
	}
	return false
}

// Verb is a job's type.
type Verb int

// The verbs. Zero is invalid.
const (
	_ Verb = iota
	Start
	Stop
	Restart
)

// String returns what was done, for a person.
func (v Verb) String() string { return [...]string{"invalid", "started", "stopped", "restarted"}[v] }

// Job is one job for one unit.
type Job struct {
	Verb Verb
	Unit string
}

// Result is how a job ended: Outcome is done, or systemd's result if it did not succeed (failed, dependency, timeout,
// canceled, skipped), or the error that prevented the job from being queued.
type Result struct {
	Job
	Outcome string
	// Invocation is the unit's [Manager.Invocation] when a job ended that failed: systemd may soon start the unit again.
	Invocation string
}

// Done reports whether the job succeeded.
func (r Result) Done() bool { return r.Outcome == "done" }

// ran reports whether a job that failed has started the unit, or a part of it: not if a dependency failed, or if the job was never queued.
func (r Result) ran() bool {
	return slices.Contains([]string{"failed", "timeout", "skipped"}, r.Outcome)
}

// Why returns how the job ended, for a person (systemd's results: org.freedesktop.systemd1(5), JobRemoved).
func (r Result) Why() string {
	switch r.Outcome {
	case "dependency":
		return "not " + r.Verb.String() + ": a unit it depends on failed"
	case "assert":
		return "not " + r.Verb.String() + ": a service it depends on is not ready"
	}
	return r.Outcome
}

// Manager is the part of systemd's interface that is needed here.
type Manager interface {
	// States lists the loaded units whose names match (systemctl list-units), sorted by name.
	States(ctx context.Context, patterns ...string) ([]State, error)
	// Restarts returns how often systemd has restarted a service since it was started (NRestarts).
	Restarts(ctx context.Context, service string) (int, error)
	// Started returns when a unit was last started (InactiveExitTimestamp); zero for one that never was.
	Started(ctx context.Context, unit string) (time.Time, error)
	// Invocation returns the ID of a unit's latest start (InvocationID), in the journal's form; empty for one that never was started.
	Invocation(ctx context.Context, unit string) (string, error)
	// Enable and Disable change what is started at boot; Reload makes systemd reload the unit files.
	Enable(ctx context.Context, units ...string) error
	Disable(ctx context.Context, units ...string) error
	Reload(ctx context.Context) error
	// Reset makes systemd forget that units failed.
	Reset(ctx context.Context, units ...string) error
	// Run queues all jobs at once, so that systemd orders them, and calls done for each as it ends. It returns early when
	// ctx ends, or when enough, which is called once a second unless it is nil, returns true; the remaining jobs stay
	// queued.
	Run(ctx context.Context, jobs []Job, done func(Result), enough func() bool) error
	Close()
}
