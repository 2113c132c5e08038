package folder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/compose2unit/compose2unit/runtime"
)

// Diff returns how the folder differs from what is wanted: a unified diff for files that everyone may read, a word for the
// others. Files that are absent on purpose are left out.
func (w Output) Diff(p *Plan, absent map[string]bool) (string, error) {
	var b strings.Builder
	for _, file := range p.Write {
		if absent[file.Path] {
			continue
		}
		text, err := w.difference(file, p.fresh[file.Path])
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	for _, name := range p.Stale {
		fmt.Fprintf(&b, "%s: is obsolete\n", w.At(name))
	}
	closed := w.closed(absent)
	for _, file := range p.Modes {
		if closed(file) {
			fmt.Fprintf(&b, "%s: others can read it; its mode must be %04o\n", w.At(file.Path), file.Mode.Perm())
		}
	}
	if p.Open && slices.ContainsFunc(w.Files, closed) {
		fmt.Fprintf(&b, "%s: others can list it; its mode must be 0700\n", w.At(w.Project))
	}
	return b.String(), nil
}

// closed reports whether others may not read a file. git does not store such modes, so files that git carries do not count:
// their values are in the Compose files as well.
func (w Output) closed(absent map[string]bool) func(runtime.File) bool {
	git := w.inGit()
	return func(file runtime.File) bool { return Private(file) && !absent[file.Path] && !(git && w.carried(file)) }
}

// difference describes how one file differs. The content of a private file is never shown, neither the old nor the new.
func (w Output) difference(file runtime.File, missing bool) (string, error) {
	shown := w.At(file.Path)
	switch {
	case Private(file) && missing:
		return shown + ": is missing\n", nil
	case Private(file):
		return shown + ": differs (private; contents not shown)\n", nil
	case missing:
		return string(diff.Diff("/dev/null", nil, shown, file.Data)), nil
	}
	old, err := w.Read(file.Path)
	if err != nil {
		return "", err
	}
	return string(diff.Diff(shown, old, shown+" (wanted)", file.Data)), nil
}
