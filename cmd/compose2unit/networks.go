package main

import (
	"context"
	"slices"
	"strings"
)

// keepNetworks looks which of the networks that would be recreated cannot be: containers of others use them, and the
// script `renew` keeps those. An engine that does not answer knows of none; the units will see. One that need not run is
// not asked: that would start it.
func (in *installed) keepNetworks(ctx context.Context) {
	for _, r := range in.plan.Recreate {
		if len(r.Restarts) == 0 {
			continue
		}
		if users := in.strangers(ctx, r.Network); len(users) > 0 {
			in.plan.Keep(r.Network, users)
		}
	}
}

// strangers are the containers on a network of the project that are not the project's, running or not.
func (in *installed) strangers(ctx context.Context, network string) []string {
	ask := func(argv ...string) []string {
		out, err := in.world.machine.run(ctx, append([]string{in.options.runtime}, argv...)...)
		if err != nil {
			return nil
		}
		return strings.Fields(out)
	}
	ours := "label=com.docker.compose.project=" + in.Project
	var out []string
	for _, id := range ask("network", "ls", "--quiet", "--filter", ours, "--filter", "label=com.docker.compose.network="+network) {
		on := func(more ...string) []string {
			return ask(append([]string{"ps", "--all", "--format", "{{.Names}}", "--filter", "network=" + id}, more...)...)
		}
		own := on("--filter", ours)
		for _, name := range on() {
			if !slices.Contains(own, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
