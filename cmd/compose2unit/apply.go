package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// apply implements `compose2unit apply`, and `compose2unit diff`, which stops before the first change.
func apply(ctx context.Context, w *world, o *options, say speech) int {
	if len(o.words) > 0 {
		return applyProjects(ctx, w, o, say)
	}
	var report diag.Report
	made, err := o.translated(ctx, w, &report, o.clashes, o.elsewhere)
	say.findings(&report)
	if err != nil || report.Worst() == diag.Error {
		return say.refusal(&report, err)
	}
	say.count(&report)
	return o.carry(ctx, o.host(w, made.Project, say), made, "for "+o.made(), say)
}

// carry applies a project, or shows what would change; what describes it in the heading of the difference.
func (o *options) carry(ctx context.Context, where host.Options, made outcome, what string, say speech) int {
	want := host.Desired{Files: made.Files, Runtime: made.runtime, Force: o.force}
	if o.command.name == "diff" {
		return diff(ctx, where, want, what, say)
	}
	if !say.quiet {
		want.Agree = func(c *host.Changes) error { return say.print(steps(c, where)) }
	}
	_, err := host.Apply(ctx, where, want)
	return say.ended(otherwise(unreachable(err), where))
}

// diff prints the difference of every file, and the plan.
func diff(ctx context.Context, where host.Options, want host.Desired, what string, say speech) int {
	changes, err := host.Diff(ctx, where, want)
	if err != nil {
		return say.broken(unreachable(err))
	}
	text, err := changes.Diff()
	if err != nil {
		return say.broken(err)
	}
	was := ""
	if changes.MadeFor != "" {
		was = ", applied for " + changes.MadeFor + ","
	}
	code := exitDifferent
	if changes.Empty() {
		code = exitDone
	}
	return say.unless(fmt.Sprintf("comparing the units of this machine%s with %s %s\n", visible(was), where.Project, what)+text+steps(changes, where), code)
}

// elsewhere refuses a project whose units the generator writes: units that apply installs would take precedence over them.
func (o *options) elsewhere(w *world, made outcome, _ *diag.Report) error {
	projects, err := folder.Projects(newGenerating(w, o.user).manager.Loaded())
	if err == nil && slices.Contains(projects, made.Project) {
		err = fmt.Errorf("the units of %s are generated from the file in its folder: use compose2unit %s %s", made.Project, o.command.name, made.Project)
	}
	return err
}

// host returns the project on this machine.
func (o *options) host(w *world, project string, say speech) host.Options {
	return host.Options{Project: project, User: o.user, ConfigDir: o.configDir, Runtimes: all.Operated(), Machine: w.machine, Events: say.event}
}

func unreachable(err error) error {
	if errors.Is(err, host.ErrNoSystemd) {
		return fmt.Errorf("%w: write the units to a folder with -output and install them where they will run; -check compares them with that folder", err)
	}
	return err
}

// otherwise adds a hint to the error that units of another runtime are installed.
func otherwise(err error, where host.Options) error {
	var other folder.MadeForError
	switch {
	case !errors.As(err, &other):
		return err
	case where.Generated != nil:
		return fmt.Errorf("the units of %s are for %s, and its settings are now for %s: add -force to stop its services and start them there; volumes are not copied",
			where.Project, other.Was, other.Is)
	default:
		return fmt.Errorf("the units in %s were applied for %s, and this run is for %s: choose the runtime with -runtime and -format, or add -force", other.Root, other.Was, other.Is)
	}
}

// event prints a step of a run on this machine. Written files are printed with the plan.
func (s speech) event(e host.Event) {
	switch name := visible(e.Name); {
	case e.Action == host.Failed:
		s.failed(e.Name, e.Reason, e.Journal)
	case e.Action == host.Waiting:
		s.waiting(e.Name)
	case s.quiet || e.Object == host.OfFile || e.Object == host.OfManager || e.Action == host.Enabled || e.Action == host.Disabled:
	case e.Object == host.OfUnit:
		s.happened(name + ": " + string(e.Action))
	default:
		s.happened(string(e.Object) + " " + name + ": " + string(e.Action))
	}
}

// happened prints what has been done on this machine. The run ends with the error of printing it, not before.
func (s speech) happened(text string) {
	if err := s.print(text + "\n"); s.lost == nil {
		s.lost = err
	}
}

// ended ends a run on this machine. Units that failed have been printed.
func (s speech) ended(err error) int {
	switch {
	case errors.As(err, new(host.FailedError)):
		return exitFailed
	case err != nil:
		return s.broken(err)
	}
	return s.brokenIf(s.lost)
}
