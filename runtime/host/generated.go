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

// Generated holds the folders of a project whose units are written by a generator (systemd.generator(7)). All of them are
// regenerated whenever systemd is reloaded, so [Apply] and [Remove] write and enable nothing: they compare with what systemd has
// loaded, reload it, and do the rest.
type Generated struct {
	// Loaded is the folder that the generator wrote at the last reload.
	Loaded string
	// Notes is the folder that records the remaining work of an interrupted run.
	Notes string
	// Kept is the folder with the units as they were when their projects were last applied; it does not survive a reboot. A reload,
	// by hand or for another project, may have loaded newer ones since. The next Apply of a project compares with the kept ones.
	Kept string
}

// NotGeneratedError is returned if the generator has not written the expected units at a reload.
type NotGeneratedError struct {
	Project, Loaded string
	// Refused is the unit whose journal has the reason if the generator refused the project.
	Refused string
}

func (e NotGeneratedError) Error() string {
	if e.Refused != "" {
		return fmt.Sprintf("the generator refused project %s; the journal of %s says why", e.Project, e.Refused)
	}
	return fmt.Sprintf("systemd was reloaded, but %s does not contain the expected units of project %s: is the generator installed, or was the project edited meanwhile?", e.Loaded, e.Project)
}

// InstalledError is returned for a generated project that also has units installed by an administrator: systemd reads those.
type InstalledError struct{ Root, Project string }

func (e InstalledError) Error() string {
	return fmt.Sprintf("project %s also has units in %s, which take precedence over the generated ones: remove one of the two", e.Project, e.Root)
}

func (g Generated) alone(o Options) error {
	root, err := Installed(o)
	if err == nil && root != "" {
		err = InstalledError{root, o.Project}
	}
	return err
}

func (g Generated) files(o Options) (folder.Output, error) { return g.output(o.Project), nil }

func (g Generated) unitsOf(project string, _ folder.Output) folder.Output { return g.present(project) }

func (g Generated) notesOf(string) string { return g.Notes }

func (g Generated) shown(string) string { return g.Loaded }

func (g Generated) forApply(*deployment) error { return g.forRemove() }

func (g Generated) forRemove() error {
	_, err := folder.MakeFolders(g.Notes, 0o755)
	return err
}

func (g Generated) mayVanish() bool { return true }

func (g Generated) recorded(project string) (map[string][]byte, error) {
	return g.output(project).Texts()
}

// loaded returns the units of a project that systemd has loaded.
func (g Generated) loaded(project string) folder.Output {
	return folder.Output{Root: g.Loaded, Project: project, Alone: true}
}

// reload reloads systemd's units, which runs the generators again. The previously loaded state of other projects is kept.
func (o Options) reload(ctx context.Context, systemd Manager) error {
	if err := o.layout().reloads(o.Project); err != nil {
		return err
	}
	if err := systemd.Reload(ctx); err != nil {
		return err
	}
	o.tell(Event{Action: Reloaded, Object: OfManager})
	return o.layout().reloaded(o.Project)
}

func (g Generated) erase(ctx context.Context, p *project) error {
	if err := p.options.reload(ctx, p.systemd); err != nil {
		return err
	}
	return g.forget(p.Project)
}

// compare selects systemd's loaded units for the comparison if the project was started by hand and never applied.
func (g Generated) compare(ctx context.Context, d *deployment) error {
	if d.Root == g.Loaded {
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

// adapt adapts the plan to the folder of the generator.
func (g Generated) adapt(ctx context.Context, d *deployment) error {
	d.plan.Enable = nil                      // the generator links what starts at boot
	d.edits.Modes, d.edits.Open = nil, false // the kept files are closed to others
	if err := g.started(ctx, d); err != nil {
		return err
	}
	err := g.asWanted(d)
	if errors.As(err, new(NotGeneratedError)) {
		d.plan.Reload, err = true, nil
	}
	return err
}

// started removes from the plan the units that were started after the last reload, for example restarted by hand.
func (g Generated) started(ctx context.Context, d *deployment) (err error) {
	if d.Root == g.Loaded || g.asWanted(d) != nil {
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

// asWanted returns a [NotGeneratedError] if systemd has not loaded the desired units.
func (g Generated) asWanted(d *deployment) error {
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

// bring stops removed units and reloads systemd.
func (g Generated) bring(ctx context.Context, d *deployment) error {
	if err := d.stopGone(ctx); err != nil {
		return err
	}
	if err := d.options.reload(ctx, d.systemd); err != nil {
		return err
	}
	return g.asWanted(d)
}

// Installed returns the folder with units of the project that an administrator installed, or "". It fails if a file cannot be
// read.
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
