package generator

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime/home"
)

// The folders from which systemd runs generators, by the last element of their paths (systemd.generator(7)).
const (
	systemGenerators = "system-generators"
	userGenerators   = "user-generators"
)

// settingsFile holds the settings of all projects that a generator translates, in /etc and in a user's configuration folder.
const settingsFile = "compose2unit.yaml"

// Called reports whether a command line is systemd's for a generator, and whether it is one of the user's manager: the program
// lies in a folder of generators, and its three arguments are the folders for its output.
func Called(argv []string) (user, is bool) {
	if len(argv) != 4 {
		return false, false
	}
	at := filepath.Base(filepath.Dir(argv[0]))
	return at == userGenerators, at == userGenerators || at == systemGenerators
}

// Manager is the service manager that a generator works for.
type Manager struct {
	// User is set for a user's manager.
	User bool
	// Root is where the machine's file system is. Empty is /.
	Root string
	// Config is the user's configuration folder, State that of what a program keeps, and RuntimeDir the user's runtime directory;
	// empty where they are unknown.
	Config, State, RuntimeDir string
}

// ManagerOf returns the manager of a process with this environment.
func ManagerOf(user bool, root string, environ []string) Manager {
	m := Manager{User: user, Root: root}
	if !user {
		return m
	}
	dirs := home.Of(environ)
	m.Config, m.State, m.RuntimeDir = dirs.Config, dirs.State, dirs.Runtime
	return m
}

// Check fails if a folder of the manager is unknown. The generator needs none of them; a command would look in the wrong place.
func (m Manager) Check() error {
	if m.User && (m.Config == "" || m.State == "") {
		return errors.New("the user's folders are unknown: HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME, must be absolute paths")
	}
	return nil
}

// Roots returns the folders in which the manager's projects lie, the first of which wins.
func (m Manager) Roots() []string {
	roots := SystemRoots
	if m.User {
		roots = UserRoots(m.Config)
	}
	return m.below(roots)
}

// Settings returns the files with the settings of all projects; the last one wins.
func (m Manager) Settings() []string {
	files := m.below([]string{filepath.Join("/etc", settingsFile)})
	if m.Config != "" {
		files = append(files, filepath.Join(m.Config, settingsFile))
	}
	return files
}

// Local are the files in which the administrator adapts a project; empty where there are none.
type Local struct {
	// Env are variables of the Compose file, which win over those of the .env beside it, and Settings are settings of the project,
	// which win over its own.
	Env, Settings string
}

// Local returns the files for a package's project, /etc/NAME/.env and /etc/NAME/compose2unit.yaml: an upgrade replaces what is in the
// package's folder. Any other project is adapted in its own folder.
//
// /etc/NAME is not only ours: the package may have given it to its daemon's user. So a file in it counts only if nobody but root
// can change or replace it; each one that others can is returned as [Untrusted] instead.
func (m Manager) Local(p Project) (local Local, wrong []Untrusted) {
	if m.User || filepath.Dir(p.Dir) != filepath.Join(m.Root, SystemRoots[len(SystemRoots)-1]) {
		return Local{}, nil
	}
	for _, file := range []struct {
		name string
		path *string
	}{{".env", &local.Env}, {settingsFile, &local.Settings}} {
		at := filepath.Join(m.Root, "/etc", p.Name, file.name)
		switch exists, why := m.trusted(at); {
		case why != nil:
			wrong = append(wrong, *why)
		case exists:
			*file.path = at
		}
	}
	return local, wrong
}

// Target returns what projects are started with: it is reached at boot, or when the user's manager starts.
func (m Manager) Target() string {
	if m.User {
		return "default.target"
	}
	return "multi-user.target"
}

// Loaded returns the folder that the generator wrote when the manager last read its units (systemd.generator(7)).
func (m Manager) Loaded() string {
	if m.User {
		return filepath.Join(m.runtime(), "systemd", "generator")
	}
	return filepath.Join(m.Root, "/run/systemd/generator")
}

// runtime returns the user's runtime directory, or where pam_systemd(8) creates it if the environment does not name it.
func (m Manager) runtime() string {
	return cmp.Or(m.RuntimeDir, filepath.Join("/run/user", strconv.Itoa(os.Getuid())))
}

// Kept returns the folder of units that run and that systemd no longer has, and Notes that of what interrupted runs have still to do
// (package host). No project has the name of the first: those of projects are where their scripts keep their state.
func (m Manager) Kept() string {
	const kept = "compose2unit/.kept"
	if m.User {
		return filepath.Join(m.runtime(), kept)
	}
	return filepath.Join(m.Root, "/run", kept)
}

// Notes survive a boot; see [Manager.Kept].
func (m Manager) Notes() string {
	if m.User {
		return filepath.Join(m.State, "compose2unit")
	}
	return filepath.Join(m.Root, "/var/lib/compose2unit")
}

func (m Manager) below(paths []string) []string {
	out := make([]string, len(paths))
	for i, path := range paths {
		out[i] = filepath.Join(m.Root, path)
	}
	return out
}
