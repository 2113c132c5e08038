package main

import (
	"fmt"
	"path"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// compare is -check: it writes nothing and says how the output folder differs from what a run would make of it.
func compare(w folder.Output, report *diag.Report, say speech) int {
	p, err := w.Plan()
	say.findings(report)
	if err != nil {
		say.failure(err)
		return exitBroken
	}
	say.count(report)
	absent := w.Uncommitted(p)
	text, err := w.Diff(p, absent)
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
			text += fmt.Sprintf("%s not compared: %s keeps values out of git\n", number(n, "private file"), w.At(path.Join(w.Project, folder.Gitignore)))
		}
		if broken := say.result(text); broken != exitDone {
			return broken
		}
	}
	return code
}
