package podman

import (
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// dockersOwn are the capabilities that Docker grants by default and podman does not (moby oci/caps/defaults.go;
// containers.conf(5)).
var dockersOwn = []string{"CAP_AUDIT_WRITE", "CAP_MKNOD", "CAP_NET_RAW"}

// bounded reports whether a container has an engine's default capabilities, and not all or none.
func bounded(c *model.Container) bool {
	return !c.Host.Privileged && !slices.Contains(c.Host.CapDrop, "ALL") && !slices.Contains(c.Host.CapAdd, "ALL")
}

// users are programs that need one of these capabilities.
var users = map[string]string{
	"ping": "CAP_NET_RAW", "ping6": "CAP_NET_RAW", "arping": "CAP_NET_RAW", "fping": "CAP_NET_RAW", "traceroute": "CAP_NET_RAW",
	"tcpdump": "CAP_NET_RAW", "tshark": "CAP_NET_RAW", "mknod": "CAP_MKNOD",
}

// needs reports a container that runs a program which needs a capability podman does not grant. Capabilities are not added
// unasked, and what an image runs by default is unknown (docs/podman.md).
func (a *adaptation) needs(c *model.Container) {
	if a.dockerCaps || !bounded(c) {
		return
	}
	look := func(all []program, attr func(arg int) string) {
		for _, p := range all {
			name := users[path.Base(p.name)]
			if name == "" || slices.Contains(c.Host.CapAdd, name) || slices.Contains(c.Host.CapDrop, name) {
				continue
			}
			at := append(c.At, attr(p.arg))
			short := strings.TrimPrefix(name, "CAP_")
			a.scope.At(at...).Warn(diag.Runtime, p.name+" needs the capability "+short+", which Docker's containers have and podman's do not",
				"write `cap_add: ["+short+"]`, or give -docker-caps")
			return
		}
	}
	look(programs(slices.Concat(c.Config.Entrypoint, c.Config.Cmd)), func(arg int) string {
		if arg < len(c.Config.Entrypoint) {
			return "entrypoint"
		}
		return "command"
	})
	if h := c.Config.Healthcheck; h != nil {
		look(probes(h.Test), func(int) string { return "healthcheck" })
	}
}

// probes returns the programs that a healthcheck runs (Docker Engine API, HealthConfig.Test).
func probes(test []string) []program {
	switch {
	case len(test) == 2 && test[0] == "CMD-SHELL":
		return ofText(test[1], 1)
	case len(test) > 1 && test[0] == "CMD":
		return programs(test[1:])
	}
	return nil
}

// capable gives a container and its steps Docker's default capabilities, except for those that it drops (-docker-caps).
func (a *adaptation) capable(c *model.Container) {
	if !a.dockerCaps {
		return
	}
	if bounded(c) {
		c.Host.CapAdd = slices.Clone(c.Host.CapAdd)
		for _, name := range dockersOwn {
			if !slices.Contains(c.Host.CapDrop, name) && !slices.Contains(c.Host.CapAdd, name) {
				c.Host.CapAdd = append(c.Host.CapAdd, name)
			}
		}
	}
	for i := range c.PreStart { // already a copy
		a.capable(&c.PreStart[i])
	}
}
