package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ExistingEnvFiles returns the env files that exist, for Options.EnvFiles; a relative name is below dir. If none exists, it
// returns the empty file /dev/null: an empty list would select the default files instead. The error is that of a file whose
// existence cannot be determined.
func ExistingEnvFiles(dir string, names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		switch _, err := os.Stat(path); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		default:
			out = append(out, name)
		}
	}
	if len(names) > 0 && len(out) == 0 {
		out = []string{os.DevNull}
	}
	return out, nil
}
