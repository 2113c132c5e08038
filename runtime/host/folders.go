package host

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// systemUnits and userUnits are the folders that the two managers read units from and that people and packages fill
// (systemd.unit(5), UNIT FILE LOAD PATH). Of two files of one name only one is read.
var (
	systemUnits = []string{"/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"}
	userUnits   = []string{"/etc/systemd/user", "/run/systemd/user", "/usr/local/share/systemd/user", "/usr/share/systemd/user",
		"/usr/local/lib/systemd/user", "/usr/lib/systemd/user"}
)

// systemSources and userSources are where a generator reads its sources (podman-systemd.unit(5), "Podman rootful unit
// search path" and "Podman rootless unit search path").
var (
	systemSources = []string{"/run/containers/systemd", "/etc/containers/systemd", "/usr/share/containers/systemd"}
	userSources   = []string{"/etc/containers/systemd/users", "/usr/share/containers/systemd/users"}
)

// ofHome are the folders of a user, below the home.
var ofHome = []string{".config/systemd/user", ".local/share/systemd/user", ".config/containers/systemd"}

// Beside are the folders that a manager, or its generator, reads units and sources from beside a folder: a file there
// would hide those of the same name in them, or be hidden. Nil where no manager reads the folder.
func Beside(dir string) (units, sources []string) {
	at := real(dir)
	system := slices.Concat(systemUnits, systemSources)
	units, sources = systemUnits, systemSources
	if !slices.ContainsFunc(system, func(other string) bool { return real(other) == at }) {
		home, is := homeOf(at)
		if !is && !slices.ContainsFunc(slices.Concat(userUnits, userSources), func(other string) bool { return real(other) == at }) {
			return nil, nil
		}
		units, sources = slices.Clone(userUnits), slices.Clone(userSources)
		if is {
			units = append([]string{filepath.Join(home, ".config/systemd/user"), filepath.Join(home, ".local/share/systemd/user")}, units...)
			sources = append([]string{filepath.Join(home, ".config/containers/systemd")}, sources...)
		}
	}
	return besides(units, at), besides(sources, at)
}

// homeOf is the home whose folder of units or sources a folder is. XDG_CONFIG_HOME may move that of whoever runs this.
func homeOf(at string) (string, bool) {
	for _, name := range ofHome {
		if home, is := strings.CutSuffix(at, "/"+name); is {
			return home, true
		}
	}
	if config, err := os.UserConfigDir(); err == nil {
		for _, name := range []string{"systemd/user", "containers/systemd"} {
			if real(filepath.Join(config, name)) == at {
				return filepath.Dir(real(config)), true
			}
		}
	}
	return "", false
}

// besides are the folders of a list but one, each once: /lib may be a link to /usr/lib.
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

// real is a path without symbolic links and dots, as far as it exists.
func real(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if at, err := filepath.EvalSymlinks(dir); err == nil {
		return at
	}
	return dir
}
