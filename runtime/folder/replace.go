package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace writes one file atomically, with exactly the given mode, and waits for the disk. If a file has the same content
// already, only its mode is set; a link is replaced and never followed.
func Replace(name string, data []byte, mode fs.FileMode) error {
	t, err := openTree(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer t.close()
	at := spot{t, filepath.Base(name)}
	if old, err := at.read(); err == nil && bytes.Equal(old, data) {
		return at.chmod(mode)
	}
	temp := spot{t, tempPrefix + at.name} // one name: the leftover of a killed run is replaced
	if len(temp.name) > maxName {
		return tooLong(at.String())
	}
	if err := temp.remove(); err != nil {
		return err
	}
	err = temp.create(data, mode)
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
