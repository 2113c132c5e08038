package host

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// systemUnits and userUnits are the folders from which the two managers read units that people and packages install
// (systemd.unit(5), UNIT FILE LOAD PATH). Of two files with the same name only one is read.
var (
	systemUnits = []string{SystemUnits, "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"}
	userUnits   = []string{"/etc/systemd/user", "/run/systemd/user", "/usr/local/share/systemd/user", "/usr/share/systemd/user",
		"/usr/local/lib/systemd/user", "/usr/lib/systemd/user"}
)

// SystemUnits is the folder where the system manager's units are installed by hand, UserUnits that of a user manager's,
// below the user's configuration directory ($XDG_CONFIG_HOME, systemd.unit(5)).
const (
	SystemUnits = "/etc/systemd/system"
	UserUnits   = "systemd/user"
)

// PackageUnits returns the folders of a manager's units that packages use, in search order: a generator's unit replaces one
// in them (systemd.unit(5), UNIT FILE LOAD PATH).
func PackageUnits(user bool) []string {
	all := systemUnits
	if user {
		all = userUnits
	}
	return all[2:] // without the administrator's folder, and that of this boot
}

// units returns the folder where units of the system's manager, or of the user's, are installed by hand. It fails if the
// user's folder cannot be determined.
func (m Machine) units(user bool) (string, error) {
	if !user {
		return m.Root + SystemUnits, nil
	}
	config, err := m.config()
	return filepath.Join(config, UserUnits), err
}

// sources does the same for the source files of a generator: of the first runtime that has one, or "".
func (m Machine) sources(user bool, of []runtime.Operated) (string, error) {
	for _, rt := range of {
		switch s := rt.Sources(); {
		case s.Install == "":
		case user:
			config, err := m.config()
			return filepath.Join(config, s.Home), err
		default:
			return m.Root + s.Install, nil
		}
	}
	return "", nil
}

// Beside returns the folders besides dir from which a manager, or a generator of the runtimes, reads units and sources: a
// file there would hide one with the same name in dir, or be hidden. Nil if no manager reads dir.
func (m Machine) Beside(dir string, of []runtime.Operated) (units, sources []string) {
	at := real(dir)
	var all runtime.Sources
	for _, rt := range of {
		s := rt.Sources()
		all.System, all.Users = append(all.System, m.at(s.System)...), append(all.Users, m.at(s.Users)...)
	}
	is := func(folder string) bool { return real(folder) == at }
	units, sources = m.at(systemUnits), all.System
	if !slices.ContainsFunc(slices.Concat(units, sources), is) {
		units, sources = m.at(userUnits), all.Users
		home, known := m.homeOf(at, of)
		if !known && !slices.ContainsFunc(slices.Concat(units, sources), is) {
			return nil, nil
		}
		if known {
			units = append([]string{filepath.Join(home, ".config", UserUnits), filepath.Join(home, ".local/share/systemd/user")}, units...)
			sources = append(belowConfig(home, of), sources...)
		}
	}
	return besides(units, at), besides(sources, at)
}

// at returns folders of the machine.
func (m Machine) at(dirs []string) []string {
	out := slices.Clone(dirs)
	for i := range out {
		out[i] = m.Root + out[i]
	}
	return out
}

// belowConfig returns the folders of sources in a home directory.
func belowConfig(home string, of []runtime.Operated) []string {
	var out []string
	for _, rt := range of {
		if s := rt.Sources(); s.Home != "" {
			out = append(out, filepath.Join(home, ".config", s.Home))
		}
	}
	return out
}

// homeOf returns the home directory to which a folder of units or sources belongs. XDG_CONFIG_HOME may move the current
// user's folders.
func (m Machine) homeOf(at string, of []runtime.Operated) (string, bool) {
	for _, name := range append(belowConfig("", of), filepath.Join(".config", UserUnits), ".local/share/systemd/user") {
		if home, is := strings.CutSuffix(at, "/"+name); is {
			return home, true
		}
	}
	config, err := m.config()
	if err != nil {
		return "", false
	}
	names := []string{UserUnits}
	for _, rt := range of {
		names = append(names, rt.Sources().Home)
	}
	for _, name := range names {
		if name != "" && real(filepath.Join(config, name)) == at {
			return filepath.Dir(real(config)), true
		}
	}
	return "", false
}

// besides returns the folders of a list except one, each once: /lib may be a link to /usr/lib.
func besides(list []string, but string) []string {
	seen := map[string]bool{but: true}
	var out []string
	for _, dir := range list {
		if at := real(dir); !seen[at] {
			seen[at] = true
			out = append(out, dir)
		}
	}
	return out
}

// real returns a path without symbolic links and dots, as far as it exists.
func real(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if at, err := filepath.EvalSymlinks(dir); err == nil {
		return at
	}
	return dir
}
