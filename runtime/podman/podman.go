// Package podman is the Podman engine for plain units: what differs from Docker in the flags of `podman create`, `podman
// network create`, `podman volume create` and `podman build`, and the scripts that follow a container. What both share is
// in runtime/rules. It writes no files and no unit directives.
//
// Podman's defaults that change what a container may do or see are set to Docker's; what a Podman version lacks is left out
// or replaced, and reported.
package podman

import (
	"cmp"
	"embed"
	"sync"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

//go:embed scripts
var scripts embed.FS

var ownScripts = sync.OnceValue(func() map[string][]byte { return cli.ReadScripts(scripts) })

// Versions are the supported versions.
var Versions = runtime.Versions{Oldest: 403, Newest: 602}

// usual is the default version.
const usual version = 504

// version is a Podman version, major*100+minor.
type version int

// Created says why the option create has no effect on podman's units.
const Created = "podman creates containers from its command line only"

// Runtime is the podman runtime: plain units for Podman.
var Runtime = cli.Form{
	Operation: Operated,
	Word:      "podman",
	Unused:    map[string]string{"create": Created},
	Declares:  sync.OnceValue(func() []runtime.Row { return rules.Rows(usual.flags(), quietRules...) }),
	Describe:  Describe,
	Adapt:     Adapt,
}

// Operated queries Podman and reads back its plain units.
var Operated = cli.Operated{Program: "podman"}

// Version returns the oldest Podman version that must be able to run the units, as major*100+minor.
func Version(o runtime.Options) int {
	return cmp.Or(o.Engine, int(usual))
}

// Describe returns the engine for the Podman version and the manager, the system's or a user's, that the options select.
func Describe(o runtime.Options) *cli.Engine {
	v := version(Version(o))
	e := &cli.Engine{
		Unit:    "network-online.target", // Podman has no service; pulls and published addresses want the network
		Rules:   v.flags(),
		Wants:   sockets,
		Scripts: ownScripts(),

		Main:         cli.Conmon,
		MissingPaths: true,
		PassesEnv:    true,
		ExecKeeps:    true,     // pkg/env/env.go, parseEnv
		ArgFile:      v >= 406, // buildah 1.31
		Killed:       "The container's conmon died, not the container: stop the container and start it again.",
	}
	if o.User {
		e.Unit = "" // the user's manager has no such target
	}
	return e
}

// Adapt returns a copy of the project rewritten for Podman, and reports what Podman cannot do.
func Adapt(p *model.Project, o runtime.Options, scope diag.Scope) *model.Project {
	a := adaptation{version: version(Version(o)), user: o.User, dockerCaps: o.DockerCaps, allow: o.Allow, scope: scope}
	return a.project(p)
}
