package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Generated are the folders of a project whose units a generator makes (systemd.generator(7)). It makes all of them again
// whenever systemd reads its units, so that [Apply] and [Remove] write and enable nothing: they compare with what systemd has,
// have it read its units again, and do the rest.
type Generated struct {
	// Loaded is the folder that the generator wrote when systemd last read its units.
	Loaded string
	// Notes is the folder of what an interrupted run has still to do.
	Notes string
	// Kept is the folder of units as they were when their projects were last applied, until a boot: systemd may have read newer ones
	// since, by hand or for the sake of another project. The next Apply of a project compares with what is kept of it.
	Kept string
}

// NotGeneratedError is returned where systemd has read its units again and the generator has not made those that were expected.
type NotGeneratedError struct {
	Project, Loaded string
	// Refused is the unit that says why the generator refused the project, if it did.
	Refused string
}

func (e NotGeneratedError) Error() string {
	if e.Refused != "" {
		return fmt.Sprintf("the generator refused project %s; the journal of %s says why", e.Project, e.Refused)
	}
	return fmt.Sprintf("systemd has read its units again, and those in %s are not the ones that project %s should have: is the generator installed, or was the project edited meanwhile?", e.Loaded, e.Project)
}

// InstalledError is returned for a generated project that has units where an administrator installs them, too: systemd reads those.
type InstalledError struct{ Root, Project string }

func (e InstalledError) Error() string {
	return fmt.Sprintf("project %s has units in %s as well, which systemd reads instead of those that the generator makes: remove one of the two", e.Project, e.Root)
}

// either returns an [InstalledError] for a generated project that has installed units as well.
func (o Options) either() error {
	if o.Generated == nil {
		return nil
	}
	root, err := Installed(o)
	if err == nil && root != "" {
		err = InstalledError{root, o.Project}
	}
	return err
}

// notes is the folder of notes, for a project whose units are in root.
func (o Options) notes(root string) string {
	if o.Generated != nil {
		return o.Generated.Notes
	}
	return root
}

// loaded is what systemd has of a project.
func (g Generated) loaded(project string) folder.Output {
	return folder.Output{Root: g.Loaded, Project: project, Alone: true}
}

// reload reloads systemd's units, which runs the generators again. The previously loaded state of other projects is kept.
func (o Options) reload(ctx context.Context, systemd Manager) error {
	if o.Generated != nil {
		if err := o.Generated.keep(o.Project); err != nil {
			return err
		}
	}
	if err := systemd.Reload(ctx); err != nil {
		return err
	}
	o.tell(Event{Action: Reloaded, Object: OfManager})
	if o.Generated != nil {
		return o.Generated.found(o.Project)
	}
	return nil
}

// base makes systemd's units what is compared with, for a project that is new to apply and that was started by hand.
func (d *deployment) base(ctx context.Context) error {
	g := d.options.Generated
	if g == nil || d.Root == g.Loaded {
		return nil
	}
	owned, err := d.Owned()
	if err != nil || len(owned) > 0 {
		return err
	}
	states, err := d.systemd.States(ctx, names.Scheme{Project: d.Project}.Target())
	if slices.ContainsFunc(states, State.Up) {
		d.Root = g.Loaded
	}
	return err
}

// decideGenerated adds to the plan of a generated project what the folder of its generator means for it.
func (d *deployment) decideGenerated(ctx context.Context) error {
	d.plan.Enable = nil                      // the generator links what starts at boot
	d.edits.Modes, d.edits.Open = nil, false // and what is kept of an earlier state is closed
	if err := d.started(ctx); err != nil {
		return err
	}
	err := d.asWanted()
	if errors.As(err, new(NotGeneratedError)) {
		d.plan.Reload, err = true, nil
	}
	return err
}

// started leaves out of the plan what was started since systemd has its text: it was restarted by hand.
func (d *deployment) started(ctx context.Context) (err error) {
	g := d.options.Generated
	if d.Root == g.Loaded || d.asWanted() != nil {
		return nil
	}
	d.plan.Restart = slices.DeleteFunc(d.plan.Restart, func(name string) bool {
		at := slices.IndexFunc(d.Files, func(f runtime.File) bool { return f.Path == name || names.Instance(name, f.Path) })
		if at < 0 || err != nil {
			return false
		}
		info, more := os.Stat(filepath.Join(g.Loaded, d.Files[at].Path))
		when, wrong := d.systemd.Started(ctx, name)
		err = errors.Join(more, wrong)
		return err == nil && when.After(info.ModTime())
	})
	return err
}

// asWanted returns a [NotGeneratedError] where systemd does not have what is wanted.
func (d *deployment) asWanted() error {
	g := d.options.Generated
	loaded := g.loaded(d.Project)
	loaded.Files = d.Files
	plan, err := loaded.Plan()
	if err != nil || plan.Empty() {
		return err
	}
	wrong := NotGeneratedError{Project: d.Project, Loaded: g.Loaded}
	if refused := (names.Scheme{Project: d.Project}).Refused(); slices.Contains(plan.Stale, refused) {
		wrong.Refused = refused
	}
	return wrong
}

// bringGenerated is the part of an apply in which the units change.
func (d *deployment) bringGenerated(ctx context.Context) error {
	if err := d.stopGone(ctx); err != nil {
		return err
	}
	if err := d.options.reload(ctx, d.systemd); err != nil {
		return err
	}
	return d.asWanted()
}

// Installed is the folder in which an administrator's units of the project are, or nothing. An error is that of a file that
// cannot be read.
func Installed(o Options) (string, error) {
	o.Generated = nil
	out, err := o.output()
	if err != nil {
		return "", err
	}
	owned, err := out.Owned()
	if len(owned) == 0 {
		out.Root = ""
	}
	return out.Root, err
}
