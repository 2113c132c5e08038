package main

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// ready is a project in a folder that can be applied.
type ready struct {
	where host.Options
	made  outcome
}

// applyProjects implements `compose2unit apply NAME...` and `compose2unit diff NAME...`: apply and diff for units that the
// generator writes. If one of the projects cannot be translated, none is changed.
func applyProjects(ctx context.Context, w *world, o *options, say speech) int {
	g, err := o.generating(w)
	if err != nil {
		return say.broken(err)
	}
	projects, err := g.chosen(o.words)
	if err != nil {
		return say.broken(err)
	}
	var all []ready
	code := exitDone
	for _, p := range projects {
		var report diag.Report
		made, err := g.project(ctx, p, &report)
		say.findings(&report)
		if err != nil || report.Worst() == diag.Error {
			code = max(code, g.refusal(p, &report, err, say))
			continue
		}
		where := o.host(w, p.Name, say)
		where.Generated = g.folders()
		all = append(all, ready{where, made})
	}
	if code != exitDone {
		return code
	}
	for _, r := range all {
		switch one := o.carry(ctx, r.where, r.made, "in its folder", say); {
		case one == exitBroken:
			return one
		case one != exitDone:
			code = one
		}
	}
	return code
}

// refusal reports why a project is left unchanged.
func (g *generating) refusal(p generator.Project, report *diag.Report, err error, say speech) int {
	if err != nil {
		say.failure(err)
	}
	say.count(report)
	if !say.forPrograms() && !say.quiet {
		fmt.Fprintf(say.err, "compose2unit: %s cannot be translated; nothing is changed\n", p.Name)
	}
	return exitRefused
}

// folders returns the folders of the manager.
func (g *generating) folders() *host.Generated {
	return &host.Generated{Loaded: g.manager.Loaded(), Notes: g.manager.Notes(), Kept: g.manager.Kept()}
}

// chosen returns the projects with these names. The error for an unknown one suggests a similar name.
func (g *generating) chosen(wanted []string) ([]generator.Project, error) {
	if g.manager.User && g.manager.RuntimeDir == "" {
		return nil, host.ErrNoUserDir
	}
	places, err := generator.Places(g.manager.Roots(), cli.DefaultFileNames)
	if _, err = generator.Misnamed(err); err != nil {
		return nil, err
	}
	loaded, err := folder.Projects(g.manager.Loaded())
	if err != nil {
		return nil, err
	}
	var projects []generator.Project
	for _, name := range wanted {
		switch at := first(places, name); {
		case at != nil && at.Masks:
			return nil, fmt.Errorf("project %s is masked by %s", name, at.Dir)
		case at != nil && at.Unreadable:
			return nil, &fs.PathError{Op: "open", Path: at.Dir, Err: fs.ErrPermission}
		case at != nil:
			projects = append(projects, at.Project)
		case slices.Contains(loaded, name):
			return nil, fmt.Errorf("the folder of project %s no longer exists: compose2unit remove %s takes the project down", name, name)
		}
	}
	if len(projects) < len(wanted) {
		_, err = generator.Choose(generator.Effective(places), wanted, spelling.Hint)
	}
	return projects, err
}

// first returns the folder that takes precedence for a project, or nil.
func first(places []generator.Place, name string) *generator.Place {
	at := slices.IndexFunc(places, func(p generator.Place) bool { return p.Name == name })
	if at < 0 {
		return nil
	}
	return &places[at]
}
