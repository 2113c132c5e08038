package host

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// carryOut executes the plan and returns the units that failed.
func (d *deployment) carryOut(ctx context.Context) ([]string, error) {
	if err := d.options.layout().bring(ctx, d); err != nil {
		return nil, err
	}
	if err := d.removeContainers(ctx); err != nil {
		return nil, err
	}
	failed, err := d.start(ctx)
	if err == nil {
		err = d.options.layout().applied(d.Project)
	}
	return failed, err
}

// bring writes the files and reloads systemd.
func (d *deployment) bring(ctx context.Context) error {
	if _, err := d.Update(func() error { return d.stopGone(ctx) }); err != nil {
		return err
	}
	d.options.tellFiles(d.Output, d.edits)
	if err := d.Configure(d.edits); err != nil {
		return err
	}
	if len(d.plan.Enable) > 0 {
		if err := d.systemd.Enable(ctx, d.plan.Enable...); err != nil {
			return err
		}
		for _, name := range d.plan.Enable {
			d.options.tell(Event{Action: Enabled, Object: OfUnit, Name: name})
		}
	}
	return d.options.reload(ctx, d.systemd)
}

// tellFiles reports the files that an update wrote and removed.
func (o Options) tellFiles(w folder.Output, p *folder.Plan) {
	for _, file := range slices.Concat(p.Write, p.Modes) {
		o.tell(Event{Action: Written, Object: OfFile, Name: w.At(file.Path)})
	}
	for _, name := range p.Stale {
		o.tell(Event{Action: Removed, Object: OfFile, Name: w.At(name)})
	}
}

// stopGone stops removed units while systemd still has their definitions.
func (d *deployment) stopGone(ctx context.Context) error {
	states, err := d.systemd.States(ctx, d.plan.Stop...)
	if err != nil {
		return err
	}
	var up, lost []string
	for _, s := range states {
		if s.Up() {
			up = append(up, s.Name)
		}
		if s.Up() && s.Load == notFound {
			lost = append(lost, s.Name)
		}
	}
	if len(lost) > 0 { // systemd no longer has their ExecStop=
		for _, name := range d.plan.Orphans {
			if err := d.client.StopContainer(ctx, name); err != nil {
				return err
			}
		}
	}
	if err := d.options.stop(ctx, d.systemd, up); err != nil {
		return err
	}
	return d.options.reset(ctx, d.systemd, lost)
}

// reset resets failed units that no longer have a file: they would be listed as failed until a reboot.
func (o Options) reset(ctx context.Context, systemd Manager, units []string) error {
	states, err := systemd.States(ctx, units...)
	if err != nil {
		return err
	}
	var failed []string
	for _, s := range states {
		if s.Active == "failed" {
			failed = append(failed, s.Name)
		}
	}
	return systemd.Reset(ctx, failed...)
}

// stop stops units and reports each. A unit that is no longer running counts as stopped, whatever the result of the job: systemd
// does not know a unit without a file once it has ended.
func (o Options) stop(ctx context.Context, systemd Manager, units []string) error {
	var jobs []Job
	for _, name := range units {
		jobs = append(jobs, Job{Verb: Stop, Unit: name})
	}
	var open []Result
	err := systemd.Run(ctx, jobs, func(r Result) {
		if r.Done() {
			o.done(r)
		} else {
			open = append(open, r)
		}
	}, nil)
	for _, r := range open {
		states, more := systemd.States(ctx, r.Unit)
		if err = errors.Join(err, more); more == nil && !slices.ContainsFunc(states, State.Up) {
			o.done(r)
		} else {
			err = errors.Join(err, fmt.Errorf("stopping %s: %s", r.Unit, r.Outcome))
		}
	}
	return err
}

// wanted returns the files in their desired state.
func (d *deployment) wanted() []File {
	var files []File
	for _, file := range d.Files {
		files = append(files, File{Path: file.Path, New: file.Data})
	}
	return files
}
