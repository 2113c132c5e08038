// Package host installs the units of a project on a machine, and manages them there: [Diff] returns what would change,
// [Apply] changes it, [Status] shows the project and [Remove] removes it. All four can be called again after a run that was
// interrupted at any point, and complete it.
//
// It reads no Compose file and knows no engine: everything that depends on the runtime is provided by its
// [runtime.Operated]. It writes through package folder, which does not touch foreign files, and prints nothing: every step
// is reported as an event.
package host

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Options select a project and a machine.
type Options struct {
	// Project is the project's name.
	Project string
	// User selects the manager and the engine of the user instead of the system's and root's.
	User bool
	// ConfigDir is where the units look for private files; if empty, beside themselves (runtime.Options.ConfigDir).
	ConfigDir string
	// Generated is set for a project whose units a generator makes; nil for one whose units are installed.
	Generated *Generated
	// Runtimes are all runtimes whose units may be installed, by this run or an earlier one.
	Runtimes []runtime.Operated
	// Machine is usually [This].
	Machine Machine
	// Events, if set, is called with every step, one at a time, before the call returns. [Waiting] is sent from another
	// goroutine.
	Events func(Event)
}

// FailedError is returned if everything was done but some units failed, or wait for one that failed. Each was reported as
// an event. The next [Apply] tries them again.
type FailedError struct{ Units []string }

func (e FailedError) Error() string { return "these units failed: " + strings.Join(e.Units, ", ") }

// NotInstalledError is returned if the unit folder contains no unit of a project.
type NotInstalledError struct{ Root, Project string }

func (e NotInstalledError) Error() string {
	return fmt.Sprintf("no unit in %s belongs to project %q", e.Root, e.Project)
}

// output returns where the project's files are on the machine. It fails if the project's name cannot be one: everything else uses it
// in paths, in patterns of units and in requests to engines.
func (o Options) output() (folder.Output, error) {
	if err := names.CheckProject(o.Project); err != nil {
		return folder.Output{}, err
	}
	return o.layout().files(o)
}

// ErrNoUserDir is returned with User if the user's runtime directory is unknown: root's engine would be asked instead of the user's.
var ErrNoUserDir = errors.New("XDG_RUNTIME_DIR is not set to an absolute path: log in as the user, or use machinectl shell USER@")

// check fails if the options do not tell which engine is the user's.
func (o Options) check() error {
	if o.User && o.Machine.UserDir == "" {
		return ErrNoUserDir
	}
	return nil
}

// client returns a client for the engine of a runtime.
func (o Options) client(of runtime.Operated) runtime.Client {
	dir := ""
	if o.User {
		dir = o.Machine.UserDir
	}
	return of.Client(o.Machine.Run, dir)
}

// runs reports whether a unit or source file of any of the runtimes creates the container.
func (o Options) runs(text []byte, container string) bool {
	return slices.ContainsFunc(o.Runtimes, func(rt runtime.Operated) bool { return rt.Runs(text, container) })
}

// network returns the network that a unit or source file of one of the runtimes creates.
func (o Options) network(text []byte) (key, hash string) {
	for _, rt := range o.Runtimes {
		if key, hash = rt.Network(text); key != "" {
			return key, hash
		}
	}
	return "", ""
}
