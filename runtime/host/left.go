package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/compose2unit/compose2unit/translate/input"
)

// Left is the note of what a run has still to do, beside the units. Written before the first change and removed after
// the last, it lets the next run finish what an interrupted one began. While it is held, no other run of the project
// goes on. It grows by a line each time it is written, so that what stood there holds until the new line is whole.
type Left struct {
	path string
	file *os.File
}

// ErrBusy is returned while another run holds the project.
var ErrBusy = errors.New("another apply or remove of the project is running")

// Hold takes the project in a unit folder for this process, and reads what an earlier run left.
func Hold(folder, project string) (*Left, Plan, error) {
	l := &Left{path: note(folder, project)}
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
	data, err := input.ReadFile(l.path, input.Unit)
	return l, last(data), err
}

// last is the last whole line of a note.
func last(data []byte) (left Plan) {
	for line := range bytes.Lines(data) {
		var p Plan
		if bytes.HasSuffix(line, []byte("\n")) && json.Unmarshal(line, &p) == nil {
			left = p
		}
	}
	return left
}

// Interrupted reports whether a run of the project was begun in a unit folder and is not over.
func Interrupted(folder, project string) bool {
	_, err := os.Lstat(note(folder, project))
	return err == nil
}

// note is where a project's note is: systemd ignores names with a leading dot.
func note(folder, project string) string { return filepath.Join(folder, "."+project+".apply") }

// Write notes what is still to do. The names of units and containers are all it holds.
func (l *Left) Write(p Plan) error {
	p.Files = nil
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	end, err := l.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end > 0 { // after a line that was cut short
		data = append([]byte("\n"), data...)
	}
	if _, err := l.file.Write(append(data, '\n')); err != nil {
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
