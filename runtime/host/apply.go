package host

import (
	"context"
	"errors"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
)

// Desired is the desired state of a project on the machine.
type Desired struct {
	// Files are all files of the project, and Runtime is the one that made them.
	Files   []runtime.File
	Runtime runtime.Operated
	// Force replaces the units of another runtime. If the engine is a different one, running units are first stopped by
	// their old text.
	Force bool
	// Agree, if set, is called with the changes before the first of them is made. If it returns an error, nothing is
	// changed (but missing folders have been created), and the error is returned.
	Agree func(*Changes) error
}

// Diff returns what [Apply] would do, and changes nothing.
//
// It fails with [ErrNoSystemd] and [ErrNoUserDir]; with folder.ForeignError and the like if foreign files are in the way; and if a file or
// systemd cannot be read.
func Diff(ctx context.Context, o Options, want Desired) (*Changes, error) {
	d, err := o.deploy(ctx, want)
	if err != nil {
		return nil, err
	}
	defer d.systemd.Close()
	if err := d.decide(ctx, Plan{}); err != nil {
		return nil, err
	}
	return d.changes(), nil
}

// Apply installs the files, and stops, restarts and starts the units that they affect. Units that were stopped by hand stay
// stopped. It returns what it did.
//
// In addition to the errors of [Diff] it fails with [ErrBusy]; with a folder.MadeForError if the units are those of another
// runtime and Force is not set; with a [FailedError] if units failed; and if a file cannot be written, in which case the
// folder is as it was. A run that is interrupted, or whose systemd or engine stops, is completed by the next run.
func Apply(ctx context.Context, o Options, want Desired) (*Changes, error) {
	d, err := o.deploy(ctx, want)
	if err != nil {
		return nil, err
	}
	defer d.systemd.Close()
	return d.apply(ctx)
}

func (d *deployment) apply(ctx context.Context) (*Changes, error) {
	if err := d.options.layout().forApply(d); err != nil {
		return nil, err
	}
	left, unfinished, err := hold(d.options.layout().notesOf(d.Root), d.Project)
	if err != nil {
		return nil, err
	}
	defer left.release()
	if err := d.decide(ctx, unfinished); err != nil {
		return nil, err
	}
	changes := d.changes()
	if err := d.agreed(changes); err != nil {
		if unfinished.Empty() && !unfinished.Removing {
			return changes, errors.Join(err, left.done())
		}
		return changes, err
	}
	if changes.Empty() {
		return changes, left.done()
	}
	err = d.noted(ctx, left)
	changes.Orphans = d.plan.Orphans
	return changes, err
}

// agreed returns the reason not to make the changes, if any.
func (d *deployment) agreed(c *Changes) error {
	if err := d.Converts(d.edits); err != nil || d.want.Agree == nil {
		return err
	}
	return d.want.Agree(c)
}

// deployment is the deployment of a project to a machine.
type deployment struct {
	folder.Output
	options Options
	want    Desired
	client  runtime.Client
	systemd Manager
	plan    Plan
	edits   *folder.Plan
}

func (o Options) deploy(ctx context.Context, want Desired) (*deployment, error) {
	o = o.serial()
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := o.layout().alone(o); err != nil {
		return nil, err
	}
	out, err := o.output()
	if err != nil {
		return nil, err
	}
	out.Files, out.Runtime, out.Force = want.Files, want.Runtime.Name(), want.Force
	d := &deployment{Output: out, options: o, want: want, client: o.client(want.Runtime)}
	if d.systemd, err = o.Machine.Connect(ctx, o.User); err != nil {
		return nil, err
	}
	return d, o.layout().compare(ctx, d)
}

// decide inspects the folder and systemd, and makes the plan.
func (d *deployment) decide(ctx context.Context, left Plan) (err error) {
	if d.edits, err = d.Output.Plan(); err != nil {
		return err
	}
	if err := d.Overwrites(d.edits); err != nil {
		return err
	}
	files, err := d.both()
	if err != nil {
		return err
	}
	states, err := d.systemd.States(ctx, patterns(files)...)
	if err != nil {
		return err
	}
	d.plan = newPlan(files, states, left, d.options.network)
	if d.moves() {
		d.plan.move()
	}
	d.keepNetworks(ctx)
	return d.options.layout().adapt(ctx, d)
}

// noted carries out the plan. The plan is recorded before the first change, and what failed at the end.
func (d *deployment) noted(ctx context.Context, left *note) (err error) {
	if d.plan.Orphans, err = d.containersOf(ctx, d.plan); err != nil {
		return err
	}
	d.plan.Reload = true
	if err := left.write(d.plan); err != nil {
		return err
	}
	failed, err := d.carryOut(ctx)
	if err != nil {
		return err
	}
	if len(failed) > 0 {
		if err := left.write(Plan{Start: failed}); err != nil {
			return err
		}
		return FailedError{failed}
	}
	return left.done()
}
