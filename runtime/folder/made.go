package folder

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MadeForError is the error of a run that would replace the files of one runtime with those of another.
type MadeForError struct{ Root, Was, Is string }

func (e MadeForError) Error() string {
	return fmt.Sprintf("%s was written for %s, and this run is for %s: choose the runtime with -runtime and -format, or another folder with -output, or add -force", e.Root, e.Was, e.Is)
}

// madeFor returns the runtime that the project's target records; empty if there is no target, or if an earlier version
// wrote it.
func (f *found) madeFor() string {
	for _, name := range slices.Sorted(maps.Keys(f.owned)) {
		if mark := entryOf(f.units[name], "X-ComposeRuntime="); mark != "" {
			return mark
		}
	}
	return ""
}

// Converts returns a [MadeForError] if the run would replace the files of another runtime, unless Force is set.
func (w Output) Converts(p *Plan) error {
	if w.Force || w.Runtime == "" || p.MadeFor == "" || p.MadeFor == w.Runtime {
		return nil
	}
	return MadeForError{w.Root, p.MadeFor, w.Runtime}
}

// entryOf returns the value of an entry in the [Unit] section of a unit, or "".
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
