// Package podman is the Podman engine for plain units: what differs from Docker in the flags of `podman create`, `podman
// network create`, `podman volume create` and `podman build`, and the scripts that follow a container. What is the same
// stands in runtime/rules. It writes no files and no unit directives.
//
// Podman's defaults that change what a container may do or see are set to Docker's; what a Podman version lacks is left
// out or replaced, and said.
package podman

import (
	"embed"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

//go:embed scripts
var scripts embed.FS

// Oldest and Newest are the versions, as major*100+minor, that the flags are known for.
const (
	Oldest = 403
	Newest = 602
)

// Versions are those that the flags are known for.
var Versions = runtime.Versions{Oldest: Oldest, Newest: Newest}

// usual is the version the units are for when nobody says.
const usual version = 504

// version is a Podman version, major*100+minor.
type version int

// Runtime is plain units for Podman.
var Runtime = cli.Form{
	Operation: Operated,
	Word:      "podman",
	Declares:  rules.Rows(usual.flags(), quietRules...),
	Describe:  Describe,
	Adapt:     Adapt,
}

// Operated is how Podman is asked, and how its plain units are read back.
var Operated = cli.Operated{Program: "podman"}

// Version is the oldest Podman that must read what is made, as major*100+minor.
func Version(o runtime.Options) int {
	if o.Engine == 0 {
		return int(usual)
	}
	return o.Engine
}

// Describe is Podman of the version, for the system's or the user's manager, that the options ask for.
func Describe(o runtime.Options) *cli.Engine { return describe(version(Version(o)), o.User) }

// Adapt returns a copy of the project rewritten for Podman, and reports what Podman cannot do.
func Adapt(p *model.Project, o runtime.Options, scope diag.Scope) *model.Project {
	a := adaptation{version: version(Version(o)), user: o.User, dockerCaps: o.DockerCaps, allow: o.Allow, scope: scope}
	return a.project(p)
}

// describe is Podman of a version, for the system's or a user's manager.
func describe(v version, user bool) *cli.Engine {
	e := &cli.Engine{
		Unit:    "network-online.target", // Podman has no service; pulls and published addresses want the network
		Rules:   v.flags(),
		Wants:   sockets,
		Scripts: cli.ReadScripts(scripts),

		Main:         cli.Conmon,
		MissingPaths: true,
		PassesEnv:    true,
		ArgFile:      v >= 406, // buildah 1.31
		Killed:       "The container's conmon died, not the container: stop the container and start it again.",
	}
	if user {
		e.Unit = "" // the user's manager has no such target
	}
	return e
}
