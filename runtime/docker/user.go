package docker

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// sockets is where a container expects the engine.
var sockets = []string{"/var/run/docker.sock", "/run/docker.sock"}

// userSocket is where a user's engine answers, below the manager's runtime directory (dockerd-rootless.sh).
func userSocket() string { return cli.RuntimeDir() + "/docker.sock" }

// forUser is a copy of the project for rootless Docker: a container that binds the engine's socket gets the user's.
func forUser(p *model.Project, scope diag.Scope) *model.Project {
	out := *p
	out.Containers = slices.Clone(p.Containers)
	for i := range out.Containers {
		userContainer(&out.Containers[i], scope)
	}
	return &out
}

func userContainer(c *model.Container, scope diag.Scope) {
	say := func(s diag.Severity, text, hint string, attribute string) {
		scope.At(c.At...).At(attribute).Add(s, diag.Rootless, text, hint)
	}
	if c.Host.NetworkMode == "host" {
		say(diag.Warning, "the host network is that of rootless Docker's own namespace: it cannot be reached from outside",
			"publish ports instead", "network_mode")
	}
	docker := func(path string) bool { return slices.Contains(sockets, path) }
	found := false
	c.Host.Binds = slices.Clone(c.Host.Binds)
	for i, b := range c.Host.Binds {
		if docker(b.Source) {
			c.Host.Binds[i].Source, found = userSocket(), true
		}
	}
	c.Host.Mounts = slices.Clone(c.Host.Mounts)
	for i, m := range c.Host.Mounts {
		if m.Type == "bind" && docker(m.Source) {
			c.Host.Mounts[i].Source, found = userSocket(), true
		}
	}
	if found {
		c.HostPaths = slices.DeleteFunc(slices.Clone(c.HostPaths), docker)
		c.MakePaths = slices.DeleteFunc(slices.Clone(c.MakePaths), docker)
		say(diag.Note, "the container gets the socket of the rootless engine", "", "volumes")
	}
	c.PreStart = slices.Clone(c.PreStart)
	for i := range c.PreStart {
		userContainer(&c.PreStart[i], scope)
	}
}
