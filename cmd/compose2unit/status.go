package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// status implements `compose2unit status`.
func status(ctx context.Context, w *world, o *options, say speech) int {
	projects, err := o.projectNames(ctx, w)
	if err != nil {
		return say.broken(err)
	}
	return each(projects, func(project string) int { return o.status(ctx, w, project, say) })
}

// each calls f for every project, even if it fails for others, and returns the last exit code that is not 0, or 0.
func each(projects []string, f func(project string) int) int {
	code := exitDone
	for _, project := range projects {
		if one := f(project); one != exitDone {
			code = one
		}
	}
	return code
}

// status is that of one project.
func (o *options) status(ctx context.Context, w *world, project string, say speech) int {
	where, at, err := o.located(w, project, say)
	if err != nil {
		return say.broken(err)
	}
	units, err := host.Status(ctx, where)
	if at != nil && !o.asJSON {
		if code := say.result(at.String()); code != exitDone || errors.As(err, new(host.NotInstalledError)) {
			return code
		}
	}
	if err != nil {
		return say.broken(err)
	}
	if o.asJSON {
		return jsonLines(say, units)
	}
	return say.result(table(units))
}

func table(units []host.UnitStatus) string {
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "UNIT\tSTATE\tCONTAINER\tHEALTH\tRESTARTS\tPORTS")
	for _, u := range units {
		restarts := ""
		if u.Container != "" {
			restarts = strconv.Itoa(u.Restarts)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", visible(u.Unit), visible(u.State), visible(u.Container), visible(u.Health), restarts, visible(u.Ports))
	}
	out.Flush()
	return b.String()
}

// projectNames returns the projects that are named, or the one of -project or of the Compose file.
func (o *options) projectNames(ctx context.Context, w *world) ([]string, error) {
	switch {
	case len(o.words) == 0:
		project, err := o.projectName(ctx, w)
		return []string{project}, err
	case o.project != "":
		return nil, errors.New("name the project once: with -project or without")
	}
	return o.words, nil
}

// projectName returns -project, or the name in the Compose file.
func (o *options) projectName(ctx context.Context, w *world) (string, error) {
	if o.project != "" {
		return o.project, nil
	}
	var report diag.Report
	made, err := w.pipe(ctx, o, w, &report)
	if err == nil && made.Project == "" {
		err = errors.New("the Compose file cannot be loaded")
	}
	if err != nil {
		return "", fmt.Errorf("%w; name the project with -project", err)
	}
	return made.Project, nil
}
