package folder

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// undo reverts all changes, the last one first.
func (c *change) undo() error {
	var errs []error
	for _, undo := range slices.Backward(c.undos) {
		errs = append(errs, undo())
	}
	errs = append(errs, c.drop())
	for _, dir := range slices.Backward(c.made) {
		_ = dir.remove() // one that contains a foreign file by now is kept
	}
	return errors.Join(errs...)
}

// finish deletes what is no longer needed and waits for the disk.
func (c *change) finish() error {
	err := c.drop()
	emptied := slices.Clone(c.plan.debris)
	for _, name := range c.plan.Stale {
		emptied = append(emptied, c.spot(name))
	}
	if c.plan.listText != nil && !c.privates() {
		emptied = append(emptied, c.spot(c.listName()))
	}
	for _, s := range emptied {
		if dir := path.Dir(s.name); dir != "." {
			// A folder that still contains a foreign file is kept: remove fails on it.
			_ = spot{s.in, dir}.remove()
		}
	}
	if len(c.temps) == 0 {
		return err
	}
	return errors.Join(err, flush(c.changed()))
}

// drop deletes the remaining temporary files.
func (c *change) drop() error {
	var errs []error
	for _, temp := range c.temps {
		errs = append(errs, temp.remove())
	}
	return errors.Join(errs...)
}

// changed returns the folders whose entries changed, and the parents of new ones.
func (c *change) changed() []spot {
	seen := map[spot]bool{}
	add := func(of spot) {
		dir := spot{of.in, path.Dir(of.name)}
		if _, err := dir.in.dir(dir.name); err == nil {
			seen[dir] = true
		}
	}
	for _, s := range slices.Concat(c.temps, c.made) {
		add(s)
	}
	return slices.Collect(maps.Keys(seen))
}

// isListed reports whether the list names exactly the wanted files.
func (h *held) isListed(p *Plan) bool {
	if !h.privates() {
		return p.listText == nil
	}
	return string(p.listText) == string(h.listing(h.values()))
}

// listBoth writes a list of the private files before and after the run.
func (c *change) listBoth() error {
	if !c.privates() {
		return nil
	}
	both := c.values()
	for name := range c.plan.list {
		both[name] = true
	}
	for _, name := range c.plan.Stale {
		if c.IsPrivate(name) && path.Base(name) != Gitignore {
			both[name] = true // from a version without a list
		}
	}
	return c.writeList(both)
}

// listNew writes a list of the wanted private files, or removes it if there are none.
func (c *change) listNew() error {
	if c.privates() {
		return c.writeList(c.values())
	}
	at := c.spot(c.listName())
	if _, err := at.lstat(); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if c.plan.listText == nil {
		return nil
	}
	return c.setAside(at)
}

// writeList replaces the list unless it is up to date.
func (c *change) writeList(names map[string]bool) error {
	text := c.listing(names)
	if string(text) == string(c.plan.listText) {
		return nil
	}
	at := c.spot(c.listName())
	temp := c.temp(at)
	if err := c.makeFolder(at); err != nil {
		return err
	}
	if err := temp.create(text, 0o600); err != nil {
		return err
	}
	if err := flush([]spot{temp}); err != nil {
		return err
	}
	fresh := c.plan.listText == nil
	c.plan.listText = text
	return c.put(temp, at, fresh)
}
