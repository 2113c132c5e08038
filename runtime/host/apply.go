package host

import (
	"context"
	"errors"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
)

// Desired is what a project should be on the machine.
type Desired struct {
	// Files are all of the project's, and Runtime is the one that made them.
	Files   []runtime.File
	Runtime runtime.Operated
	// Force replaces the units of another runtime. Those that run are stopped by their own text first, if the engine is another one.
	Force bool
	// Agree, if set, is called with the changes before the first of them. Where it returns an error, nothing is changed (folders
	// that were missing exist), and the error is returned.
	Agree func(*Changes) error
}

// Diff says what [Apply] would do, and changes nothing.
//
// It fails with [ErrNoSystemd]; with folder.ForeignError and the like where files of someone else are in the way; and where
// a file or systemd cannot be read.
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

// Apply installs the files, and stops, restarts and starts the units that they affect. What was stopped by hand
// stays stopped. It returns what it did.
//
// Beside the errors of [Diff] it fails with [ErrBusy], with a folder.MadeForError where the units are those of another runtime
// and Force is not set, with a [FailedError] where units failed, and where a file cannot be written; then the folder is as it was. A run that is interrupted, or whose systemd or engine goes away, is finished by the next.
func Apply(ctx context.Context, o Options, want Desired) (*Changes, error) {
	d, err := o.deploy(ctx, want)
	if err != nil {
		return nil, err
	}
	defer d.systemd.Close()
	return d.apply(ctx)
}

func (d *deployment) apply(ctx context.Context) (*Changes, error) {
	if err := d.prepare(); err != nil {
		return nil, err
	}
	left, unfinished, err := hold(d.Root, d.Project)
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

// agreed reports what keeps the changes from being made.
func (d *deployment) agreed(c *Changes) error {
	if err := d.Converts(d.edits); err != nil || d.want.Agree == nil {
		return err
	}
	return d.want.Agree(c)
}

// deployment is a project on its way to a machine.
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
	out, err := o.output()
	if err != nil {
		return nil, err
	}
	out.Files, out.Runtime, out.Force = want.Files, want.Runtime.Name(), want.Force
	d := &deployment{Output: out, options: o, want: want, client: o.client(want.Runtime)}
	d.systemd, err = o.Machine.Connect(ctx, o.User)
	return d, err
}

// decide looks at the folder and at systemd.
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
	return nil
}

// noted carries out the plan. What has to be done is noted before the first change, and what failed at the end.
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
