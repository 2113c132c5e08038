package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// checkProjects implements `compose2unit check`: for each project in a folder, or for the named ones, it prints what the
// generator would log, and how the units that it would write differ from those that systemd has loaded.
func checkProjects(ctx context.Context, w *world, o *options, say speech) int {
	g, err := o.generating(w)
	if err != nil {
		return say.broken(err)
	}
	projects, err := generator.Find(g.manager.Roots(), cli.DefaultFileNames)
	misnamed, err := generator.Misnamed(err)
	if len(o.words) > 0 {
		misnamed = nil
	}
	if err == nil && misnamed == nil && len(projects)+len(o.words) == 0 {
		err = fmt.Errorf("no project in %s", strings.Join(g.manager.Roots(), ", "))
	}
	if err == nil {
		projects, err = generator.Choose(projects, o.words, spelling.Hint)
	}
	if err != nil {
		return say.broken(err)
	}
	code := exitDone
	work := generator.Work[*translation]{Do: g.translation, Failed: func(_ generator.Project, err error) *translation { return &translation{err: err} }}
	work.InOrder(ctx, projects, func(_ int, p generator.Project, made *translation) {
		if code == exitBroken {
			return
		}
		if one := g.check(p, made, say); one == exitBroken || one == exitRefused || code == exitDone {
			code = one
		}
	})
	if code != exitBroken && misnamed != nil {
		return say.broken(misnamed)
	}
	return code
}

// translation is what became of a project, with all that is said about it.
type translation struct {
	made   outcome
	report diag.Report
	err    error
}

// translation translates one project; it may be called from several goroutines.
func (g *generating) translation(ctx context.Context, p generator.Project) *translation {
	t := &translation{}
	t.made, t.err = g.project(ctx, p, &t.report)
	return t
}

// check compares one project with what systemd has, and returns its exit code.
func (g *generating) check(p generator.Project, t *translation, say speech) int {
	say.findings(&t.report)
	if errors.Is(t.err, fs.ErrPermission) { // for this user, not for systemd
		return say.broken(t.err)
	}
	if t.err != nil || t.report.Worst() == diag.Error {
		if t.err != nil {
			say.failure(t.err)
		}
		return say.unless(p.Name+": refused; systemd gets a unit that fails and says why\n", exitRefused)
	}
	want := folder.Output{Root: g.manager.Loaded(), Project: p.Name, Files: t.made.Files, Alone: true}
	plan, err := want.Plan()
	if err != nil {
		return say.broken(err)
	}
	text, err := want.Diff(plan, nil)
	switch {
	case err != nil:
		return say.broken(err)
	case text == "":
		return say.unless(p.Name+": as systemd has it\n", exitDone)
	}
	return say.unless(p.Name+": differs from what systemd has; daemon-reload loads it\n"+text, exitDifferent)
}
