package generator

import (
	"path/filepath"
	"strings"
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
	// Config is the user's configuration folder, and RuntimeDir the user's runtime directory; empty where they are unknown.
	Config, RuntimeDir string
}

// ManagerOf is the manager of a process with this environment (XDG Base Directory Specification).
func ManagerOf(user bool, root string, environ []string) Manager {
	m := Manager{User: user, Root: root}
	if !user {
		return m
	}
	if m.Config = variable(environ, "XDG_CONFIG_HOME"); m.Config == "" {
		if home := variable(environ, "HOME"); home != "" {
			m.Config = filepath.Join(home, ".config")
		}
	}
	m.RuntimeDir = variable(environ, "XDG_RUNTIME_DIR")
	return m
}

// variable is an absolute path in the environment, or empty.
func variable(environ []string, name string) string {
	for _, entry := range environ {
		if dir, is := strings.CutPrefix(entry, name+"="); is && filepath.IsAbs(dir) {
			return dir
		}
	}
	return ""
}

// Roots are the folders in which the manager's projects lie, the first of which wins.
func (m Manager) Roots() []string {
	roots := SystemRoots
	if m.User {
		roots = UserRoots(m.Config)
	}
	return m.below(roots)
}

// Settings are the files with the settings of all projects; the last one wins.
func (m Manager) Settings() []string {
	files := m.below([]string{filepath.Join("/etc", settingsFile)})
	if m.Config != "" {
		files = append(files, filepath.Join(m.Config, settingsFile))
	}
	return files
}

// Target is what projects are started with: it is reached at boot, or when the user's manager starts.
func (m Manager) Target() string {
	if m.User {
		return "default.target"
	}
	return "multi-user.target"
}

// Loaded is the folder that the generator wrote when the manager last read its units (systemd.generator(7)).
func (m Manager) Loaded() string {
	if m.User {
		return filepath.Join(m.RuntimeDir, "systemd", "generator")
	}
	return filepath.Join(m.Root, "/run/systemd/generator")
}

func (m Manager) below(paths []string) []string {
	out := make([]string, len(paths))
	for i, path := range paths {
		out[i] = filepath.Join(m.Root, path)
	}
	return out
}
