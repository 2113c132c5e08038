package main

import (
	"context"
	"fmt"

	"github.com/compose2unit/compose2unit/cmd/message"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// remove implements `compose2unit remove`.
func remove(ctx context.Context, w *world, o *options, say speech) int {
	project, err := o.projectName(ctx, w)
	if err != nil {
		return say.broken(err)
	}
	removed, err := host.Remove(ctx, o.host(w, project, say), host.RemoveOptions{Volumes: o.volumes})
	if removed != nil && !say.quiet {
		say.result(fmt.Sprintf("%s: %s removed from %s\n", project, message.Number(len(removed.Units), "unit"), removed.Root))
	}
	return say.ended(err)
}
