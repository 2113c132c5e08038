package docker

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// userSocket is the socket of a user's engine, below the manager's runtime directory (dockerd-rootless.sh).
const userSocket = "/docker.sock"

// userClient directs the client to that socket.
var userClient = cli.Word{Text: "DOCKER_HOST=unix://", Place: cli.RuntimeDir, Rest: userSocket}

// source returns the source of a bind; in a user's units, the engine's socket is replaced by that of the user's engine.
func (m manager) source(source string) cli.Word {
	if m.user && rules.IsDockerSocket(source) {
		return cli.Word{Place: cli.RuntimeDir, Rest: userSocket}
	}
	return cli.Word{Text: source}
}

// bound does the same for a mount of any type.
func (m manager) bound(mount model.Mount) cli.Word {
	if mount.Type != "bind" {
		return cli.Word{Text: mount.Source}
	}
	return m.source(mount.Source)
}

// adapt reports what the engine refuses. It returns a copy of the project for rootless Docker, in which containers that bind the
// engine's socket get the user's.
func adapt(p *model.Project, o runtime.Options, scope diag.Scope) *model.Project {
	refusal{scope}.project(p)
	if !o.User {
		return p
	}
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
	if rules.BindsDockerSocket(c) {
		c.HostPaths, c.MakePaths = rules.WithoutDockerSocket(c.HostPaths), rules.WithoutDockerSocket(c.MakePaths)
		say(diag.Note, "the container gets the socket of the rootless engine", "", "volumes")
	}
	c.PreStart = slices.Clone(c.PreStart)
	for i := range c.PreStart {
		userContainer(&c.PreStart[i], scope)
	}
}
