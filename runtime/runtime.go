// Package runtime defines what a runtime is: a way to turn the model of a project into files for systemd and one container
// engine. It names no engine.
//
// A runtime declares for every attribute of the Compose schema how far it is translated, in one [Row]; where the attribute
// becomes part of a command line, the same declaration emits it (see [Rule]). Nothing else decides about support: findings,
// documentation and tests are all derived from the rows.
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
	// Script marks a file of the private folder that is identical for every project and therefore contains no values.
	Script bool
	// Call marks a private file that is the body of an API call: the complete definition of a container.
	Call bool
}

// ScriptMark is a line at the head of every script, with its name. It distinguishes the scripts in the output folder from
// the user's own.
const ScriptMark = "# Made by compose2unit: %s, the same for every project.\n"

// OldestSystemd and NewestSystemd are the bounds of the systemd versions that are known to read the units.
const (
	OldestSystemd = 252
	NewestSystemd = 262
)

// Options are the options of one run. The zero value corresponds to the command line without flags.
type Options struct {
	// Prefix is prepended to every unit's name.
	Prefix string
	// NoInstall does not start the target at boot (-auto_start=false).
	NoInstall bool
	// User makes units for the user's service manager.
	User bool
	// EngineLogs sends the container's output to the engine's log driver only.
	EngineLogs bool
	// Create selects how containers are created that flags cannot express: auto, flags or api. Empty is auto.
	Create string
	// ConfigDir is the directory of private files on the target; if empty, they are installed beside the units.
	ConfigDir string
	// EngineRoot is the folder on the target where the engine keeps its data; units wait for its mount. Empty means
	// unknown.
	EngineRoot string
	// StopTimeout is the minimum time that systemd waits for a container to stop; it is raised to the grace period plus
	// some slack.
	StopTimeout time.Duration
	// Systemd is the oldest systemd version that must be able to read the units. Zero is [OldestSystemd].
	Systemd int
	// Engine is the oldest engine version that must be able to run them, as major*100+minor. Zero is the engine's default
	// (5.4 for Podman).
	Engine int
	// Allow are the patterns of -allow: attributes whose loss is accepted (see [Allowed]).
	Allow []string
	// DockerCaps gives containers the capabilities that Docker grants by default and the engine does not.
	DockerCaps bool
}

// SystemdVersion returns the oldest systemd version that must be able to read the units: Systemd, or its default.
func (o Options) SystemdVersion() int { return cmp.Or(o.Systemd, OldestSystemd) }

// Runtime turns a project into files, and provides access to the machines that run them.
type Runtime interface {
	Operated
	// Rows returns one row for every attribute of the schema, each exactly once.
	Rows() []Row
	// Ignores returns the options that do not affect the files, by the names of their flags, with the reason.
	Ignores() map[string]string
	// Files renders the project, and reports in the scope what cannot be done. It performs no I/O, and the same project and
	// options always give the same bytes.
	Files(*model.Project, Options, diag.Scope) []File
}
