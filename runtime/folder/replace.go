package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/compose2unit/compose2unit/translate/input"
)

// Replace writes one file atomically, with exactly the given mode, and waits for the disk. If a file has the same content
// already, only its mode is set; a link to a file is replaced and never followed. Anything but a file is an error, even behind a
// link: a device, such as /dev/stdout, is not replaced, even if it stands for a file. Errors name the file, never a temporary one.
func Replace(name string, data []byte, mode fs.FileMode) error {
	switch info, err := os.Stat(name); {
	case ofSystem(name):
		return &input.Error{Name: name, Err: input.ErrIrregular}
	case err != nil:
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: name, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return &input.Error{Name: name, Err: input.ErrIrregular}
	}
	t, err := openTree(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer t.close()
	if len(t.dirs) == 0 {
		return &fs.PathError{Op: "open", Path: name, Err: syscall.ENOENT}
	}
	at := spot{t, filepath.Base(name)}
	if old, err := at.read(); err == nil && bytes.Equal(old, data) {
		return at.chmod(mode)
	}
	err = at.replace(data, mode)
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return &fs.PathError{Op: e.Op, Path: name, Err: e.Err}
	}
	return err
}

// maxLinks is how many links Linux follows in a path (MAXSYMLINKS, linux/namei.h).
const maxLinks = 40

// ofSystem reports whether a name, or a link that it leads to, is in /dev or /proc: /dev/stdout is a link to an open file, which
// may be a regular one.
func ofSystem(name string) bool {
	for range maxLinks {
		dir, err := filepath.EvalSymlinks(filepath.Dir(name))
		if err == nil {
			dir, err = filepath.Abs(dir)
		}
		if err != nil {
			return false
		}
		in := dir + "/"
		if strings.HasPrefix(in, "/proc/") || strings.HasPrefix(in, "/dev/") && !strings.HasPrefix(in, "/dev/shm/") {
			return true
		}
		target, err := os.Readlink(filepath.Join(dir, filepath.Base(name)))
		if err != nil {
			return false
		}
		if name = target; !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
	}
	return false
}

// replace writes a file under a temporary name and renames it.
func (at spot) replace(data []byte, mode fs.FileMode) error {
	t := at.in
	temp := spot{t, tempPrefix + at.name} // one name: the leftover of a killed run is replaced
	if len(temp.name) > maxName {
		return tooLong(at.String())
	}
	if err := temp.remove(); err != nil {
		return err
	}
	err := temp.create(data, mode)
	if err == nil {
		err = flush([]spot{temp})
	}
	if err == nil {
		err = temp.rename(at)
	}
	if err != nil {
		err = errors.Join(err, temp.remove())
	}
	return err
}

// writeNew creates a file with exactly the given mode, whatever the umask.
func writeNew(dir *os.Root, base string, data []byte, mode fs.FileMode) (err error) {
	f, err := dir.OpenFile(base, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Chmod(mode.Perm())
}

// maxName is the maximum length of a file name, in bytes (NAME_MAX, linux/limits.h).
const maxName = 255

// tooLong is the path of a file whose name is longer than any file system allows.
type tooLong string

func (e tooLong) Error() string {
	name := filepath.Base(string(e))
	return name[:min(len(name), 40)] + "… in " + filepath.Dir(string(e)) +
		" is too long for a file name (255 bytes); shorten the name of the project, the service or the object"
}
