// Package runtime declares what a runtime is: a way to turn the model of a project into files that systemd and one
// engine understand. It names no engine.
//
// A runtime says of every attribute of the Compose schema how far it is translated, in one [Row]; where the attribute
// becomes part of a command line, the same declaration emits it (see [Rule]). Nothing else decides about support:
// findings, documentation and the tests all read the rows.
package runtime

import (
	"cmp"
	"io/fs"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// File is one file of the output folder.
type File struct {
	// Path is relative to the output folder, with slashes.
	Path string
	Mode fs.FileMode // 0644 or 0600
	Data []byte
	// Script marks a file of the private folder that is the same for every project, so that no value is in it.
	Script bool
	// Call marks a private file that is the body of a call of the engine's API: everything about a container.
	Call bool
}

// ScriptMark is a line at the head of every script, with its name: in the output folder it tells a script from one of the
// user's.
const ScriptMark = "# Made by compose2unit: %s, the same for every project.\n"

// OldestSystemd and NewestSystemd are the versions that the units are known to be read by.
const (
	OldestSystemd = 252
	NewestSystemd = 262
)

// Options are what a run asks of a runtime. The zero value means what the command line means without flags.
type Options struct {
	// Prefix precedes every unit's name.
	Prefix string
	// NoInstall leaves the target out of the boot (-auto_start=false).
	NoInstall bool
	// User makes units for the user's service manager.
	User bool
	// EngineLogs leaves the container's output to the engine's log driver alone.
	EngineLogs bool
	// Create says how a container is created that flags cannot express: auto, flags or api. Empty is auto.
	Create string
	// ConfigDir is where private files live on the target; empty is beside the units.
	ConfigDir string
	// EngineRoot is the folder of the target where the engine keeps its data; its mount is waited for. Empty is anywhere.
	EngineRoot string
	// StopTimeout is the least time that systemd waits for a container to stop; its grace period and some slack always fit.
	StopTimeout time.Duration
	// Systemd is the oldest systemd that must read the units. Zero is [OldestSystemd].
	Systemd int
	// Engine is the oldest engine that must read them, as major*100+minor. Zero is the engine's usual one (for Podman 5.4).
	Engine int
	// Allow are the patterns of -allow: attributes whose loss is accepted (see [Allowed]).
	Allow []string
	// DockerCaps gives containers the capabilities that Docker's have and the engine's lack.
	DockerCaps bool
}

// SystemdVersion is the oldest systemd that must read the units: Systemd, or its default.
func (o Options) SystemdVersion() int { return cmp.Or(o.Systemd, OldestSystemd) }

// Runtime turns a project into files, and knows the machines that run them.
type Runtime interface {
	Operated
	// Rows declares every attribute of the schema, each exactly once.
	Rows() []Row
	// Files renders the project, and says in the scope of its files what cannot be done. It does no input or output, and the
	// same project and options give the same bytes.
	Files(*model.Project, Options, diag.Scope) []File
}
