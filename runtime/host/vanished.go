package host

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// vanish determines whether systemd has lost the unit that takes the project down, because its folder was removed or its Compose
// file became invalid before a reload, and which units are still running. The target shows that the project existed.
func (g Generated) vanish(ctx context.Context, p *project) error {
	scheme := names.Scheme{Project: p.Project}
	loaded, err := g.loaded(p.Project).Owned()
	if err != nil || slices.Contains(loaded, scheme.Down()) {
		return err
	}
	states, err := p.systemd.States(ctx, scheme.Target(), names.Pattern(scheme.Target()))
	if err != nil {
		return err
	}
	others, err := g.others(p.Project, states)
	if err != nil {
		return err
	}
	p.vanished = true
	up := slices.DeleteFunc(states, func(s State) bool { return !s.Up() || s.Load != notFound && s.Name != scheme.Target() })
	if len(p.texts) == 0 && !slices.ContainsFunc(up, func(s State) bool { return s.Name == scheme.Target() }) {
		return nil
	}
	for _, s := range up {
		if !slices.ContainsFunc(others, func(other names.Scheme) bool { return other.May(s.Name) }) {
			p.running = append(p.running, s.Name)
		}
	}
	return nil
}

// others returns the other projects that may have units whose names begin with this one's: those that systemd or the generator
// has a target of, running or not, and those of which units are kept. A unit that may be of either is left to its container.
func (g Generated) others(but string, states []State) ([]names.Scheme, error) {
	found, err := folder.Projects(g.Loaded)
	if err != nil {
		return nil, err
	}
	kept, err := os.ReadDir(g.Kept)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range kept {
		if names.CheckProject(entry.Name()) == nil {
			found = append(found, entry.Name())
		}
	}
	for _, s := range states {
		if project, is := names.OfTarget(s.Name); is {
			found = append(found, project)
		}
	}
	var others []names.Scheme
	for _, project := range found {
		if project != but {
			others = append(others, names.Scheme{Project: project})
		}
	}
	return others, nil
}

// sweep takes down a project whose units systemd no longer has. There is no ExecStop= left, so the containers are stopped through
// the engine, which ends their units. Then containers and networks are removed.
func (p *project) sweep(ctx context.Context, engine runtime.Client) error {
	if err := p.each(ctx, engine, func(c runtime.Container) error { return engine.StopContainer(ctx, c.Name) }); err != nil {
		return err
	}
	if err := p.options.stop(ctx, p.systemd, p.running); err != nil {
		return err
	}
	if err := p.options.reset(ctx, p.systemd, p.running); err != nil {
		return err
	}
	err := p.each(ctx, engine, func(c runtime.Container) error {
		if err := engine.RemoveContainer(ctx, c.Name); err != nil {
			return err
		}
		p.options.tell(Event{Action: Removed, Object: OfContainer, Name: c.Name})
		return nil
	})
	if err != nil || engine == nil {
		return err
	}
	networks, err := engine.Networks(ctx, p.Project)
	if err != nil {
		return nil // the engine is installed but not running
	}
	var errs []error
	for _, id := range networks {
		errs = append(errs, engine.RemoveNetwork(ctx, id))
	}
	return errors.Join(errs...)
}

// each calls do for every container of the project. An engine that is not running has none.
func (p *project) each(ctx context.Context, engine runtime.Client, do func(runtime.Container) error) error {
	if engine == nil {
		return nil
	}
	containers, err := engine.Containers(ctx, p.Project)
	if err != nil {
		return nil
	}
	var errs []error
	for _, c := range containers {
		errs = append(errs, do(c))
	}
	return errors.Join(errs...)
}
