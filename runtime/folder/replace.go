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
	t, err := openTree(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer t.close()
	at := spot{t, filepath.Base(name)}
	if old, err := at.read(); err == nil && bytes.Equal(old, data) {
		return at.chmod(mode)
	}
	temp := spot{t, tempPrefix + at.name} // one name: what a killed run left is replaced
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

// writeNew makes a file with exactly the mode that is wanted, whatever the umask.
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

// maxName is how long the name of a file may be, in bytes (NAME_MAX, linux/limits.h).
const maxName = 255

// tooLong is the path of a file whose name no file system takes.
type tooLong string

func (e tooLong) Error() string {
	name := filepath.Base(string(e))
	return name[:min(len(name), 40)] + "… in " + filepath.Dir(string(e)) +
		" is too long for a file name (255 bytes); shorten the name of the project, the service or the object"
}
