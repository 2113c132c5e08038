package folder

import (
	"bytes"
	"fmt"
	"strings"
)

// MadeForError is the error of a run that would turn the files of one runtime into those of another one.
type MadeForError struct{ Root, Was, Is string }

func (e MadeForError) Error() string {
	return fmt.Sprintf("%s was written for %s, and this run is for %s: choose the runtime with -runtime and -format, or another folder with -output, or add -force", e.Root, e.Was, e.Is)
}

// madeFor is the runtime that the project's target says it was made for: empty where there is no target, and in what
// earlier versions wrote.
func (f *found) madeFor() string {
	for name := range f.owned {
		if mark := entryOf(f.units[name], "X-ComposeRuntime="); mark != "" {
			return mark
		}
	}
	return ""
}

// Converts refuses with a [MadeForError] to replace the files of another runtime, unless Force is set.
func (w Output) Converts(p *Plan) error {
	if w.Force || w.Runtime == "" || p.MadeFor == "" || p.MadeFor == w.Runtime {
		return nil
	}
	return MadeForError{w.Root, p.MadeFor, w.Runtime}
}

// entryOf is what an entry of the [Unit] section of a unit says, or "".
func entryOf(data []byte, key string) string {
	section := ""
	for line := range bytes.Lines(data) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "[") {
			section = text
			continue
		}
		if mark, ok := strings.CutPrefix(text, key); ok && section == "[Unit]" {
			return strings.TrimSpace(mark)
		}
	}
	return ""
}
