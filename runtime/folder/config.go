package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// InConfigDir reports whether units read a file from ConfigDir: every private file except the scripts, which are beside the
// units.
func (w Output) InConfigDir(file runtime.File) bool {
	return w.ConfigDir != "" && w.IsPrivate(file.Path) && !file.Script
}

// Configured returns the path in ConfigDir of a file of the private folder.
func (w Output) Configured(file runtime.File) string {
	return filepath.Join(w.ConfigDir, path.Base(file.Path))
}

// ReadInstalled reads a file where units find it, in ConfigDir if they read it from there; see [Output.Read]. A link in its
// place will be replaced, so it is treated as a file that does not exist.
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

// Configure copies the values to ConfigDir, where the units look for them, and removes those of an earlier run that are no
// longer wanted. Without a ConfigDir it does nothing. The plan must be the one made before the units were changed.
func (w Output) Configure(p *Plan) error {
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
	return w.Unconfigure(p)
}

// Unconfigure removes stale values from ConfigDir; files that no longer exist are not an error, and foreign files are kept.
func (w Output) Unconfigure(p *Plan) error {
	if w.ConfigDir == "" {
		return nil
	}
	t, err := openTree(w.ConfigDir)
	if err != nil {
		return err
	}
	defer t.close()
	for _, name := range p.Stale {
		if !w.IsPrivate(name) || !w.copied(p, name) {
			continue
		}
		if err := (spot{t, path.Base(name)}).remove(); err != nil {
			return err
		}
	}
	return nil
}

// Overwrites returns an error if values would replace foreign files in ConfigDir.
func (w Output) Overwrites(p *Plan) error {
	var errs []error
	for _, file := range w.Files {
		if !w.InConfigDir(file) || w.copied(p, file.Path) {
			continue
		}
		if data, err := w.ReadInstalled(file); err == nil && string(data) != string(file.Data) {
			errs = append(errs, ForeignError{w.Configured(file), "already exists, and no unit here uses it"})
		}
	}
	return errors.Join(errs...)
}

// copied reports whether a file in ConfigDir is ours: according to the list, an earlier run copied it there. If the list
// does not record the folder, the files that the project's units use are ours: they were put there for them.
func (w Output) copied(p *Plan, name string) bool {
	if dir := copiedTo(p.listText); dir != "" {
		return dir == w.ConfigDir && p.list[name]
	}
	used := regexp.MustCompile(`(^|[\s"'=:,])` + regexp.QuoteMeta(path.Join(w.ConfigDir, path.Base(name))) + `($|[\s"',])`)
	for _, text := range p.units {
		if used.Match(text) {
			return true
		}
	}
	return false
}

// copiedLine is the line of a list that records where its files were copied to.
const copiedLine = "# Copied to "

// copiedTo returns the folder to which a list's files were copied, or "".
func copiedTo(list []byte) string {
	for line := range bytes.Lines(list) {
		if dir, is := bytes.CutPrefix(line, []byte(copiedLine)); is {
			return strings.TrimSuffix(string(dir), "\n")
		}
	}
	return ""
}
