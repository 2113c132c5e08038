package main

import (
	"context"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
)

// ofUser is the machine as its user knows it: an engine's client is told where the user's engine answers, as in the
// units, whatever the user's own configuration says. Where nobody knows the user's runtime directory nothing is told.
func (m machine) ofUser(environ []string) machine {
	dir := ""
	for _, variable := range environ {
		if value, ok := strings.CutPrefix(variable, "XDG_RUNTIME_DIR="); ok {
			dir = value
		}
	}
	run := m.run
	m.run = func(ctx context.Context, argv ...string) (string, error) {
		for _, choice := range all.Choices {
			client, tells := choice.Runtime.(runtime.UserClient)
			if !tells || dir == "" || argv[0] != choice.Engine {
				continue
			}
			if variable := client.UserClient(dir); variable != "" {
				return run(ctx, append([]string{"env", variable}, argv...)...)
			}
		}
		return run(ctx, argv...)
	}
	return m
}

// systemctl is how a person speaks to the manager that the units are for.
func (t target) systemctl() string {
	if t.user {
		return "systemctl --user"
	}
	return "systemctl"
}
