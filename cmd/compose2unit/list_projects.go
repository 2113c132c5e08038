package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// origin describes where a project comes from.
type origin struct {
	Project string `json:"project"`
	// State is loaded, refused or new as of the last reload; masked; or removed, if the folder is gone and systemd still has the
	// units.
	State  string `json:"state"`
	Folder string `json:"folder,omitempty"`
	// Overrides are folders of the same name with lower precedence, which are not used.
	Overrides []string `json:"overrides,omitempty"`
	// Installed is the folder of units that an administrator installed for a project of the same name: systemd reads those instead.
	Installed string `json:"installed,omitempty"`
}

// note returns the text of the NOTE column.
func (at origin) note() string {
	var notes []string
	if len(at.Overrides) > 0 {
		notes = append(notes, "overrides "+strings.Join(at.Overrides, ", "))
	}
	if at.Installed != "" {
		notes = append(notes, "units in "+at.Installed+" are read instead")
	}
	return strings.Join(notes, "; ")
}

// String returns a line that describes the project.
func (at origin) String() string {
	line := at.Project + ": " + at.State
	for _, more := range []string{at.Folder, at.note()} {
		if more != "" {
			line += ", " + more
		}
	}
	return visible(line) + "\n"
}

// masked is the state of a project that a link to /dev/null masks.
const masked = "masked"

// list implements `compose2unit list`.
func list(_ context.Context, w *world, o *options, say speech) int {
	g, err := o.generating(w)
	if err != nil {
		return say.broken(err)
	}
	all, misnamed, err := g.origins(w, o)
	if err != nil {
		return say.broken(err)
	}
	if code := show(all, o.asJSON, say); code != exitDone {
		return code
	}
	return say.brokenIf(misnamed)
}

// show prints projects as a table, or as JSON.
func show(all []origin, asJSON bool, say speech) int {
	if asJSON {
		return jsonLines(say, all)
	}
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "PROJECT\tSTATE\tFOLDER\tNOTE")
	for _, at := range all {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", at.Project, at.State, visible(at.Folder), visible(at.note()))
	}
	out.Flush()
	return say.result(b.String())
}

// origins returns those of all projects in folders and of those that systemd still has loaded, sorted by name; and the error for
// folders that cannot be projects because of their names.
func (g *generating) origins(w *world, o *options) (all []origin, misnamed, err error) {
	places, err := generator.Places(g.manager.Roots(), cli.DefaultFileNames)
	if misnamed, err = generator.Misnamed(err); err != nil {
		return nil, nil, err
	}
	loaded, err := folder.Projects(g.manager.Loaded())
	if err != nil {
		return nil, nil, err
	}
	for _, p := range places {
		if n := len(all); n > 0 && all[n-1].Project == p.Name {
			all[n-1].Overrides = append(all[n-1].Overrides, p.Dir)
			continue
		}
		all = append(all, origin{Project: p.Name, Folder: p.Dir, State: g.state(p, slices.Contains(loaded, p.Name))})
	}
	for _, name := range loaded {
		if !slices.ContainsFunc(all, func(at origin) bool { return at.Project == name }) {
			all = append(all, origin{Project: name, State: "removed"})
		}
	}
	slices.SortFunc(all, func(a, b origin) int { return strings.Compare(a.Project, b.Project) })
	for i := range all {
		if all[i].Installed, err = host.Installed(o.host(w, all[i].Project, speech{})); err != nil {
			return nil, nil, err
		}
	}
	return all, misnamed, nil
}

// state returns the state of a project that has a folder.
func (g *generating) state(p generator.Place, loaded bool) string {
	switch {
	case p.Masks:
		return masked
	case !loaded:
		return "new"
	}
	if _, err := os.Stat(filepath.Join(g.manager.Loaded(), names.Scheme{Project: p.Name}.Refused())); err == nil {
		return "refused"
	}
	return "loaded"
}

// located returns a project on this machine, whether its units are generated or installed, and its origin if it is in a folder,
// or was at the last reload.
func (o *options) located(w *world, project string, say speech) (host.Options, *origin, error) {
	where := o.host(w, project, say)
	g, err := o.generating(w)
	if err != nil {
		return where, nil, err
	}
	all, _, err := g.origins(w, o)
	if err != nil {
		return where, nil, err
	}
	at := slices.IndexFunc(all, func(at origin) bool { return at.Project == project })
	if at < 0 {
		return where, nil, nil
	}
	if all[at].Installed == "" {
		where.Generated = g.folders()
	}
	return where, &all[at], nil
}
