package main

import (
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// compare is -check: it writes nothing and says how the output folder differs from what a run would make of it.
func compare(w wanted, report *diag.Report, say speech) int {
	p, err := w.plan()
	say.findings(report)
	if err != nil {
		say.failure(err)
		return exitBroken
	}
	absent := w.uncommitted(p)
	text, err := w.differences(p, absent)
	if err != nil {
		say.failure(err)
		return exitBroken
	}
	code := exitDone
	if text != "" {
		code = exitDifferent
	}
	if !say.quiet {
		if n := len(absent); n > 0 {
			text += fmt.Sprintf("%s not compared: %s keeps values out of git\n", number(n, "private file"), w.shown(path.Join(w.project, gitignore)))
		}
		if broken := say.result(text); broken != exitDone {
			return broken
		}
	}
	return code
}

// differences is the whole of -check's output: a unified diff for what everybody may read, a word for the rest.
// Files that git does not carry are left out.
func (w wanted) differences(p *plan, absent map[string]bool) (string, error) {
	var b strings.Builder
	for _, file := range p.write {
		if absent[file.Path] {
			continue
		}
		text, err := w.difference(file, p.fresh[file.Path])
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	for _, name := range p.stale {
		fmt.Fprintf(&b, "%s: is no longer wanted\n", w.shown(name))
	}
	for _, file := range p.modes {
		if private(file) {
			fmt.Fprintf(&b, "%s: others can read it; its mode must be %04o\n", w.shown(file.Path), file.Mode.Perm())
		}
	}
	if p.open && w.holdsValues(absent) {
		fmt.Fprintf(&b, "%s: others can look into it; its mode must be 0700\n", w.shown(w.project))
	}
	return b.String(), nil
}

// holdsValues says that the private folder should hold something that others may not read.
func (w wanted) holdsValues(absent map[string]bool) bool {
	for _, file := range w.files {
		if private(file) && !absent[file.Path] {
			return true
		}
	}
	return false
}

// difference is what one file lacks. The content of a private file is never shown, neither the old nor the new.
func (w wanted) difference(file runtime.File, missing bool) (string, error) {
	shown := w.shown(file.Path)
	switch {
	case private(file) && missing:
		return shown + ": is missing\n", nil
	case private(file):
		return shown + ": differs (it is private, so how is not shown)\n", nil
	case missing:
		return string(diff.Diff("/dev/null", nil, shown, file.Data)), nil
	}
	old, err := os.ReadFile(w.at(file.Path))
	if err != nil {
		return "", err
	}
	return string(diff.Diff(shown, old, shown+" (wanted)", file.Data)), nil
}
