package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// scan reads the output folder, which need not exist.
func (w Output) scan() (*found, error) {
	f := &found{Output: w, owned: map[string]bool{}, named: map[string]bool{}, said: map[string]bool{}}
	for _, dir := range w.places() {
		if err := f.scanFolder(dir); err != nil {
			return nil, err
		}
	}
	if err := f.scanPrivate(w.Project); err != nil {
		return nil, err
	}
	if err := f.scanScripts(); err != nil {
		return nil, err
	}
	if name := path.Join(w.Project, Gitignore); slices.Contains(f.inside, name) {
		data, err := os.ReadFile(f.At(name))
		f.named[name] = err == nil && ownGitignore(data)
	}
	for _, name := range f.inside {
		if f.isNamed(f.named, name) || f.isNamed(f.said, path.Base(name)) {
			f.owned[name] = true
		}
	}
	return f, nil
}

// Owned are the units of the project that the folder holds, sorted: neither drop-ins nor private files.
func (w Output) Owned() ([]string, error) {
	f, err := w.scan()
	if err != nil {
		return nil, err
	}
	var out []string
	for name := range f.owned {
		if !strings.Contains(name, "/") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// places are the folders of units and of sources.
func (w Output) places() []string {
	if w.Sources == "" {
		return []string{filepath.Clean(w.Root)}
	}
	return []string{filepath.Clean(w.Root), filepath.Clean(w.Sources)}
}

// scanFolder reads the files of a folder that belong there: of two folders, each has its own kinds.
func (f *found) scanFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case isTemp(entry):
			f.debris = append(f.debris, filepath.Join(dir, name))
		case filepath.Dir(f.At(name)) != dir:
		case entry.IsDir() && strings.HasSuffix(name, ".d"):
			err = f.scanDropIns(name)
		default:
			err = f.scanUnit(name, entry, unitSuffixes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isTemp(entry fs.DirEntry) bool {
	return entry.Type().IsRegular() && strings.HasPrefix(entry.Name(), tempPrefix)
}

// scanUnit reads a unit and remembers it when it is ours. Symlinks are not followed: they are somebody's own.
func (f *found) scanUnit(name string, entry fs.DirEntry, suffixes []string) error {
	if !entry.Type().IsRegular() || !slices.Contains(suffixes, path.Ext(name)) {
		return nil
	}
	data, err := os.ReadFile(f.At(name))
	if errors.Is(err, fs.ErrPermission) {
		return nil // not readable for us, so not written by us
	}
	if err != nil {
		return err
	}
	if markOf(data) == f.Project {
		f.owned[name] = true
		f.remember(data, f.byUnits()...)
	}
	return nil
}

func (f *found) scanDropIns(dir string) error {
	entries, err := os.ReadDir(f.At(dir))
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if isTemp(entry) {
			f.debris = append(f.debris, f.At(path.Join(dir, entry.Name())))
			continue
		}
		if err := f.scanUnit(path.Join(dir, entry.Name()), entry, []string{".conf"}); err != nil {
			return err
		}
	}
	return nil
}

// scanPrivate lists the private folder and what is below it. Of what lies there only scripts are read.
func (f *found) scanPrivate(dir string) error {
	info, err := os.Lstat(f.At(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return nil // compare refuses it when something is wanted below
	}
	f.open = f.open || info.Mode().Perm()&0o077 != 0
	entries, err := os.ReadDir(f.At(dir))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		switch {
		case entry.IsDir():
			if err := f.scanPrivate(name); err != nil {
				return err
			}
		case isTemp(entry):
			f.debris = append(f.debris, f.At(name))
		case entry.Type().IsRegular():
			f.inside = append(f.inside, name)
		}
	}
	return nil
}

// removable is stricter than owned: a private file goes only when a unit of ours names it where it stands, for its last
// name alone may also be that of a file which a container binds from elsewhere.
func (f *found) removable(name string) bool {
	return !strings.HasPrefix(name, f.Project+"/") || f.isNamed(f.named, name)
}

// isNamed reports whether a set of names holds a name, or the one that a template unit calls it by.
func (f *found) isNamed(set map[string]bool, name string) bool {
	if set[name] {
		return true
	}
	for _, at := range digits.FindAllStringIndex(name, -1) {
		if set[name[:at[0]]+"%i"+name[at[1]:]] {
			return true
		}
	}
	return false
}

// digits may be an instance's number.
var digits = regexp.MustCompile(`[0-9]+`)

// scanScripts remembers which other scripts the project's scripts call: they find them as "$folder/NAME".
func (f *found) scanScripts() error {
	for _, name := range f.inside {
		if !f.named[name] || path.Ext(name) != "" {
			continue
		}
		data, err := os.ReadFile(f.At(name))
		if errors.Is(err, fs.ErrPermission) {
			continue
		}
		if err != nil {
			return err
		}
		if bytes.HasPrefix(data, []byte("#!")) {
			f.remember(data, "$folder")
			f.remember(data, "${0%/*}")
		}
	}
	return nil
}
