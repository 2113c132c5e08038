package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// row is a line of `compose2unit status`.
type row struct {
	Unit      string `json:"unit"`
	State     string `json:"state"` // ActiveState and SubState, as systemctl writes them
	Container string `json:"container,omitempty"`
	Health    string `json:"health,omitempty"`
	Ports     string `json:"ports,omitempty"`
	Restarts  int    `json:"restarts"`
}

// found is a project on this machine.
type found struct {
	folder.Output
	units   map[string][]byte
	systemd host.Manager
}

// find looks for a project's units where this machine has them. Nobody knows of a project without any.
func find(ctx context.Context, w *world, o *options, say speech) (*found, error) {
	project, err := o.projectName(ctx, w)
	if err != nil {
		return nil, err
	}
	root, err := w.machine.folder(o.user)
	if err != nil {
		return nil, err
	}
	sources, err := w.machine.sources(o.user)
	if err != nil {
		return nil, err
	}
	f := &found{Output: folder.Output{Root: root, Sources: sources, Project: project, ConfigDir: o.configDir, Copies: true,
		Waiting: say.waiting}, units: map[string][]byte{}}
	names, err := f.Owned()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if f.units[name], err = f.Read(name); err != nil {
			return nil, err
		}
	}
	// What an interrupted run left is still to be removed.
	if len(f.units) == 0 && !(o.command.name == "remove" && host.Interrupted(root, project)) {
		return nil, fmt.Errorf("no unit in %s belongs to project %q", root, project)
	}
	if f.systemd, err = w.machine.connect(ctx, o.user); err != nil {
		return nil, err
	}
	return f, nil
}

// projectName is -project, or what the Compose file says.
func (o *options) projectName(ctx context.Context, w *world) (string, error) {
	if o.project != "" {
		return o.project, nil
	}
	var report diag.Report
	made, err := w.pipe(ctx, o, w, &report)
	if err == nil && made.project == "" {
		err = errors.New("the Compose file cannot be loaded")
	}
	if err != nil {
		return "", fmt.Errorf("%w; name the project with -project", err)
	}
	return made.project, nil
}

// status prints the project's units that stand for something: services, timers and the target.
func status(ctx context.Context, w *world, o *options, say speech) int {
	f, err := find(ctx, w, o, say)
	if err != nil {
		return say.broken(err)
	}
	defer f.systemd.Close()
	rows, err := f.rows(ctx, w.machine)
	if err != nil {
		return say.broken(err)
	}
	var b strings.Builder
	if o.asJSON {
		encoder := json.NewEncoder(&b)
		for _, r := range rows {
			if err := encoder.Encode(r); err != nil {
				return say.broken(err)
			}
		}
		return say.result(b.String())
	}
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "UNIT\tSTATE\tCONTAINER\tHEALTH\tRESTARTS\tPORTS")
	for _, r := range rows {
		restarts := ""
		if r.Container != "" {
			restarts = strconv.Itoa(r.Restarts)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Unit, r.State, visible(r.Container), r.Health, restarts, r.Ports)
	}
	table.Flush()
	return say.result(b.String())
}

func (f *found) rows(ctx context.Context, m machine) ([]row, error) {
	var files []host.File
	for name := range f.units {
		files = append(files, host.File{Path: name})
	}
	states, err := f.systemd.States(ctx, host.Patterns(files)...)
	if err != nil {
		return nil, err
	}
	var there []container
	for _, engine := range engines() {
		more, err := m.containers(ctx, engine, f.Project)
		if err == nil { // an engine that is installed and does not run has nothing to show
			there = append(there, more...)
		}
	}
	var rows []row
	for file := range f.units {
		name := host.File{Path: file}.Name()
		instances := slices.DeleteFunc(slices.Clone(states), func(s host.State) bool {
			return s.Name != name && !names.Instance(s.Name, name)
		})
		if len(instances) == 0 && !names.IsTemplate(name) {
			instances = []host.State{{Name: name, Active: "inactive", Sub: "dead"}}
		}
		for _, s := range instances {
			r, err := f.row(ctx, s, f.units[file], there)
			if err != nil {
				return nil, err
			}
			if r.Container != "" || path.Ext(name) != ".service" || s.Active == "failed" {
				rows = append(rows, r)
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.Unit, b.Unit) })
	return rows, nil
}

// row is one unit with the container that its command names.
func (f *found) row(ctx context.Context, s host.State, text []byte, there []container) (row, error) {
	r := row{Unit: s.Name, State: s.Active + " (" + s.Sub + ")"}
	if _, instance, ok := strings.Cut(strings.TrimSuffix(s.Name, path.Ext(s.Name)), "@"); ok {
		text = []byte(strings.ReplaceAll(string(text), "%i", instance))
	}
	for _, c := range there {
		if strings.HasSuffix(s.Name, ".service") && host.Runs(text, c.name) {
			r.Container, r.Health, r.Ports = c.name, c.health, c.ports
		}
	}
	if r.Container == "" || s.Active == "inactive" {
		return r, nil
	}
	var err error
	r.Restarts, err = f.systemd.Restarts(ctx, s.Name)
	return r, err
}
