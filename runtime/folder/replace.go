package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace writes one file so that it is never half there, with exactly the mode that is given, and waits for the disk. One
// that holds the same bytes already only gets the mode; a link is replaced and never followed.
func Replace(name string, data []byte, mode fs.FileMode) error {
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() {
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
			return os.Chmod(name, mode.Perm())
		}
	}
	temp := filepath.Join(filepath.Dir(name), tempPrefix+filepath.Base(name)) // one name: what a killed run left is replaced
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := writeNew(temp, data, mode)
	if err == nil {
		err = flushEach([]string{temp})
	}
	if err == nil {
		err = os.Rename(temp, name)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(temp))
	}
	return err
}

// writeNew makes a file with exactly the mode that is wanted, whatever the umask.
func writeNew(name string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Chmod(mode.Perm())
}
