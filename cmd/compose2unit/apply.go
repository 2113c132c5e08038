package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// machine is what apply, diff, status and remove touch of this machine besides files, so that a test can stand in for it.
type machine struct {
	folder func(user bool) (string, error)
	// sources is the folder of podman's generator.
	sources func(user bool) (string, error)
	// beside are the folders whose files one in a folder would hide (host.Beside).
	beside  func(dir string) (units, sources []string)
	connect func(ctx context.Context, user bool) (host.Manager, error)
	// routes are what the machine reaches through its interfaces.
	routes func() ([]host.Route, error)
	// run runs a program and returns its standard output; the error holds what it said.
	run func(ctx context.Context, argv ...string) (string, error)
}

// installed is a project on its way into the folder of a machine's units.
type installed struct {
	folder.Output
	world   *world
	options *options
	say     speech
	systemd host.Manager
	plan    host.Plan
	edits   *folder.Plan
}

// apply is `compose2unit apply`, and `compose2unit diff`, which stops before the first change.
func apply(ctx context.Context, w *world, o *options, say speech) int {
	var report diag.Report
	report.Add(o.notes...)
	made, err := w.pipe(ctx, o, w, &report)
	if err == nil {
		err = o.clashes(w, made.subnets)
	}
	if o.strict {
		report.Promote()
	}
	say.findings(&report)
	if err != nil || report.Worst() == diag.Error {
		return say.refusal(&report, err)
	}
	root, err := w.machine.folder(o.user)
	if err != nil {
		return say.broken(err)
	}
	sources, err := w.machine.sources(o.user)
	if err != nil {
		return say.broken(err)
	}
	in := &installed{world: w, options: o, say: say,
		Output: folder.Output{Root: root, Sources: sources, Project: made.project, ConfigDir: o.configDir, Copies: true, Files: made.files,
			Waiting: say.waiting}}
	in.Others, in.OtherSources = w.machine.beside(root)
	if in.systemd, err = w.machine.connect(ctx, o.user); err != nil {
		return say.broken(unreachable(err))
	}
	defer in.systemd.Close()
	if o.command.name == "diff" {
		return in.diff(ctx)
	}
	return in.apply(ctx)
}

func unreachable(err error) error {
	if errors.Is(err, host.ErrNoSystemd) {
		return fmt.Errorf("%w: write the units to a folder with -output and install them where they will run", err)
	}
	return err
}

// decide looks at the folder and at systemd.
func (in *installed) decide(ctx context.Context, left host.Plan) (err error) {
	if in.edits, err = in.Output.Plan(); err != nil {
		return err
	}
	if err := in.Overwrites(in.edits); err != nil {
		return err
	}
	files, err := in.both()
	if err != nil {
		return err
	}
	states, err := in.systemd.States(ctx, host.Patterns(files)...)
	if err != nil {
		return err
	}
	in.plan = host.NewPlan(files, states, left)
	in.keepNetworks(ctx)
	return nil
}

// both are the project's files as they are and as they should be. What units read from -config-dir is looked at there.
func (in *installed) both() ([]host.File, error) {
	var out []host.File
	for _, file := range in.Files {
		old, err := in.ReadInstalled(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		out = append(out, host.File{Path: file.Path, Old: old, New: file.Data, Values: folder.Private(file)})
	}
	for _, name := range in.edits.Stale {
		old, err := in.Read(name)
		if err != nil {
			return nil, err
		}
		out = append(out, host.File{Path: name, Old: old, Values: strings.Contains(name, "/")})
	}
	slices.SortFunc(out, func(a, b host.File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// nothing reports whether neither files nor units nor modes would change.
func (in *installed) nothing() bool {
	return in.plan.Empty() && in.edits.Empty()
}

// diff prints what every file lacks, and the plan.
func (in *installed) diff(ctx context.Context) int {
	if err := in.decide(ctx, host.Plan{}); err != nil {
		return in.say.broken(err)
	}
	text, err := in.Diff(in.edits, nil)
	if err != nil {
		return in.say.broken(err)
	}
	if code := in.say.result(text + in.steps()); code != exitDone || in.nothing() {
		return code
	}
	return exitDifferent
}

// apply holds the project, shows the plan and carries it out.
func (in *installed) apply(ctx context.Context) int {
	if err := in.prepare(); err != nil {
		return in.say.broken(err)
	}
	left, unfinished, err := host.Hold(in.Root, in.Project)
	if err != nil {
		return in.say.broken(err)
	}
	defer left.Release()
	if err := in.decide(ctx, unfinished); err != nil {
		return in.say.broken(err)
	}
	if !in.say.quiet {
		if code := in.say.result(in.steps()); code != exitDone {
			return code
		}
	}
	if in.nothing() {
		return in.say.brokenIf(left.Done())
	}
	if in.plan.Gone, err = in.containersOf(ctx, in.plan); err != nil {
		return in.say.broken(err)
	}
	in.plan.Reload = true
	if err := left.Write(in.plan); err != nil {
		return in.say.broken(err)
	}
	failed, err := in.carryOut(ctx)
	switch {
	case err != nil:
		return in.say.broken(err)
	case len(failed) > 0:
		in.plan = host.Plan{Start: failed} // what failed is tried again by the next apply
		if err := left.Write(in.plan); err != nil {
			return in.say.broken(err)
		}
		return exitFailed
	}
	return in.say.brokenIf(left.Done())
}
