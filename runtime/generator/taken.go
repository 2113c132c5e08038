package generator

import (
	"os"
	"path/filepath"
)

// TakenBy returns the path of the unit in some folders that one of a generator would replace, or nothing. The folders are those
// of packages: what lies in /etc and /run replaces a generator's unit, as systemctl edit --full would have it.
func TakenBy(folders []string) func(unit string) string {
	return func(unit string) string {
		for _, dir := range folders {
			at := filepath.Join(dir, unit)
			if _, err := os.Lstat(at); err == nil {
				return at
			}
		}
		return ""
	}
}
