package host

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// UnitStatus is a unit to report: a service with a container, a timer, the target, or one that failed.
type UnitStatus struct {
	Unit string `json:"unit"`
	// State is ActiveState and SubState, as systemctl writes them.
	State string `json:"state"`
	// Container is the container that the unit runs, with what its engine reports; empty if there is none.
	Container string `json:"container,omitempty"`
	Health    string `json:"health,omitempty"`
	Ports     string `json:"ports,omitempty"`
	// Restarts is how often systemd has restarted the unit since it was started.
	Restarts int `json:"restarts"`
}

// Status returns the project's units to report, sorted. If the machine lacks the project's engine, or it does not answer, no
// containers are reported. It fails with [NotInstalledError], [ErrNoSystemd] and [ErrNoUserDir],
// and if systemd or a file cannot be read.
func Status(ctx context.Context, o Options) ([]UnitStatus, error) {
	p, err := o.installed(ctx, false)
	if err != nil {
		return nil, err
	}
	defer p.systemd.Close()
	var files []File
	for name := range p.texts {
		files = append(files, File{Path: name})
	}
	states, err := p.systemd.States(ctx, patterns(files)...)
	if err != nil {
		return nil, err
	}
	containers := p.containers(ctx)
	var out []UnitStatus
	for file, text := range p.texts {
		for _, s := range statesOf(names.OfFile(file), states) {
			u, err := p.status(ctx, s, text, containers)
			if err != nil {
				return nil, err
			}
			if u.Container != "" || !names.IsService(u.Unit) || s.Active == "failed" {
				out = append(out, u)
			}
		}
	}
	slices.SortFunc(out, func(a, b UnitStatus) int { return strings.Compare(a.Unit, b.Unit) })
	return out, nil
}

// containers returns the containers of the project's engine.
func (p *project) containers(ctx context.Context) []runtime.Container {
	rt, err := p.engine(ctx, "")
	if err != nil || rt == nil || !p.options.Machine.Has(p.options.client(rt).Program()) {
		return nil
	}
	list, err := p.options.client(rt).Containers(ctx, p.Project)
	if err != nil {
		return nil
	}
	return list
}

// statesOf returns the states of a unit, or of a template's instances. A unit that systemd has not loaded is inactive.
func statesOf(name string, states []State) []State {
	out := slices.DeleteFunc(slices.Clone(states), func(s State) bool { return s.Name != name && !names.Instance(s.Name, name) })
	if len(out) == 0 && !names.IsTemplate(name) {
		out = []State{{Name: name, Active: "inactive", Sub: "dead"}}
	}
	return out
}

// status returns the status of one unit with the container that its text names.
func (p *project) status(ctx context.Context, s State, text []byte, containers []runtime.Container) (UnitStatus, error) {
	u := UnitStatus{Unit: s.Name, State: s.Active + " (" + s.Sub + ")"}
	if instance, is := names.InstanceOf(s.Name); is {
		text = bytes.ReplaceAll(text, []byte("%i"), []byte(instance))
	}
	for _, c := range containers {
		if names.IsService(s.Name) && p.options.runs(text, c.Name) {
			u.Container, u.Health, u.Ports = c.Name, c.Health, c.Ports
		}
	}
	if u.Container == "" || s.Active == "inactive" {
		return u, nil
	}
	var err error
	u.Restarts, err = p.systemd.Restarts(ctx, s.Name)
	return u, err
}
