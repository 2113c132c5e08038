package host

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Left is the note of what a run has still to do, beside the units. Written before the first change and removed after
// the last, it lets the next run finish what an interrupted one began. While it is held, no other run of the project
// goes on.
type Left struct {
	path string
	file *os.File
}

// ErrBusy says that another run holds the project.
var ErrBusy = errors.New("another apply or remove of the project is running")

// Hold takes the project in a unit folder for this process, and reads what an earlier run left.
func Hold(folder, project string) (*Left, Plan, error) {
	l := &Left{path: filepath.Join(folder, "."+project+".apply")} // systemd ignores names with a leading dot
	for {
		file, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return nil, Plan{}, err
		}
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			file.Close()
			return nil, Plan{}, ErrBusy
		}
		// Who removed the file at its end may have done so between our two calls.
		held, err1 := file.Stat()
		there, err2 := os.Stat(l.path)
		if err1 == nil && err2 == nil && os.SameFile(held, there) {
			l.file = file
			break
		}
		file.Close()
	}
	data, err := os.ReadFile(l.path)
	if err != nil || len(data) == 0 {
		return l, Plan{}, err
	}
	var left Plan
	if json.Unmarshal(data, &left) != nil {
		return l, Plan{}, nil // cut short while it was written: nothing had been changed yet
	}
	return l, left, nil
}

// Write notes what is still to do. The names of units are all it holds.
func (l *Left) Write(p Plan) error {
	p.Files = nil
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	// The file itself is locked, so it is not replaced; Hold takes a note that was cut short for none.
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	if _, err := l.file.WriteAt(data, 0); err != nil {
		return err
	}
	return l.file.Sync()
}

// Release lets go of the project and keeps the note; Done removes it first.
func (l *Left) Release() { l.file.Close() }

// Done removes the note: nothing is left to do.
func (l *Left) Done() error {
	defer l.file.Close()
	if err := os.Remove(l.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
