package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// remove is `compose2unit remove`: the project is taken down by its own unit, which knows its engine, and then its units
// go. It can be interrupted at any point and called again: a note says when what takes it down is not needed any more.
func remove(ctx context.Context, w *world, o *options, say speech) int {
	f, err := find(ctx, w, o, say)
	if err != nil {
		return say.broken(err)
	}
	defer f.systemd.Close()
	left, unfinished, err := host.Hold(f.Root, f.Project)
	if err != nil {
		return say.broken(err)
	}
	defer left.Release()
	if !unfinished.Taken {
		if err := left.Write(host.Plan{Leaving: true}); err != nil {
			return say.broken(err)
		}
		if code := f.takeDown(ctx, w, o, say); code != exitDone {
			return code
		}
	}
	if o.volumes {
		if err := f.removeVolumes(ctx, w.machine, say); err != nil {
			return say.broken(err)
		}
	}
	if err := left.Write(host.Plan{Leaving: true, Taken: true}); err != nil {
		return say.broken(err)
	}
	if err := f.forget(ctx); err != nil {
		return say.broken(err)
	}
	if !say.quiet {
		say.result(fmt.Sprintf("%s: %s removed from %s\n", f.Project, number(len(f.units), "unit"), f.Root))
	}
	return say.brokenIf(left.Done())
}

// takeDown stops everything and removes containers and networks.
func (f *found) takeDown(ctx context.Context, w *world, o *options, say speech) int {
	var stop, down []host.Job
	for _, name := range sortedNames(f.units) {
		switch {
		case names.MayBeDown(name) && slices.Contains(conflicts(f.units[name]), f.target()):
			down = append(down, host.Job{Verb: host.Start, Unit: name})
		case names.IsTemplate(name):
		case names.IsTimer(name) || names.IsTarget(name):
			stop = append(stop, host.Job{Verb: host.Stop, Unit: name})
		}
	}
	in := &installed{Output: f.Output, world: w, options: o, say: say}
	failed := false
	for _, jobs := range [][]host.Job{f.up(ctx, stop), down} {
		err := f.systemd.Run(ctx, jobs, func(r host.Result) {
			if failed = failed || !r.Done(); !r.Done() {
				say.failed(r.Unit, r.Why(), in.journal(ctx, r.Unit))
			} else {
				in.progress(r)
			}
		}, nil)
		if err != nil {
			return say.broken(err)
		}
	}
	if failed {
		return exitFailed
	}
	return exitDone
}

// up keeps the jobs for units that systemd knows: there is nothing to stop about the others.
func (f *found) up(ctx context.Context, jobs []host.Job) []host.Job {
	return slices.DeleteFunc(jobs, func(j host.Job) bool {
		states, err := f.systemd.States(ctx, j.Unit)
		return err == nil && !slices.ContainsFunc(states, host.State.Up)
	})
}

func (f *found) target() string {
	for name := range f.units {
		if names.IsTarget(name) {
			return name
		}
	}
	return ""
}

// conflicts are the units that the unit which takes the project down stops first.
func conflicts(text []byte) []string { return host.Names(text, "Unit", "Conflicts") }

// forget removes the files, and what starts the target at boot.
func (f *found) forget(ctx context.Context) error {
	if target := f.target(); target != "" {
		if err := f.systemd.Disable(ctx, target); err != nil {
			return err
		}
	}
	p, err := f.Plan()
	if err != nil {
		return err
	}
	if err := f.Unconfigure(p); err != nil {
		return err
	}
	if _, err := f.Update(func() error { return nil }); err != nil {
		return err
	}
	return f.systemd.Reload(ctx)
}

// removeVolumes removes those that carry the project's label. External ones do not.
func (f *found) removeVolumes(ctx context.Context, m machine, say speech) error {
	var errs []error
	for _, engine := range engines() {
		out, err := m.run(ctx, engine, "volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project="+f.Project)
		if err != nil {
			continue // an engine that is installed and does not run
		}
		for _, name := range strings.Fields(out) {
			if _, err := m.run(ctx, engine, "volume", "rm", name); err != nil {
				errs = append(errs, err)
				continue
			}
			if !say.quiet {
				say.result("volume " + visible(name) + ": removed\n")
			}
		}
	}
	return errors.Join(errs...)
}

func sortedNames(files map[string][]byte) []string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
