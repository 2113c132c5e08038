package host

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// prepare creates the folders that may be missing: the user's own, and those of a generator.
func (d *deployment) prepare() error {
	_, err := folder.MakeFolders(d.Root, 0o755)
	if slices.ContainsFunc(d.Files, func(f runtime.File) bool { return names.IsSource(f.Path) }) {
		_, more := folder.MakeFolders(d.Sources, 0o755)
		err = errors.Join(err, more)
	}
	return err
}

// carryOut executes the plan and returns the units that failed.
func (d *deployment) carryOut(ctx context.Context) ([]string, error) {
	if _, err := d.Update(func() error { return d.stopGone(ctx) }); err != nil {
		return nil, err
	}
	d.options.tellFiles(d.Output, d.edits)
	if err := d.Configure(d.edits); err != nil {
		return nil, err
	}
	if len(d.plan.Enable) > 0 {
		if err := d.systemd.Enable(ctx, d.plan.Enable...); err != nil {
			return nil, err
		}
		for _, name := range d.plan.Enable {
			d.options.tell(Event{Action: Enabled, Object: OfUnit, Name: name})
		}
	}
	if err := d.systemd.Reload(ctx); err != nil {
		return nil, err
	}
	d.options.tell(Event{Action: Reloaded, Object: OfManager})
	if err := d.removeContainers(ctx); err != nil {
		return nil, err
	}
	return d.start(ctx)
}

// tellFiles reports the files that an update has written and removed.
func (o Options) tellFiles(w folder.Output, p *folder.Plan) {
	for _, file := range slices.Concat(p.Write, p.Modes) {
		o.tell(Event{Action: Written, Object: OfFile, Name: w.At(file.Path)})
	}
	for _, name := range p.Stale {
		o.tell(Event{Action: Removed, Object: OfFile, Name: w.At(name)})
	}
}

// stopGone stops removed units while their old text still defines how.
func (d *deployment) stopGone(ctx context.Context) error {
	states, err := d.systemd.States(ctx, d.plan.Stop...)
	if err != nil {
		return err
	}
	var jobs []Job
	for _, s := range states {
		if s.Up() {
			jobs = append(jobs, Job{Verb: Stop, Unit: s.Name})
		}
	}
	var broken error
	err = d.systemd.Run(ctx, jobs, func(r Result) {
		if !r.Done() {
			broken = errors.Join(broken, fmt.Errorf("stopping %s: %s", r.Unit, r.Outcome))
			return
		}
		d.options.done(r)
	}, nil)
	return errors.Join(err, broken)
}

// failedOf returns the project's units that failed while the target started: the target's own job does not report them.
func (d *deployment) failedOf(ctx context.Context, known []string) (failed []string, err error) {
	states, err := d.systemd.States(ctx, patterns(d.wanted())...)
	for _, s := range states {
		if s.Active == "failed" && !slices.Contains(known, s.Name) {
			failed = append(failed, s.Name)
			d.options.failed(ctx, s.Name, "failed")
		}
	}
	return failed, err
}

// wanted returns the files in their desired state.
func (d *deployment) wanted() []File {
	var files []File
	for _, file := range d.Files {
		files = append(files, File{Path: file.Path, New: file.Data})
	}
	return files
}
