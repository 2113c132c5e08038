package host

import (
	"context"
	"errors"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// layout is where the units of a project are, and who writes them: an administrator with this package, or a generator. It is the only
// place that distinguishes the two.
type layout interface {
	// alone fails with an [InstalledError] if the project has units of the other kind that take precedence.
	alone(Options) error
	// files returns where the files are that an apply compares with, and unitsOf where the project's current units are.
	files(Options) (folder.Output, error)
	unitsOf(project string, files folder.Output) folder.Output
	// notesOf returns the folder of notes for a project whose units are in root, and shown the folder that is reported.
	notesOf(root string) string
	shown(root string) string
	// forApply and forRemove create the folders that may be missing.
	forApply(*deployment) error
	forRemove() error
	// compare selects other files to compare with, and adapt adapts the plan.
	compare(context.Context, *deployment) error
	adapt(context.Context, *deployment) error
	// bring makes systemd load the desired units, and applied records that a project was applied.
	bring(context.Context, *deployment) error
	applied(project string) error
	// reloads and reloaded are called before and after a reload for a project.
	reloads(project string) error
	reloaded(project string) error
	// mayVanish reports whether units may be gone while they run, and vanish determines that.
	mayVanish() bool
	vanish(context.Context, *project) error
	// recorded returns the units of a project as they were last applied, if its current ones may differ.
	recorded(project string) (map[string][]byte, error)
	// erase removes the files of a project that was taken down.
	erase(context.Context, *project) error
}

func (o Options) layout() layout {
	if o.Generated != nil {
		return *o.Generated
	}
	return byHand{}
}

// byHand is the layout of units that are installed into the administrator's folder.
type byHand struct{}

func (byHand) alone(Options) error { return nil }

func (byHand) files(o Options) (folder.Output, error) {
	out := folder.Output{Project: o.Project, ConfigDir: o.ConfigDir, Copies: true,
		Waiting: func(path string) { o.tell(Event{Action: Waiting, Object: OfLock, Name: path}) }}
	var err error
	if out.Root, err = o.Machine.units(o.User); err != nil {
		return out, err
	}
	if out.Sources, err = o.Machine.sources(o.User, o.Runtimes); err != nil {
		return out, err
	}
	out.Others, out.OtherSources = o.Machine.Beside(out.Root, o.Runtimes)
	return out, nil
}

func (byHand) unitsOf(_ string, files folder.Output) folder.Output { return files }
func (byHand) notesOf(root string) string                          { return root }
func (byHand) shown(root string) string                            { return root }

func (byHand) forApply(d *deployment) error {
	_, err := folder.MakeFolders(d.Root, 0o755)
	if slices.ContainsFunc(d.Files, func(f runtime.File) bool { return names.IsSource(f.Path) }) {
		_, more := folder.MakeFolders(d.Sources, 0o755)
		err = errors.Join(err, more)
	}
	return err
}

func (byHand) forRemove() error                               { return nil }
func (byHand) compare(context.Context, *deployment) error     { return nil }
func (byHand) adapt(context.Context, *deployment) error       { return nil }
func (byHand) bring(ctx context.Context, d *deployment) error { return d.bring(ctx) }
func (byHand) applied(string) error                           { return nil }
func (byHand) reloads(string) error                           { return nil }
func (byHand) reloaded(string) error                          { return nil }
func (byHand) mayVanish() bool                                { return false }
func (byHand) vanish(context.Context, *project) error         { return nil }
func (byHand) recorded(string) (map[string][]byte, error)     { return nil, nil }
func (byHand) erase(ctx context.Context, p *project) error    { return p.uninstall(ctx) }
