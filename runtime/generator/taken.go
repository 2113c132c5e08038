package generator

import (
	"os"
	"path/filepath"
)

// below are the folders of units that a generator's replace (systemd.unit(5), UNIT FILE LOAD PATH): those of packages. What
// lies in /etc and /run replaces a generator's unit, as systemctl edit --full would have it.
var below = map[bool][]string{
	false: {"/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"},
	true:  {"/usr/local/share/systemd/user", "/usr/share/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user"},
}

// TakenBy returns the path of a package's unit that one of a generator would replace, or nothing.
func TakenBy(user bool) func(unit string) string {
	return func(unit string) string {
		for _, dir := range below[user] {
			at := filepath.Join(dir, unit)
			if _, err := os.Lstat(at); err == nil {
				return at
			}
		}
		return ""
	}
}
