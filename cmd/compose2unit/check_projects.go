package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// checkProjects is `compose2unit check`: it says about each project in a folder, or about those that are named, what the
// generator would say, and how the units that it would write differ from those that systemd has.
func checkProjects(ctx context.Context, w *world, o *options, say speech) int {
	g := newGenerating(w.machine.Root, w.environ, o.user)
	projects, err := generator.Find(g.roots(), cli.DefaultFileNames)
	if err != nil {
		return say.broken(err)
	}
	if projects, err = named(projects, o.words, g.roots()); err != nil {
		return say.broken(err)
	}
	code := exitDone
	for _, p := range projects {
		switch one := g.check(ctx, p, say); {
		case one == exitBroken:
			return one
		case one == exitRefused || one != exitDone && code == exitDone:
			code = one
		}
	}
	return code
}

// named are the projects that a person named, or all where none is.
func named(projects []generator.Project, names, roots []string) ([]generator.Project, error) {
	if len(projects) == 0 && len(names) == 0 {
		return nil, fmt.Errorf("no project in %s", strings.Join(roots, ", "))
	}
	if len(names) == 0 {
		return projects, nil
	}
	var known []string
	for _, p := range projects {
		known = append(known, p.Name)
	}
	var chosen []generator.Project
	for _, name := range names {
		at := slices.Index(known, name)
		if at < 0 {
			text := fmt.Sprintf("no project %s in %s", name, strings.Join(roots, ", "))
			if hint := spelling.Hint(name, known); hint != "" {
				text += "; " + hint
			}
			return nil, fmt.Errorf("%s", text)
		}
		chosen = append(chosen, projects[at])
	}
	return chosen, nil
}

// check says it about one project, and returns the exit code for it.
func (g *generating) check(ctx context.Context, p generator.Project, say speech) int {
	var report diag.Report
	made, err := g.project(ctx, p, &report)
	say.findings(&report)
	if err != nil || report.Worst() == diag.Error {
		if err != nil {
			say.failure(err)
		}
		return say.instead(p.Name+": refused; systemd gets a unit that fails and says why\n", exitRefused)
	}
	want := folder.Output{Root: g.loaded(), Project: p.Name, Files: made.Files}
	plan, err := want.Plan()
	if err != nil {
		return say.broken(err)
	}
	text, err := want.Diff(plan, nil)
	switch {
	case err != nil:
		return say.broken(err)
	case text == "":
		return say.result(p.Name + ": as systemd has it\n")
	}
	return say.instead(p.Name+": differs from what systemd has; daemon-reload loads it\n"+text, exitDifferent)
}

// loaded is the folder into which the generator wrote when systemd last read its units (systemd.generator(7)).
func (g *generating) loaded() string {
	if g.user {
		return filepath.Join(g.root, os.Getenv("XDG_RUNTIME_DIR"), "systemd", "generator")
	}
	return filepath.Join(g.root, "/run/systemd/generator")
}
