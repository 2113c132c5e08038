package host

import (
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// Plan is the effect of a changed folder on the units of a project: what is stopped before the files change, and what is
// restarted and started afterwards. Nothing else is touched; units that were stopped by hand stay stopped.
type Plan struct {
	// Files are the files that change, sorted by path.
	Files []File
	// Stop, Restart and Start are unit names, sorted.
	Stop, Restart, Start []string
	// Enable are new targets to be started at boot.
	Enable []string
	// Recreate are networks whose definition changed. The units that use them are in Restart.
	Recreate []Recreation `json:"-"`
	// forNetworks are the units in Restart that are restarted only for that reason.
	forNetworks []string
	// Orphans are containers whose units are removed; they are removed when the units are gone. The engine is asked for
	// them when [Apply] starts, so other plans have none.
	Orphans []string `json:"Gone"`
	// Reload is set if systemd may still have older files loaded: an earlier run was interrupted before the reload.
	Reload bool
	// Removing is set once a run that removes the project has started; TakenDown once it has taken the project down, and
	// has only files left to remove.
	Removing  bool `json:"Leaving"`
	TakenDown bool `json:"Taken"`
	// Runtime is the name of the runtime whose engine has the project that is removed: the units that record it may be gone.
	Runtime string `json:",omitempty"`
	// Stopped is set if the project was stopped by hand, and stays stopped.
	Stopped bool `json:"-"`
}

// Empty reports whether there is nothing to do.
func (p Plan) Empty() bool {
	return !p.Reload && len(p.Files)+len(p.Stop)+len(p.Restart)+len(p.Start)+len(p.Enable)+len(p.Orphans) == 0
}

// patterns returns the units whose states newPlan needs.
func patterns(files []File) []string {
	var out []string
	for _, f := range files {
		if f.Unit() {
			out = append(out, names.Instances(f.Name()))
		}
	}
	return out
}

// newPlan makes the plan. Files are all of the project, including unchanged ones; states are the states of the units; left
// is what an earlier, interrupted run still had to do; network returns which network a unit creates, and the hash of its
// definition.
func newPlan(files []File, states []State, left Plan, network func(text []byte) (key, hash string)) Plan {
	d := decision{files: files, network: network, states: map[string]State{}, target: target(files)}
	for _, s := range states {
		d.states[s.Name] = s
	}
	p := Plan{Stop: left.Stop, Restart: left.Restart, Start: left.Start, Enable: left.Enable, Orphans: left.Orphans,
		Reload: left.Reload || left.Removing}
	for _, f := range files {
		if f.Kind() != Same {
			p.Files = append(p.Files, f)
		}
	}
	d.gone(&p)
	d.fresh(&p, left.Removing)
	d.changed(&p)
	p.Recreate = d.networks(p.Stop)
	for _, r := range p.Recreate {
		for _, name := range r.Restarts {
			if !slices.Contains(p.Restart, name) {
				p.Restart, p.forNetworks = append(p.Restart, name), append(p.forNetworks, name)
			}
		}
	}
	for _, list := range []*[]string{&p.Restart, &p.Start, &p.Enable} {
		*list = slices.DeleteFunc(*list, func(name string) bool { return !d.stays(name) }) // from an earlier run
	}
	for _, list := range []*[]string{&p.Stop, &p.Restart, &p.Start, &p.Enable} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	// Units that are started or stopped are not also restarted.
	p.Restart = slices.DeleteFunc(p.Restart, func(name string) bool { return slices.Contains(p.Stop, name) })
	p.Start = slices.DeleteFunc(p.Start, func(name string) bool { return slices.Contains(p.Restart, name) })
	return p
}

// decision holds the inputs of newPlan.
type decision struct {
	files   []File
	states  map[string]State
	target  File
	network func(text []byte) (key, hash string)
}

// target returns the unit that represents the whole project.
func target(files []File) File {
	i := slices.IndexFunc(files, func(f File) bool { return f.Unit() && names.IsTarget(f.Path) })
	if i < 0 {
		return File{}
	}
	return files[i]
}

// wanted returns the units that the text of a target starts.
func wanted(text []byte) []string { return Names(text, "Unit", "Wants") }

// gone stops units that run and no longer have a file, or are instances that the target no longer wants. A unit that
// another file now defines, in the other format, is stopped by the text that started it and then started.
func (d decision) gone(p *Plan) {
	for _, f := range d.files {
		if f.Kind() == Drop && f.Unit() {
			running := d.running(f.Name())
			p.Stop = append(p.Stop, running...)
			if d.stays(f.Name()) && names.IsService(f.Name()) {
				p.Start = append(p.Start, running...)
			}
		}
	}
	for _, name := range wanted(d.target.Old) {
		if !slices.Contains(wanted(d.target.New), name) && d.states[name].Up() && strings.Contains(name, "@") {
			p.Stop = append(p.Stop, name)
		}
	}
}

// fresh starts the whole project the first time, unit by unit, so that each can be reported; later, the units that the
// running target newly wants. A project that was about to be removed is started from scratch.
func (d decision) fresh(p *Plan, leaving bool) {
	switch name := d.target.Path; {
	case d.target.New == nil:
	case d.target.Old == nil || leaving:
		p.Start = append(append(p.Start, wanted(d.target.New)...), name)
		if len(Names(d.target.New, "Install", "WantedBy")) > 0 {
			p.Enable = append(p.Enable, name)
		}
	case !d.states[name].Up():
		p.Stopped = !slices.Contains(p.Start, name)
	default:
		for _, unit := range wanted(d.target.New) {
			if !slices.Contains(wanted(d.target.Old), unit) {
				p.Start = append(p.Start, unit)
			}
		}
	}
}

// changed restarts units that run with an old text, a lost one, or old values. Failed units are tried again; a task whose success
// others wait for, and that has ended, is run again.
func (d decision) changed(p *Plan) {
	for _, f := range d.files {
		name := f.Name()
		if f.Unit() && f.Old == nil && f.New != nil && names.IsService(name) {
			p.Restart = append(p.Restart, d.running(name)...)
		}
		if !f.Unit() || f.Old == nil || f.New == nil || !(f.Restarts() || d.values(f)) {
			continue
		}
		p.Restart = append(p.Restart, d.running(name)...)
		switch s := d.states[name]; {
		case s.Active == "failed" && d.states[d.target.Path].Up():
			p.Start = append(p.Start, name)
		case !s.Up() && d.states[d.target.Path].Up() && d.awaited(name):
			p.Start = append(p.Start, name)
		}
	}
}

// awaited reports whether others wait for the success of a service.
func (d decision) awaited(name string) bool {
	gate := names.Completed(name)
	return slices.ContainsFunc(d.files, func(f File) bool { return f.New != nil && f.Name() == gate })
}

// stays reports whether a unit, or the template it is an instance of, still exists afterwards.
func (d decision) stays(name string) bool {
	return slices.ContainsFunc(d.files, func(f File) bool {
		return f.New != nil && (f.Name() == name || names.Instance(name, f.Name()))
	})
}

// values reports whether a file with values that the unit names has changed.
func (d decision) values(of File) bool {
	return slices.ContainsFunc(d.files, func(f File) bool {
		return f.Values && f.Kind() != Same && mentions(of.New, path.Base(f.Path))
	})
}

// running returns a unit, or the instances of a template, that are up.
func (d decision) running(name string) []string {
	var out []string
	for _, s := range d.states {
		if (s.Name == name || names.Instance(s.Name, name)) && s.Up() {
			out = append(out, s.Name)
		}
	}
	return out
}
