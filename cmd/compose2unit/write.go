package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/compose2unit/compose2unit/runtime"
)

// tempPrefix begins the name of a file that is not finished, or that is on its way out. systemd ignores names with a
// leading dot, and the next run removes what a killed one left.
const tempPrefix = ".compose2unit-"

// written is what a run did to the output folder.
type written struct{ wrote, same, removed int }

// write brings the output folder to what is wanted, or leaves it as it was.
//
// All new content is on the disk, under temporary names, before the first visible change; the changes themselves are
// renames. When one of them fails, those before it are taken back. When the run is killed between them, the next run
// finishes: the order (private files that go, units, private files that come, units that go) keeps every file
// recognisable as ours by a unit that is still or already there.
func (w wanted) write() (written, error) {
	made, err := makeFolders(w.root, 0o755)
	if err != nil {
		return written{}, err
	}
	done, err := w.writeInto(made, func() error { return nil })
	if err != nil {
		err = errors.Join(err, removeFolders(made))
	}
	return done, err
}

// writeInto is write for a folder that is there, some of it made just now. When everything is staged, and nothing visible
// yet, it calls ready.
func (w wanted) writeInto(made []string, ready func() error) (written, error) {
	unlock, err := lock(w.root)
	if err != nil {
		return written{}, err
	}
	defer unlock()
	p, err := w.plan()
	if err != nil {
		return written{}, err
	}
	c := &change{wanted: w, plan: p, made: made}
	if err := c.apply(ready); err != nil {
		return written{}, errors.Join(err, c.undo())
	}
	return written{len(p.write) + len(p.modes), p.same, len(p.stale)}, c.finish()
}

// change is one run of write.
type change struct {
	wanted
	plan   *plan
	made   []string          // folders, outermost first
	staged map[string]string // wanted path -> temporary file
	temps  []string          // every temporary file there is
	undos  []func() error
}

// apply stages everything, then makes it visible.
func (c *change) apply(ready func() error) error {
	for _, step := range []func() error{c.clean, c.stage, ready, c.commit} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// commit makes what is staged visible.
func (c *change) commit() error {
	for _, step := range c.steps() {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// steps are the visible changes, in the order that write explains.
func (c *change) steps() []func() error {
	return []func() error{
		func() error { return c.remove(true) },
		func() error { return c.show(false) },
		func() error { return c.show(true) },
		func() error { return c.remove(false) },
		c.tighten,
	}
}

// clean removes what a killed run left.
func (c *change) clean() error {
	for _, name := range c.plan.debris {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// stage writes all new content under temporary names, with its mode, and waits for the disk.
func (c *change) stage() error {
	c.staged = map[string]string{}
	for _, file := range c.plan.write {
		made, err := makeFolders(filepath.Dir(c.at(file.Path)), c.folderMode(file.Path))
		c.made = append(c.made, made...)
		if err != nil {
			return err
		}
		temp := c.temp(file.Path)
		if err := writeNew(temp, file); err != nil {
			return err
		}
		c.staged[file.Path] = temp
	}
	return flush(c.root, c.temps)
}

// folderMode keeps the private folder closed to others.
func (c *change) folderMode(name string) fs.FileMode {
	if strings.HasPrefix(name, c.project+"/") {
		return 0o700
	}
	return 0o755
}

// temp is a new temporary name in the folder of a file.
func (c *change) temp(name string) string {
	temp := filepath.Join(filepath.Dir(c.at(name)), fmt.Sprintf("%s%d-%d", tempPrefix, os.Getpid(), len(c.temps)))
	c.temps = append(c.temps, temp)
	return temp
}

// writeNew makes a file with exactly the mode that is wanted, whatever the umask.
func writeNew(name string, file runtime.File) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(file.Data); err != nil {
		return err
	}
	return f.Chmod(file.Mode.Perm())
}

// show renames the staged files of the private folder, or the others, to their own names.
func (c *change) show(private bool) error {
	for _, file := range c.plan.write {
		if c.isPrivate(file.Path) != private {
			continue
		}
		target, backup := c.at(file.Path), ""
		if !c.plan.fresh[file.Path] {
			backup = c.temp(file.Path)
			if err := os.Link(target, backup); err != nil {
				backup = "" // a file system without hard links: what it held cannot be brought back
			}
		}
		if err := os.Rename(c.staged[file.Path], target); err != nil {
			return err
		}
		c.undos = append(c.undos, func() error {
			switch {
			case c.plan.fresh[file.Path]:
				return os.Remove(target)
			case backup != "":
				return os.Rename(backup, target)
			}
			return nil
		})
	}
	return nil
}

// remove renames stale files of the private folder, or the others, out of the way; finish deletes them.
func (c *change) remove(private bool) error {
	for _, name := range c.plan.stale {
		if c.isPrivate(name) != private {
			continue
		}
		target, temp := c.at(name), c.temp(name)
		if err := os.Rename(target, temp); err != nil {
			return err
		}
		c.undos = append(c.undos, func() error { return os.Rename(temp, target) })
	}
	return nil
}

// tighten sets modes that something else (git, a careless copy) changed.
func (c *change) tighten() error {
	for _, file := range c.plan.modes {
		if err := os.Chmod(c.at(file.Path), file.Mode.Perm()); err != nil {
			return err
		}
	}
	if c.plan.open {
		return os.Chmod(c.at(c.project), 0o700)
	}
	return nil
}

// undo takes everything back, last change first.
func (c *change) undo() error {
	var errs []error
	for i := len(c.undos) - 1; i >= 0; i-- {
		errs = append(errs, c.undos[i]())
	}
	return errors.Join(errors.Join(errs...), c.drop(), removeFolders(c.made))
}

// finish deletes what is not needed any more and waits for the disk.
func (c *change) finish() error {
	err := c.drop()
	emptied := slices.Clone(c.plan.debris)
	for _, name := range c.plan.stale {
		emptied = append(emptied, c.at(name))
	}
	for _, name := range emptied {
		if dir := filepath.Dir(name); !slices.Contains(c.places(), dir) {
			// A folder that still holds somebody's file stays: this is what Remove refuses.
			_ = os.Remove(dir)
		}
	}
	if len(c.plan.write)+len(c.plan.stale) == 0 {
		return err
	}
	return errors.Join(err, flush(c.root, c.folders()))
}

// drop deletes the temporary files that are left.
func (c *change) drop() error {
	var errs []error
	for _, temp := range c.temps {
		if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// folders are those whose entries changed, and those above a new one.
func (c *change) folders() []string {
	seen := map[string]bool{}
	var out []string
	add := func(dir string) {
		if _, err := os.Stat(dir); err == nil && !seen[dir] {
			seen[dir] = true
			out = append(out, dir)
		}
	}
	add(c.root)
	for _, file := range c.plan.write {
		add(filepath.Dir(c.at(file.Path)))
	}
	for _, name := range c.plan.stale {
		add(filepath.Dir(c.at(name)))
	}
	for _, dir := range c.made {
		add(filepath.Dir(dir))
	}
	return out
}

func (w wanted) isPrivate(name string) bool { return strings.HasPrefix(name, w.project+"/") }

// makeFolders makes a folder and those above it, and returns the ones it made, outermost first.
func makeFolders(dir string, mode fs.FileMode) (made []string, err error) {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
		}
		return nil, nil
	}
	if parent := filepath.Dir(dir); parent != dir {
		if made, err = makeFolders(parent, 0o755); err != nil {
			return made, err
		}
	}
	if err := os.Mkdir(dir, mode); err != nil {
		return made, errors.Join(err, removeFolders(made))
	}
	return append(made, dir), nil
}

// removeFolders removes the empty ones, innermost first.
func removeFolders(made []string) error {
	for i := len(made) - 1; i >= 0; i-- {
		_ = os.Remove(made[i])
	}
	return nil
}
