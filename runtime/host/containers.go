package host

import (
	"bytes"
	"context"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// containersOf returns the containers of removed units: those of a unit that no longer has a file, or of an instance that
// is no longer wanted, and those that an interrupted run recorded. There are none if the project moves to another engine: the old one
// keeps them, and what the new one has was not created by these units.
func (d *deployment) containersOf(ctx context.Context, plan Plan) ([]string, error) {
	if d.moves() {
		return nil, nil
	}
	var texts [][]byte
	for _, f := range plan.Files {
		if f.Kind() == Drop && f.Unit() {
			texts = append(texts, f.Old)
		}
	}
	for _, file := range d.Files {
		for _, name := range plan.Stop {
			if names.Instance(name, File{Path: file.Path}.Name()) {
				instance, _ := names.InstanceOf(name)
				texts = append(texts, bytes.ReplaceAll(file.Data, []byte("%i"), []byte(instance)))
			}
		}
	}
	if len(texts)+len(plan.Orphans) == 0 {
		return nil, nil
	}
	there, err := d.client.Containers(ctx, d.Project)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range there {
		runs := func(text []byte) bool { return d.options.runs(text, c.Name) }
		if (slices.Contains(plan.Orphans, c.Name) || slices.ContainsFunc(texts, runs)) && !d.keeps(c.Name) {
			out = append(out, c.Name)
		}
	}
	return out, nil
}

// keeps reports whether a remaining unit runs the container: the unit was renamed. A template itself runs none.
func (d *deployment) keeps(name string) bool {
	return slices.ContainsFunc(d.Files, func(f runtime.File) bool {
		return !names.IsTemplate(f.Path) && d.options.runs(f.Data, name)
	})
}

// removeContainers removes containers whose units are gone.
func (d *deployment) removeContainers(ctx context.Context) error {
	for _, name := range d.plan.Orphans {
		if err := d.client.RemoveContainer(ctx, name); err != nil {
			return err
		}
		d.options.tell(Event{Action: Removed, Object: OfContainer, Name: name})
	}
	return nil
}

// keepNetworks determines which of the networks to recreate cannot be recreated: foreign containers use them, and the units
// keep them. An engine that does not answer reports none; the units will find out. An engine that need not run is not
// queried: that would start it.
func (d *deployment) keepNetworks(ctx context.Context) {
	for _, r := range d.plan.Recreate {
		if len(r.Restarts) == 0 {
			continue
		}
		if users, err := d.client.Strangers(ctx, d.Project, r.Network); err == nil && len(users) > 0 {
			d.plan.keep(r.Network, users)
		}
	}
}
