package host

import (
	"context"
	"errors"
)

// ErrNoSystemd is returned where the machine was not booted with systemd (sd_booted(3)).
var ErrNoSystemd = errors.New("this machine does not run systemd")

// State is what systemd says of a unit.
type State struct {
	Name string
	// Load is LoadState (loaded, not-found, masked …), Active is ActiveState (active, activating, inactive, failed …) and
	// Sub is SubState (running, exited, auto-restart …), in org.freedesktop.systemd1's words.
	Load, Active, Sub string
}

// Up reports whether the unit runs or is being started: it would be stopped by a stop job.
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

// String is the word for a person: what was done.
func (v Verb) String() string { return [...]string{"invalid", "started", "stopped", "restarted"}[v] }

// Job is one job for one unit.
type Job struct {
	Verb Verb
	Unit string
}

// Result is how a job ended: Outcome is done, or systemd's word for why not (failed, dependency, timeout, canceled,
// skipped), or the error that kept the job from being queued.
type Result struct {
	Job
	Outcome string
}

// Done reports whether the job succeeded.
func (r Result) Done() bool { return r.Outcome == "done" }

// Why says how the job ended, for a person (systemd's words: org.freedesktop.systemd1(5), JobRemoved).
func (r Result) Why() string {
	switch r.Outcome {
	case "dependency":
		return "not " + r.Verb.String() + ": a unit it depends on failed"
	case "assert":
		return "not " + r.Verb.String() + ": a service it depends on is not ready"
	}
	return r.Outcome
}

// Manager is systemd, as far as it is needed here.
type Manager interface {
	// States lists the loaded units whose names match (systemctl list-units), sorted by name.
	States(ctx context.Context, patterns ...string) ([]State, error)
	// Restarts is how often systemd has restarted a service since it was started (NRestarts).
	Restarts(ctx context.Context, service string) (int, error)
	// Enable and Disable change what is started at boot; Reload makes systemd read the unit files again.
	Enable(ctx context.Context, units ...string) error
	Disable(ctx context.Context, units ...string) error
	Reload(ctx context.Context) error
	// Run queues all jobs at once, so that systemd orders them, and calls done for each as it ends. It returns early when
	// ctx ends, and when enough, which is asked about once a second unless it is nil, reports true; the jobs that are left
	// stay queued.
	Run(ctx context.Context, jobs []Job, done func(Result), enough func() bool) error
	Close()
}
