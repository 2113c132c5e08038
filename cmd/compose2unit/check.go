package main

import (
	"fmt"
	"path"

	"github.com/compose2unit/compose2unit/cmd/message"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// compared returns the line that says what -check compares.
func compared(o *options, w folder.Output, p *folder.Plan) string {
	was := ""
	if p.MadeFor != "" && p.MadeFor != w.Runtime {
		was = ", written for " + p.MadeFor + ","
	}
	return fmt.Sprintf("comparing %s%s with %s for %s\n", visible(w.Root), visible(was), w.Project, o.made())
}

// compare implements -check: it writes nothing and prints how the output folder differs from what a run would generate.
func compare(o *options, w folder.Output, report *diag.Report, say speech) int {
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
	code := exitDifferent
	if text == "" {
		code, text = exitDone, "no difference\n"
	}
	text = compared(o, w, p) + text
	if n := len(absent); n > 0 {
		text += fmt.Sprintf("%s not compared: %s keeps values out of git\n", message.Number(n, "private file"), w.At(path.Join(w.Project, folder.Gitignore)))
	}
	return say.unless(text, code)
}
