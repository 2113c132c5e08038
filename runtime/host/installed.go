package host

import (
	"context"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// project is an installed project.
type project struct {
	folder.Output
	options Options
	texts   map[string][]byte // of its units and sources, by file name
	systemd Manager
	// vanished is set for a generated project of which systemd has no unit any more, though some of them run; running are those.
	vanished bool
	running  []string
}

// installed finds a project's units on this machine. A project without units is not installed, unless finish is set and a
// run that removes it was interrupted.
func (o Options) installed(ctx context.Context, finish bool) (*project, error) {
	o = o.serial()
	if err := o.check(); err != nil {
		return nil, err
	}
	out, err := o.output()
	if err != nil {
		return nil, err
	}
	at := o.layout()
	out = at.unitsOf(o.Project, out)
	p := &project{Output: out, options: o, texts: map[string][]byte{}}
	owned, err := p.Owned()
	if err != nil {
		return nil, err
	}
	for _, name := range owned {
		if p.texts[name], err = p.Read(name); err != nil {
			return nil, err
		}
	}
	known := len(p.texts) > 0 || finish && interrupted(at.notesOf(p.Root), o.Project)
	if !known && !(finish && at.mayVanish()) {
		return nil, NotInstalledError{p.Root, o.Project}
	}
	if p.systemd, err = o.Machine.Connect(ctx, o.User); err != nil {
		return nil, err
	}
	if finish {
		err = at.vanish(ctx, p)
	}
	if err == nil && !known && len(p.running) == 0 {
		err = NotInstalledError{p.Root, o.Project}
	}
	if err != nil {
		p.systemd.Close()
		return nil, err
	}
	return p, nil
}

// names returns the names of the files, sorted.
func (p *project) names() []string { return slices.Sorted(maps.Keys(p.texts)) }

// target returns the unit that represents the whole project.
func (p *project) target() string {
	if i := slices.IndexFunc(p.names(), names.IsTarget); i >= 0 {
		return p.names()[i]
	}
	return ""
}
