package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"syscall"
)

// tempPrefix is the prefix of the name of a file that is unfinished or about to be removed. systemd ignores names with a
// leading dot, and the next run removes what a killed one left.
const tempPrefix = ".compose2unit-"

// lockName is the file that a run locks.
const lockName = tempPrefix + "lock"

// Result counts the files that a run wrote, left unchanged, and removed.
type Result struct{ Wrote, Same, Removed int }

// Write brings the folder, which it creates if necessary, to the desired content, or leaves it as it was. Its errors are
// Plan's, a [MadeForError], and I/O errors. It waits for another run that writes to the folder, see [Output].Waiting.
//
// All new content is on the disk, under temporary names, before the first visible change; the changes themselves are
// renames. If one of them fails, the ones before it are reverted. If the run is killed between them, the next run completes
// them: the list of private files (see List) names those before and after the run until all of them are in place, and units
// carry a mark.
func (w Output) Write() (Result, error) { return w.WriteAfter(func() error { return nil }) }

// WriteAfter is Write with a last step before the first visible change, as in [Output.Update].
func (w Output) WriteAfter(ready func() error) (Result, error) {
	made, err := MakeFolders(w.Root, 0o755)
	if err != nil {
		return Result{}, err
	}
	done, err := w.Update(ready)
	if err != nil {
		removeFolders(made)
	}
	return done, err
}

// Update is Write for an existing folder. When everything is staged, and nothing is visible yet, it calls ready, whose
// error ends the run with nothing changed.
func (w Output) Update(ready func() error) (Result, error) {
	h, err := w.hold()
	if err != nil {
		return Result{}, err
	}
	defer h.close()
	p, err := h.plan()
	if err != nil {
		return Result{}, err
	}
	if err := h.Converts(p); err != nil {
		return Result{}, err
	}
	if _, err := (spot{h.units, lockName}).lstat(); p.Empty() && h.isListed(p) && errors.Is(err, fs.ErrNotExist) {
		return Result{Same: p.Same}, ready() // so that a folder without changes need not be writable
	}
	unlock, err := lock(h.units, w.waiting)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	if p, err = h.plan(); err != nil {
		return Result{}, err
	}
	c := &change{held: h, plan: p}
	if err := c.apply(ready); err != nil {
		if broken := c.undo(); broken != nil {
			return Result{}, errors.Join(err, broken)
		}
		return Result{}, unchanged(err)
	}
	return Result{len(p.Write) + len(p.Modes), p.Same, len(p.Stale)}, c.finish()
}

// unchanged adds to the error of a full disk, of which much may be feared, that the run has been undone.
func unchanged(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) && errors.Is(e.Err, syscall.ENOSPC) {
		return &fs.PathError{Op: e.Op, Path: e.Path, Err: fmt.Errorf("%w (the folder is unchanged)", e.Err)}
	}
	return err
}

func (w Output) waiting(path string) {
	if w.Waiting != nil {
		w.Waiting(path)
	}
}

// change is one run of Write.
type change struct {
	*held
	plan   *Plan
	made   []spot          // folders, outermost first
	staged map[string]spot // wanted path -> temporary file
	temps  []spot          // every existing temporary file
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

// visible returns the visible changes, in the order that Write explains. Stale private files are removed before the units
// that name them, and new ones appear after them: a unit lacks them no longer than the renames take.
func (c *change) visible() []func() error {
	return []func() error{
		c.listBoth,
		func() error { return c.remove(true) },
		func() error { return c.show(false) },
		func() error { return c.show(true) },
		func() error { return c.remove(false) },
		c.listNew,
		c.tighten,
	}
}

// clean removes what a killed run left.
func (c *change) clean() error {
	for _, s := range c.plan.debris {
		if err := s.remove(); err != nil {
			return err
		}
	}
	return nil
}

// stage writes all new content under temporary names, with its mode, and waits for the disk.
func (c *change) stage() error {
	c.staged = map[string]spot{}
	for _, file := range c.plan.Write {
		at := c.spot(file.Path)
		if err := c.makeFolder(at); err != nil {
			return err
		}
		temp := c.temp(at)
		if err := temp.create(file.Data, file.Mode); err != nil {
			return err
		}
		c.staged[file.Path] = temp
	}
	return flush(c.temps)
}

// makeFolder creates the folder of a file, inaccessible to others if it is the private one.
func (c *change) makeFolder(of spot) error {
	mode := fs.FileMode(0o755)
	if c.IsPrivate(of.name) {
		mode = 0o700
	}
	made, err := spot{of.in, path.Dir(of.name)}.makeFolder(mode)
	c.made = append(c.made, made...)
	return err
}

// temp returns a new temporary name in the folder of a file.
func (c *change) temp(of spot) spot {
	temp := spot{of.in, path.Join(path.Dir(of.name), fmt.Sprintf("%s%d-%d", tempPrefix, os.Getpid(), len(c.temps)))}
	c.temps = append(c.temps, temp)
	return temp
}

// show renames the staged files of the private folder, or the others, to their final names.
func (c *change) show(private bool) error {
	for _, file := range c.plan.Write {
		if c.IsPrivate(file.Path) != private {
			continue
		}
		if err := c.put(c.staged[file.Path], c.spot(file.Path), c.plan.fresh[file.Path]); err != nil {
			return err
		}
	}
	return nil
}

// put renames a staged file to its final name, and records how to undo that.
func (c *change) put(staged, target spot, fresh bool) error {
	kept := false
	var backup spot
	if !fresh {
		backup = c.temp(target)
		kept = target.link(backup) == nil // without hard links the old content cannot be restored
	}
	if err := staged.rename(target); err != nil {
		return err
	}
	c.undos = append(c.undos, func() error {
		switch {
		case fresh:
			return target.remove()
		case kept:
			return backup.rename(target)
		}
		return nil
	})
	return nil
}

// remove renames stale files of the private folder, or the others, out of the way; finish deletes them.
func (c *change) remove(private bool) error {
	for _, name := range c.plan.Stale {
		if c.IsPrivate(name) == private {
			if err := c.setAside(c.spot(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *change) setAside(target spot) error {
	temp := c.temp(target)
	if err := target.rename(temp); err != nil {
		return err
	}
	c.undos = append(c.undos, func() error { return temp.rename(target) })
	return nil
}

// tighten sets modes that something else (git, a careless copy) changed.
func (c *change) tighten() error {
	for _, file := range c.plan.Modes {
		if err := c.spot(file.Path).chmod(file.Mode); err != nil {
			return err
		}
	}
	if !c.plan.Open {
		return nil
	}
	dir, err := c.folder(c.Project).handle()
	if err != nil {
		return err
	}
	return errors.Join(dir.Chmod(0o700), dir.Close())
}
