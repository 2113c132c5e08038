//go:build live

package machine

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// variable are the folders whose content changes while a machine runs and does not configure it; what tests put into /srv is
// their own.
var variable = map[string]bool{"var": true, "tmp": true, "run": true, "srv": true, "root": true, "home": true}

// Settings lists the files in which the machine differs from its root, outside the folders of variable data: units, settings and
// programs, with their modes and what identifies their content. Two equal answers mean that the machine will boot the same way.
func (m *Machine) Settings() (string, error) {
	var list strings.Builder
	upper := filepath.Join(m.dir, "upper")
	err := filepath.WalkDir(upper, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(upper, path)
		if variable[name] {
			return fs.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := contentOf(path, info)
		fmt.Fprintln(&list, info.Mode(), name, content)
		return err
	})
	return list.String(), err
}

// contentOf identifies the content of a file. A large one is a program, which is identified by its size and time.
func contentOf(path string, info fs.FileInfo) (string, error) {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return os.Readlink(path)
	case !info.Mode().IsRegular():
		return "", nil
	case info.Size() > 1<<20:
		return fmt.Sprint(info.Size(), info.ModTime()), nil
	}
	data, err := os.ReadFile(path)
	return fmt.Sprintf("%x", sha256.Sum256(data)), err
}
