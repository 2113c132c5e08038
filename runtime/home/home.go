// Package home finds the base directories of a user.
package home

import (
	"cmp"
	"path/filepath"
	"strings"
)

// Dirs are the base directories of a user (XDG Base Directory Specification), as the user's service manager finds them
// (systemd.unit(5), UNIT FILE LOAD PATH): a variable that is not an absolute path is ignored. One that is unknown is empty.
type Dirs struct {
	// Config is the directory of configuration, and State that of what a program keeps.
	Config, State string
	// Runtime is the directory of sockets and of what lasts until the user logs out.
	Runtime string
}

// Of returns the directories for a process with this environment.
func Of(environ []string) Dirs {
	d := Dirs{variable(environ, "XDG_CONFIG_HOME"), variable(environ, "XDG_STATE_HOME"), variable(environ, "XDG_RUNTIME_DIR")}
	if home := variable(environ, "HOME"); home != "" {
		d.Config = cmp.Or(d.Config, filepath.Join(home, ".config"))
		d.State = cmp.Or(d.State, filepath.Join(home, ".local/state"))
	}
	return d
}

// variable returns an absolute path in the environment, or "".
func variable(environ []string, name string) string {
	for _, entry := range environ {
		if dir, is := strings.CutPrefix(entry, name+"="); is && filepath.IsAbs(dir) {
			return dir
		}
	}
	return ""
}
