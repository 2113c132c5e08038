package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// prepare makes the folders: the user's own may be missing, and that of podman's generator.
func (in *installed) prepare() error {
	_, err := folder.MakeFolders(in.Root, 0o755)
	if slices.ContainsFunc(in.Files, func(f runtime.File) bool { return names.IsSource(f.Path) }) {
		_, more := folder.MakeFolders(in.Sources, 0o755)
		err = errors.Join(err, more)
	}
	return err
}

// carryOut does what the plan says and returns the units that failed.
func (in *installed) carryOut(ctx context.Context) ([]string, error) {
	if _, err := in.Update(func() error { return in.stopGone(ctx) }); err != nil {
		return nil, err
	}
	if err := in.Configure(in.edits); err != nil {
		return nil, err
	}
	if len(in.plan.Enable) > 0 {
		if err := in.systemd.Enable(ctx, in.plan.Enable...); err != nil {
			return nil, err
		}
	}
	if err := in.systemd.Reload(ctx); err != nil {
		return nil, err
	}
	if err := in.removeContainers(ctx, in.plan.Gone); err != nil {
		return nil, err
	}
	return in.run(ctx)
}

// stopGone stops what is gone while its old text still says how.
func (in *installed) stopGone(ctx context.Context) error {
	states, err := in.systemd.States(ctx, in.plan.Stop...)
	if err != nil {
		return err
	}
	var jobs []host.Job
	for _, s := range states {
		if s.Up() {
			jobs = append(jobs, host.Job{Verb: host.Stop, Unit: s.Name})
		}
	}
	var broken error
	err = in.systemd.Run(ctx, jobs, func(r host.Result) {
		if !r.Done() {
			broken = errors.Join(broken, fmt.Errorf("stopping %s: %s", r.Unit, r.Said))
			return
		}
		in.progress(r)
	}, nil)
	return errors.Join(err, broken)
}

// failedOf are the project's units that failed while the target started: its own job does not tell.
func (in *installed) failedOf(ctx context.Context, known []string) (failed []string, err error) {
	states, err := in.systemd.States(ctx, host.Patterns(in.wanted())...)
	for _, s := range states {
		if s.Active == "failed" && !slices.Contains(known, s.Name) {
			failed = append(failed, s.Name)
			in.say.failed(s.Name, "failed", in.journal(ctx, s.Name))
		}
	}
	return failed, err
}

// wanted are the files as they should be.
func (in *installed) wanted() []host.File {
	var files []host.File
	for _, file := range in.Files {
		files = append(files, host.File{Path: file.Path, New: file.Data})
	}
	return files
}

// progress prints that a job has succeeded.
func (in *installed) progress(r host.Result) {
	if !in.say.quiet {
		in.say.result(fmt.Sprintf("%s: %s\n", r.Unit, r.Verb))
	}
}

// journal is the end of what a unit said.
func (in *installed) journal(ctx context.Context, unit string) []string {
	argv := []string{"journalctl", "--no-pager", "--output=cat", "--lines=10", "--unit=" + unit}
	if in.options.user {
		argv[len(argv)-1] = "--user-unit=" + unit
	}
	text, err := in.world.machine.run(ctx, argv...)
	if err != nil {
		return []string{"(its journal cannot be read: " + err.Error() + ")"}
	}
	return strings.Split(strings.TrimSpace(text), "\n")
}
