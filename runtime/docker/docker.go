// Package docker is the Docker engine: the flags of `docker create`, `docker network create`, `docker volume create` and
// `docker build` that it does not share with Podman (see runtime/rules), the body of the Engine API's create call for what
// no flag can express, and the scripts that follow a container. It writes no files and no unit directives.
//
// Flags are those of the docker client 20.10 (Debian 12); features of later clients are used through the API.
package docker

import (
	"embed"
	"slices"
	"sync"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
)

// Oldest is the oldest supported version, as major*100+minor.
const Oldest = 2010

//go:embed scripts
var scripts embed.FS

var ownScripts = sync.OnceValue(func() map[string][]byte { return cli.ReadScripts(scripts) })

// flags returns the rules that Docker and Podman share, and Docker's own.
func (m manager) flags() cli.Rules {
	return rules.With(cli.Rules{
		Containers: slices.Concat(identityRules, processRules, healthRules, namespaceRules, securityRules, networkingRules,
			m.mountRules(), resourceRules, deviceRules, loggingRules),
		Networks: networkRules,
		Builds:   buildRules,
	})
}

// Runtime is the docker runtime: plain units for Docker.
var Runtime = cli.Form{
	Operation: cli.Operated{Program: "docker", UserClient: userClient},
	Word:      "docker",
	Declares:  sync.OnceValue(func() []runtime.Row { return rules.Rows(manager{}.flags()) }),
	Unused:    map[string]string{"docker-caps": "its containers have these capabilities by default"},
	Describe:  describe,
	Adapt:     adapt,
}

// manager is the service manager that runs the units: the system's, or a user's, with the rootless engine of that user.
type manager struct{ user bool }

func describe(o runtime.Options) *cli.Engine {
	m := manager{user: o.User}
	return &cli.Engine{
		Rules:      m.flags(),
		Unit:       "docker.service",
		Unsaid:     cli.Unsaid,
		Connect:    connect,
		Body:       m.body,
		Main:       cli.Follow,
		Watched:    true,
		Killed:     "The client died or the engine stopped, not the container: follow the container again.",
		UserClient: userClient,
		Scripts:    ownScripts(),
	}
}
