package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/compose2unit/compose2unit/cmd/message"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// remove implements `compose2unit remove`.
func remove(ctx context.Context, w *world, o *options, say speech) int {
	projects, err := o.projectNames(ctx, w)
	if err != nil {
		return say.broken(err)
	}
	return each(projects, func(project string) int { return o.remove(ctx, w, project, say) })
}

// remove removes one project. A project whose folder still exists is refused: the next reload would load it again.
func (o *options) remove(ctx context.Context, w *world, project string, say speech) int {
	where, at, err := o.located(w, project, say)
	if err != nil {
		return say.broken(err)
	}
	if where.Generated != nil && at != nil && at.Folder != "" && at.State != masked {
		return say.broken(fmt.Errorf("project %s is in %s: remove or mask the folder first; to stop the project and remove only its containers and networks, run %s start %s",
			project, at.Folder, systemctl(o.user), names.Scheme{Project: project}.Down()))
	}
	what := host.RemoveOptions{Volumes: o.volumes}
	removed, err := host.Remove(ctx, where, what)
	if where.Generated == nil && errors.As(err, new(host.NotInstalledError)) {
		where.Generated = newGenerating(w, o.user).folders() // its units may be gone while it is still running
		if again, more := host.Remove(ctx, where, what); !errors.As(more, new(host.NotInstalledError)) && !errors.Is(more, host.ErrNoSystemd) {
			removed, err = again, more
		}
	}
	if removed != nil && !say.quiet {
		say.happened(fmt.Sprintf("%s: %s removed from %s", project, message.Number(len(removed.Units), "unit"), removed.Root))
	}
	return say.ended(err)
}
