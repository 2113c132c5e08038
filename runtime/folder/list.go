package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// The private folder contains a list of the files with values that were written there: an env file, a secret or a config
// cannot carry a mark of its own. The list is treated like them: it is not committed if they are not.

// List is the name of the list.
const List = ".compose2unit-files"

// listHead is the start of the list. A file with that name and a different start is foreign.
const listHead = "# Made by compose2unit: the files here that it wrote, beside its scripts. It does not touch any others.\n"

func (w Output) listName() string { return path.Join(w.Project, List) }

// listing returns a list of files of the output.
func (w Output) listing(names map[string]bool) []byte {
	var b strings.Builder
	b.WriteString(listHead)
	if w.Copies && w.ConfigDir != "" {
		b.WriteString(copiedLine + w.ConfigDir + "\n")
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		b.WriteString(strings.TrimPrefix(name, w.Project+"/") + "\n")
	}
	return []byte(b.String())
}

// listed returns the files that a list names. A line that does not name a file of the private folder is ignored.
func (w Output) listed(text []byte) map[string]bool {
	out := map[string]bool{}
	for line := range bytes.Lines(text) {
		name := strings.TrimSuffix(string(line), "\n")
		if fs.ValidPath(name) && !strings.HasPrefix(path.Base(name), ".") && name[0] != '#' {
			out[path.Join(w.Project, name)] = true
		}
	}
	return out
}

// values returns the wanted files that the list has to name.
func (w Output) values() map[string]bool {
	out := map[string]bool{}
	for _, file := range w.Files {
		if w.IsPrivate(file.Path) && !file.Script {
			out[file.Path] = true
		}
	}
	return out
}

// privates reports whether anything is wanted in the private folder.
func (w Output) privates() bool {
	return slices.ContainsFunc(w.Files, func(f runtime.File) bool { return w.IsPrivate(f.Path) })
}

// readList reads the list of an earlier run. Output of older versions and checkouts have none.
func (f *found) readList() error {
	text, err := f.spot(f.listName()).read()
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.As(err, new(ForeignError)):
		return nil
	case err != nil:
		return err
	case !strings.HasPrefix(string(text), listHead):
		return ForeignError{f.At(f.listName()), "already exists and was not written by compose2unit"}
	}
	f.list, f.listText = f.listed(text), text
	return nil
}

// scriptMark returns the line at the head of a script that distinguishes it from the user's own.
func scriptMark(name string) string { return fmt.Sprintf(runtime.ScriptMark, path.Base(name)) }

// isScript reports whether a text is our script with that name.
func isScript(name string, text []byte) bool {
	mark := []byte(scriptMark(name))
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	return bytes.HasPrefix(text, mark) || bytes.HasPrefix(text, []byte("#!")) && bytes.HasPrefix(rest, mark)
}
