// Package quadlet is Podman with Quadlet, Podman's systemd generator (podman-systemd.unit(5)): a project becomes
// .container, .network, .volume and .build files, with plain units beside them for what Quadlet cannot express. The flags
// are those of plain units for Podman; this package defines which Quadlet key corresponds to which flag, and how the value
// is quoted. Flags without a key, or without one that the target's Podman supports, are passed in PodmanArgs=.
//
// The generated unit recreates the container at every start and removes it at every stop. That is not changed; what Compose
// would keep in an anonymous volume is kept in a named one.
package quadlet

import (
	"embed"
	"fmt"
	"maps"
	"sync"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

//go:embed scripts
var scripts embed.FS

var ownScripts = sync.OnceValue(func() map[string][]byte { return cli.ReadScripts(scripts) })

// version is a Podman version, major*100+minor.
type version int

// floor is the oldest Podman whose Quadlet supports the necessary keys: before, networks and volumes could not be named,
// and a unit with an unknown key is skipped.
const floor version = 409

// Runtime is the quadlet runtime.
var Runtime = cli.Form{
	Operation: operated{podman.Operated},
	Word:      "quadlet",
	Unused:    map[string]string{"create": podman.Created, "logs": "no process of the unit follows the output, which goes to the log driver"},
	Declares:  sync.OnceValue(rows),
	Describe:  describe,
	Adapt:     adapt,
}

// adapt returns a copy of the project rewritten for Quadlet, or nil if the target's Podman has no Quadlet that can run it.
func adapt(p *model.Project, o runtime.Options, scope diag.Scope) *model.Project {
	if v := podman.Version(o); version(v) < floor {
		scope.Error(diag.Version, fmt.Sprintf("podman %s has no Quadlet that can express this; %s has", runtime.FormatVersion(v), runtime.FormatVersion(int(floor))),
			"without -format quadlet, plain units are written")
		return nil
	}
	a := adaptation{scope: scope}
	return a.project(podman.Adapt(p, o, scope))
}

// describe returns Podman's engine, with a generator.
func describe(o runtime.Options) *cli.Engine {
	v := version(podman.Version(o))
	e := podman.Describe(o)
	e.Objects = sources{version: v, user: o.User}
	e.Generated = true
	e.Scripts = maps.Clone(e.Scripts)
	maps.Copy(e.Scripts, ownScripts())
	return e
}

// secret returns the name and the flag of a private file as a podman secret: it is mounted with its mode and owner, even if
// the user's own IDs are mapped.
func secret(project string, f model.File) (string, cli.Flag) {
	name := project + "_" + f.Key
	return name, cli.Line("--secret", fmt.Sprintf("%s,type=mount,target=%s,uid=%d,gid=%d,mode=%04o", name, f.Target, f.UID, f.GID, f.Mode))
}
