package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// tempPrefix begins the name of a file that is not finished, or that is on its way out. systemd ignores names with a
// leading dot, and the next run removes what a killed one left.
const tempPrefix = ".compose2unit-"

// Result counts what a run did: files that were written, that were as wanted, and that were removed.
type Result struct{ Wrote, Same, Removed int }

// Write brings the folder, which it makes if need be, to what is wanted, or leaves it as it was. Its errors are Plan's, and
// those of the disk.
//
// All new content is on the disk, under temporary names, before the first visible change; the changes themselves are
// renames. When one of them fails, those before it are taken back. When the run is killed between them, the next run
// finishes: the order (private files that go, units, private files that come, units that go) keeps every file
// recognisable as ours by a unit that is still or already there.
func (w Output) Write() (Result, error) {
	made, err := MakeFolders(w.Root, 0o755)
	if err != nil {
		return Result{}, err
	}
	done, err := w.update(made, func() error { return nil })
	if err != nil {
		err = errors.Join(err, removeFolders(made))
	}
	return done, err
}

// Update is Write for a folder that exists. When everything is staged, and nothing visible yet, it calls ready, whose error
// ends the run with nothing changed.
func (w Output) Update(ready func() error) (Result, error) { return w.update(nil, ready) }

func (w Output) update(made []string, ready func() error) (Result, error) {
	unlock, err := lock(w.Root)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	p, err := w.Plan()
	if err != nil {
		return Result{}, err
	}
	c := &change{Output: w, plan: p, made: made}
	if err := c.apply(ready); err != nil {
		return Result{}, errors.Join(err, c.undo())
	}
	return Result{len(p.Write) + len(p.Modes), p.Same, len(p.Stale)}, c.finish()
}

// change is one run of Write.
type change struct {
	Output
	plan   *Plan
	made   []string          // folders, outermost first
	staged map[string]string // wanted path -> temporary file
	temps  []string          // every temporary file there is
	undos  []func() error
}

// apply stages everything, then makes it visible.
func (c *change) apply(ready func() error) error {
	for i, step := range append([]func() error{c.clean, c.stage, ready}, c.visible()...) {
		if c.Before != nil {
			c.Before(i)
		}
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// visible are the changes to what is seen, in the order that Write explains.
func (c *change) visible() []func() error {
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
	for _, name := range c.plan.Debris {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// stage writes all new content under temporary names, with its mode, and waits for the disk.
func (c *change) stage() error {
	c.staged = map[string]string{}
	for _, file := range c.plan.Write {
		made, err := MakeFolders(filepath.Dir(c.At(file.Path)), c.folderMode(file.Path))
		c.made = append(c.made, made...)
		if err != nil {
			return err
		}
		temp := c.temp(file.Path)
		if err := writeNew(temp, file.Data, file.Mode); err != nil {
			return err
		}
		c.staged[file.Path] = temp
	}
	return flush(c.Root, c.temps)
}

// folderMode keeps the private folder closed to others.
func (c *change) folderMode(name string) fs.FileMode {
	if strings.HasPrefix(name, c.Project+"/") {
		return 0o700
	}
	return 0o755
}

// temp is a new temporary name in the folder of a file.
func (c *change) temp(name string) string {
	temp := filepath.Join(filepath.Dir(c.At(name)), fmt.Sprintf("%s%d-%d", tempPrefix, os.Getpid(), len(c.temps)))
	c.temps = append(c.temps, temp)
	return temp
}

// show renames the staged files of the private folder, or the others, to their own names.
func (c *change) show(private bool) error {
	for _, file := range c.plan.Write {
		if c.IsPrivate(file.Path) != private {
			continue
		}
		target, backup := c.At(file.Path), ""
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
	for _, name := range c.plan.Stale {
		if c.IsPrivate(name) != private {
			continue
		}
		target, temp := c.At(name), c.temp(name)
		if err := os.Rename(target, temp); err != nil {
			return err
		}
		c.undos = append(c.undos, func() error { return os.Rename(temp, target) })
	}
	return nil
}

// tighten sets modes that something else (git, a careless copy) changed.
func (c *change) tighten() error {
	for _, file := range c.plan.Modes {
		if err := os.Chmod(c.At(file.Path), file.Mode.Perm()); err != nil {
			return err
		}
	}
	if c.plan.Open {
		return os.Chmod(c.At(c.Project), 0o700)
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
	emptied := slices.Clone(c.plan.Debris)
	for _, name := range c.plan.Stale {
		emptied = append(emptied, c.At(name))
	}
	for _, name := range emptied {
		if dir := filepath.Dir(name); !slices.Contains(c.places(), dir) {
			// A folder that still holds somebody's file stays: this is what Remove refuses.
			_ = os.Remove(dir)
		}
	}
	if len(c.plan.Write)+len(c.plan.Stale) == 0 {
		return err
	}
	return errors.Join(err, flush(c.Root, c.folders()))
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
	add(c.Root)
	for _, file := range c.plan.Write {
		add(filepath.Dir(c.At(file.Path)))
	}
	for _, name := range c.plan.Stale {
		add(filepath.Dir(c.At(name)))
	}
	for _, dir := range c.made {
		add(filepath.Dir(dir))
	}
	return out
}

// MakeFolders makes a folder with a mode, and those above it, and returns the ones it made, outermost first.
func MakeFolders(dir string, mode fs.FileMode) (made []string, err error) {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
		}
		return nil, nil
	}
	if parent := filepath.Dir(dir); parent != dir {
		if made, err = MakeFolders(parent, 0o755); err != nil {
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
