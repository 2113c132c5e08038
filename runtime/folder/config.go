package folder

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime"
)

// InConfigDir reports whether units read a file from ConfigDir: every private file but the scripts, which are beside the
// units.
func (w Output) InConfigDir(file runtime.File) bool {
	return w.ConfigDir != "" && w.IsPrivate(file.Path) && !file.Script
}

// Configured is where a file of the private folder lies in ConfigDir.
func (w Output) Configured(file runtime.File) string {
	return filepath.Join(w.ConfigDir, path.Base(file.Path))
}

// ReadInstalled reads a file where units find it: in ConfigDir what they read from there, see [Output.Read]. A link in its
// place will be replaced, so it counts for a file that does not exist.
func (w Output) ReadInstalled(file runtime.File) ([]byte, error) {
	if !w.InConfigDir(file) {
		return w.Read(file.Path)
	}
	t, err := openTree(w.ConfigDir)
	if err != nil {
		return nil, err
	}
	defer t.close()
	at := spot{t, path.Base(file.Path)}
	if info, err := at.lstat(); err == nil && !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	return at.read()
}

// Configure copies the values to ConfigDir, where the units look for them, and removes those that are no longer wanted.
// Without a ConfigDir it does nothing.
func (w Output) Configure(stale []string) error {
	if w.ConfigDir == "" {
		return nil
	}
	if _, err := MakeFolders(w.ConfigDir, 0o700); err != nil {
		return err
	}
	for _, file := range w.Files {
		if !w.InConfigDir(file) {
			continue
		}
		if err := Replace(w.Configured(file), file.Data, file.Mode); err != nil {
			return err
		}
	}
	return w.Unconfigure(stale)
}

// Unconfigure removes values from ConfigDir; those that are not there any more are no error.
func (w Output) Unconfigure(stale []string) error {
	for _, name := range stale {
		if w.ConfigDir == "" || !w.IsPrivate(name) {
			continue
		}
		if err := os.Remove(w.Configured(runtime.File{Path: name})); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Overwrites refuses values that would replace somebody else's in ConfigDir.
func (w Output) Overwrites(p *Plan) error {
	var errs []error
	for _, file := range p.Write {
		if !w.InConfigDir(file) || !p.Fresh(file.Path) {
			continue
		}
		if data, err := w.ReadInstalled(file); err == nil && string(data) != string(file.Data) {
			errs = append(errs, ForeignError{w.Configured(file), "is there already, and no unit here uses it"})
		}
	}
	return errors.Join(errs...)
}
