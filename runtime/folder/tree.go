package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"github.com/compose2unit/compose2unit/translate/input"
)

// tree is a folder that is kept open, with those below it. Root may write into a folder that someone else owns: whatever
// the owner puts in place of a folder during a run, the run stays in the folders that it has opened, and opens none through
// a symbolic link.
type tree struct {
	path string
	dirs map[string]*os.Root // by path in the tree; the tree itself is "."
}

// openTree opens a folder. One that does not exist is treated as empty. Opening a pipe by its name would wait for a writer; the
// dot is found only in a folder.
func openTree(at string) (*tree, error) {
	t := &tree{at, map[string]*os.Root{}}
	root, err := os.OpenRoot(at + "/.")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t, nil
	case err != nil:
		return nil, &fs.PathError{Op: "open", Path: at, Err: cause(err)}
	}
	t.dirs["."] = root
	return t, nil
}

func (t *tree) close() {
	for _, dir := range t.dirs {
		dir.Close()
	}
}

// dir opens a folder of the tree. It fails with a notFolder if something else is in its place.
func (t *tree) dir(name string) (*os.Root, error) {
	if dir := t.dirs[name]; dir != nil {
		return dir, nil
	}
	if name == "." {
		return nil, fs.ErrNotExist
	}
	parent, err := t.dir(path.Dir(name))
	if err != nil {
		return nil, err
	}
	info, err := parent.Lstat(path.Base(name))
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, notFolder(info.Mode())
	}
	dir, err := parent.OpenRoot(path.Base(name))
	if err != nil {
		return nil, err
	}
	if opened, err := dir.Stat("."); err != nil || !os.SameFile(info, opened) {
		dir.Close()
		return nil, notFolder(fs.ModeSymlink)
	}
	t.dirs[name] = dir
	return dir, nil
}

// notFolder is the mode of what is in place of a folder.
type notFolder fs.FileMode

func (e notFolder) Error() string { return "is " + kindOf(fs.FileMode(e)) + " where a folder must be" }

// spot is a file or folder of a tree, which need not exist.
type spot struct {
	in   *tree
	name string // with slashes
}

// String returns its path on this machine.
func (s spot) String() string { return filepath.Join(s.in.path, filepath.FromSlash(s.name)) }

// do calls f with the open folder that contains the spot and its name there. The error contains the whole path.
func (s spot) do(f func(dir *os.Root, base string) error) error {
	dir, err := s.in.dir(path.Dir(s.name))
	if err == nil {
		err = f(dir, path.Base(s.name))
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(notFolder)):
		return ForeignError{filepath.Dir(s.String()), cause(err).Error()}
	case errors.Is(err, syscall.ENAMETOOLONG):
		return tooLong(s.String())
	}
	return &fs.PathError{Op: "access", Path: s.String(), Err: cause(err)}
}

// cause returns an error without the operation and the path.
func cause(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	if e := (*os.LinkError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

func (s spot) lstat() (info fs.FileInfo, err error) {
	err = s.do(func(dir *os.Root, base string) (err error) {
		info, err = dir.Lstat(base)
		return err
	})
	return info, err
}

// maxRead is larger than any file that is written here.
const maxRead input.Limit = 64 << 20

// open opens a regular file and nothing else: it follows no link and waits for no pipe.
func (s spot) open() (f *os.File, info fs.FileInfo, err error) {
	err = s.do(func(dir *os.Root, base string) error {
		before, err := dir.Lstat(base)
		if err != nil {
			return err
		}
		if !before.Mode().IsRegular() {
			return fmt.Errorf("is %s and no file", kindOf(before.Mode()))
		}
		if f, err = dir.OpenFile(base, os.O_RDONLY|input.NonBlock, 0); err != nil {
			return err
		}
		if info, err = f.Stat(); err != nil || !os.SameFile(before, info) {
			f.Close()
			return errors.Join(err, errors.New("was replaced while it was being read"))
		}
		return nil
	})
	return f, info, err
}

func (s spot) read() ([]byte, error) {
	f, _, err := s.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return input.ReadAll(f, s.String(), maxRead)
}

// create creates a new file with exactly the given mode, whatever the umask.
func (s spot) create(data []byte, mode fs.FileMode) error {
	return s.do(func(dir *os.Root, base string) error { return writeNew(dir, base, data, mode) })
}

// chmod sets the mode of a regular file.
func (s spot) chmod(mode fs.FileMode) error {
	f, _, err := s.open()
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(mode.Perm()), f.Close())
}

// rename gives the file the name of another one in the same folder, link gives it a second name.
func (s spot) rename(to spot) error {
	return s.do(func(dir *os.Root, base string) error { return dir.Rename(base, path.Base(to.name)) })
}

func (s spot) link(to spot) error {
	return s.do(func(dir *os.Root, base string) error { return dir.Link(base, path.Base(to.name)) })
}

// remove removes a file or an empty folder. It is not an error if it does not exist.
func (s spot) remove() error {
	err := s.do(func(dir *os.Root, base string) error { return dir.Remove(base) })
	if err == nil {
		if dir := s.in.dirs[s.name]; dir != nil {
			dir.Close()
			delete(s.in.dirs, s.name)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// handle opens a file or folder for flushing.
func (s spot) handle() (f *os.File, err error) {
	if dir, err := s.in.dir(s.name); err == nil {
		return dir.Open(".")
	}
	f, _, err = s.open()
	return f, err
}

// entries lists a folder, sorted by name; one that does not exist is empty.
func (s spot) entries() ([]fs.DirEntry, error) {
	dir, err := s.in.dir(s.name)
	if err == nil {
		var list []fs.DirEntry
		if list, err = fs.ReadDir(dir.FS(), "."); err == nil {
			return list, nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, new(notFolder)) {
		return nil, nil
	}
	return nil, &fs.PathError{Op: "open", Path: s.String(), Err: cause(err)}
}

// makeFolder creates a folder of the tree and its parents, and returns those it created, outermost first.
func (s spot) makeFolder(mode fs.FileMode) (made []spot, err error) {
	if _, err := s.in.dir(s.name); !errors.Is(err, fs.ErrNotExist) {
		return nil, s.do(func(*os.Root, string) error { return err })
	}
	if s.name == "." {
		return nil, &fs.PathError{Op: "open", Path: s.in.path, Err: fs.ErrNotExist}
	}
	above := spot{s.in, path.Dir(s.name)}
	if made, err = above.makeFolder(mode); err != nil {
		return made, err
	}
	if err := s.do(func(dir *os.Root, base string) error { return dir.Mkdir(base, mode) }); err != nil {
		return made, err
	}
	return append(made, s), nil
}
