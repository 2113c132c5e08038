// Package quadlet is Podman with Quadlet, the generator that Podman brings to systemd (podman-systemd.unit(5)): a project
// becomes .container, .network, .volume and .build files, with plain units beside them for what Quadlet has no word for.
// The flags are those of plain units for Podman; this package says which key of Quadlet carries which flag, and how the
// line is quoted. What no key carries, or none that the target's Podman knows, goes through PodmanArgs=.
//
// Quadlet's unit recreates the container at every start and removes it at every stop. That is not changed;
// what Compose would keep in an anonymous volume is kept in a named one.
package quadlet

import (
	"embed"
	"fmt"
	"maps"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

//go:embed scripts
var scripts embed.FS

// version is a Podman version, major*100+minor.
type version int

// floor is the oldest Podman whose Quadlet can say enough: before, a network or volume had no name of its own, and a unit
// with an unknown key is left out altogether.
const floor version = 409

// Runtime is Quadlet.
var Runtime = cli.Form{Operation: operated{podman.Operated}, Word: "quadlet", Declares: rows(), Describe: describe, Adapt: adapt}

// adapt returns a copy of the project as Quadlet can run it, or nil where the target's Podman has no Quadlet that could.
func adapt(p *model.Project, o runtime.Options, scope diag.Scope) *model.Project {
	if v := podman.Version(o); version(v) < floor {
		scope.Error(diag.Version, fmt.Sprintf("podman %d.%d has no Quadlet that can express this; 4.9 has", v/100, v%100),
			"without -format quadlet, plain units are written")
		return nil
	}
	a := adaptation{scope: scope}
	return a.project(podman.Adapt(p, o, scope))
}

// describe is Podman with a generator.
func describe(o runtime.Options) *cli.Engine {
	v := version(podman.Version(o))
	e := podman.Describe(o)
	e.Objects = sources{version: v, user: o.User}
	e.Generated = true
	e.Scripts = maps.Clone(e.Scripts)
	maps.Copy(e.Scripts, cli.ReadScripts(scripts))
	return e
}

// secret is the name and the flag of a private file as a podman secret: it is mounted with its mode and owner, also where the
// user's own ids are mapped.
func secret(project string, f model.File) (string, cli.Flag) {
	name := project + "_" + f.Key
	return name, cli.Line("--secret", fmt.Sprintf("%s,type=mount,target=%s,uid=%d,gid=%d,mode=%04o", name, f.Target, f.UID, f.GID, f.Mode))
}
