package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/translate/input"
)

// note records what a run still has to do, beside the units. Written before the first change and removed after the last, it
// lets the next run complete an interrupted one. While it is held, no other run of the project proceeds. Each write appends
// a line, so that the previous line remains valid until the new one is complete.
type note struct {
	path string
	file *os.File
}

// ErrBusy is returned while another run holds the project.
var ErrBusy = errors.New("another apply or remove of the project is running")

// hold locks the project in a unit folder for this process, and reads what an earlier run left to do.
func hold(folder, project string) (*note, Plan, error) {
	l := &note{path: notePath(folder, project)}
	for {
		file, err := locked(l.path)
		if err != nil {
			return nil, Plan{}, err
		}
		// A run that has just ended may have removed the file between our two calls.
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

// last returns the last complete line of a note.
func last(data []byte) (left Plan) {
	for line := range bytes.Lines(data) {
		var p Plan
		if bytes.HasSuffix(line, []byte("\n")) && json.Unmarshal(line, &p) == nil {
			left = p
		}
	}
	return left
}

// interrupted reports whether a run of the project was started in a unit folder and not completed.
func interrupted(folder, project string) bool {
	_, err := os.Lstat(notePath(folder, project))
	return err == nil
}

// notePath returns the path of a project's note: systemd ignores names with a leading dot.
func notePath(folder, project string) string { return filepath.Join(folder, "."+project+".apply") }

// write records what is still to do. It contains only the names of units and containers.
func (l *note) write(p Plan) error {
	p.Files = nil
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	end, err := l.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end > 0 { // after an incomplete line
		data = append([]byte("\n"), data...)
	}
	if _, err := l.file.Write(append(data, '\n')); err != nil {
		return err
	}
	return l.file.Sync()
}

// release unlocks the project and keeps the note; done removes it first.
func (l *note) release() { l.file.Close() }

// done removes the note: nothing is left to do.
func (l *note) done() error {
	defer l.file.Close()
	if err := os.Remove(l.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
