// Package host brings the units of a project to a machine: it says what a set of changed files means for units that
// run (a [Plan]), and has systemd do it through a [Manager]. It reads no Compose file and knows no engine; files are
// written by its caller.
package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrNoSystemd is returned where the machine was not booted with systemd (sd_booted(3)).
var ErrNoSystemd = errors.New("this machine does not run systemd")

// Folder is where units of the system's manager, or of the user's, are installed by hand (systemd.unit(5), UNIT FILE
// LOAD PATH). It fails where no folder of the user is known.
func Folder(user bool) (string, error) {
	if !user {
		return "/etc/systemd/system", nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("the user's unit folder: %w", err)
	}
	return filepath.Join(config, "systemd", "user"), nil
}

// Sources is where the source files of podman's generator are installed by hand (podman-systemd.unit(5), "Podman rootful
// unit search path"). It fails where no folder of the user is known.
func Sources(user bool) (string, error) {
	if !user {
		return "/etc/containers/systemd", nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("the user's folder of podman's units: %w", err)
	}
	return filepath.Join(config, "containers", "systemd"), nil
}

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

// Result is how a job ended: Said is done, or systemd's word for why not (failed, dependency, timeout, canceled,
// skipped), or the error that kept the job from being queued.
type Result struct {
	Job
	Said string
}

// Done reports whether the job succeeded.
func (r Result) Done() bool { return r.Said == "done" }

// Why says how the job ended, for a person (systemd's words: org.freedesktop.systemd1(5), JobRemoved).
func (r Result) Why() string {
	switch r.Said {
	case "dependency":
		return "not " + r.Verb.String() + ": a unit it depends on failed"
	case "assert":
		return "not " + r.Verb.String() + ": a service it depends on is not ready"
	}
	return r.Said
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
