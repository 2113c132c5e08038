package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// RemoveOptions select what [Remove] removes in addition to units, containers and networks.
type RemoveOptions struct {
	// Volumes removes the project's volumes with their contents, too.
	Volumes bool
}

// Removal is what [Remove] has removed.
type Removal struct {
	// Root is the folder that contained the units, Units the names of their files.
	Root  string
	Units []string
}

// Remove takes the project down by its own unit, which knows its engine, and then removes its units. It can be interrupted
// at any point and called again: a note records when the unit that takes the project down is no longer needed. A result is
// returned once everything is removed, with an error if only the note is left.
//
// Containers, networks and volumes are removed only from the engine for which the project was applied.
//
// It fails with [NotInstalledError], [ErrNoSystemd], [ErrNoUserDir] and [ErrBusy]; with an [EngineError], and nothing removed; with a
// [FailedError] if a unit that takes the project down failed, in which case nothing is removed; and if an engine keeps a volume or a
// file cannot be removed.
func Remove(ctx context.Context, o Options, what RemoveOptions) (*Removal, error) {
	p, err := o.installed(ctx, true)
	if err != nil {
		return nil, err
	}
	defer p.systemd.Close()
	return p.remove(ctx, what)
}

func (p *project) remove(ctx context.Context, what RemoveOptions) (*Removal, error) {
	if err := p.options.layout().forRemove(); err != nil {
		return nil, err
	}
	left, unfinished, err := hold(p.options.layout().notesOf(p.Root), p.Project)
	if err != nil {
		return nil, err
	}
	defer left.release()
	if err := p.takeAway(ctx, what, left, unfinished); err != nil {
		return nil, err
	}
	if err := p.options.layout().erase(ctx, p); err != nil {
		return nil, err
	}
	return &Removal{Root: p.Root, Units: p.names()}, left.done()
}

// takeAway removes what the engine has of the project, and notes that this is done.
func (p *project) takeAway(ctx context.Context, what RemoveOptions, left *note, unfinished Plan) error {
	doing := Plan{Removing: true, Runtime: unfinished.Runtime}
	var engine runtime.Client
	if p.vanished && !unfinished.TakenDown || what.Volumes {
		rt, err := p.engine(ctx, unfinished.Runtime)
		if err == nil && rt == nil && what.Volumes {
			err = p.unknown(p.options.engines())
		}
		if err != nil {
			return errors.Join(err, p.untouched(left, unfinished))
		}
		if rt != nil {
			engine, doing.Runtime = p.options.client(rt), rt.Name()
		}
	}
	if !unfinished.TakenDown {
		if err := left.write(doing); err != nil {
			return err
		}
		if err := p.takeDown(ctx, engine); err != nil {
			return err
		}
	}
	if what.Volumes && engine != nil {
		if err := p.removeVolumes(ctx, engine); err != nil {
			return err
		}
	}
	doing.TakenDown = true
	return left.write(doing)
}

// untouched removes the note of a run that has done nothing, unless an earlier run left it.
func (p *project) untouched(left *note, unfinished Plan) error {
	if unfinished.Removing || !unfinished.Empty() {
		return nil
	}
	return left.done()
}

// takeDown stops all services and removes containers and networks.
func (p *project) takeDown(ctx context.Context, engine runtime.Client) error {
	if p.vanished {
		return p.sweep(ctx, engine)
	}
	var stop, down []Job
	for _, name := range p.names() {
		switch {
		case names.MayBeDown(name) && slices.Contains(Names(p.texts[name], "Unit", "Conflicts"), p.target()):
			down = append(down, Job{Verb: Start, Unit: name})
		case names.IsTemplate(name):
		case names.IsTimer(name) || names.IsTarget(name):
			stop = append(stop, Job{Verb: Stop, Unit: name})
		}
	}
	var failed []string
	queued := time.Now()
	for _, jobs := range [][]Job{p.up(ctx, stop), down} {
		err := p.systemd.Run(ctx, jobs, func(r Result) {
			if r.Done() {
				p.options.done(r)
				return
			}
			failed = append(failed, r.Unit)
			p.options.failed(ctx, r.of(queued))
		}, nil)
		if err != nil {
			return err
		}
	}
	if len(failed) > 0 {
		return FailedError{failed}
	}
	return nil
}

// up returns the jobs for units that are up: the others need not be stopped.
func (p *project) up(ctx context.Context, jobs []Job) []Job {
	return slices.DeleteFunc(jobs, func(j Job) bool {
		states, err := p.systemd.States(ctx, j.Unit)
		return err == nil && !slices.ContainsFunc(states, State.Up)
	})
}

// uninstall removes the files, and disables the target.
func (p *project) uninstall(ctx context.Context) error {
	if target := p.target(); target != "" {
		if err := p.systemd.Disable(ctx, target); err != nil {
			return err
		}
		p.options.tell(Event{Action: Disabled, Object: OfUnit, Name: target})
	}
	plan, err := p.Plan()
	if err != nil {
		return err
	}
	if err := p.Unconfigure(plan); err != nil {
		return err
	}
	if _, err := p.Update(func() error { return nil }); err != nil {
		return err
	}
	p.options.tellFiles(p.Output, plan)
	return p.options.reload(ctx, p.systemd)
}

// removeVolumes removes the project's volumes from its engine.
func (p *project) removeVolumes(ctx context.Context, engine runtime.Client) error {
	volumes, err := engine.Volumes(ctx, p.Project)
	if err != nil {
		return fmt.Errorf("the volumes of project %s cannot be removed: %w", p.Project, err)
	}
	var errs []error
	for _, name := range volumes {
		if err := engine.RemoveVolume(ctx, name); err != nil {
			errs = append(errs, err)
			continue
		}
		p.options.tell(Event{Action: Removed, Object: OfVolume, Name: name})
	}
	return errors.Join(errs...)
}
