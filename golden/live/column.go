//go:build live

package live

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// column is one way to run what we generate, and a column of docs/parity.md. Nothing else in this package depends on the engine
// or the form of the units.
type column struct {
	// name is the column's heading and the name of its subtests.
	name string
	// suite is the Debian release of its machines.
	suite machine.Suite
	// flags select it in compose2unit.
	flags []string
	// masked are units of the machine that would interfere with it.
	masked []string
	// prepare configures the engine of a booted machine. With stub, containers run with machine/stub-runtime.sh and every
	// limit is accepted; without it, they are real. Afterwards `engine` in the machine addresses that engine.
	prepare func(m *machine.Machine, stub bool) error
	// server is the unit of the engine's server, which Compose talks to.
	server string
	// compose is prepended to a docker compose command, so that it talks to this engine.
	compose []string
	// overrides are folders of Compose files that remove from a project what this engine refuses from Compose.
	overrides []string
	// folder returns where a file of the output folder is installed, by the file's name.
	folder func(file string) string
	// as turns the tests' commands into those of the owner of the units and the engine. Nil is root.
	as func(argv []string) []string
	// wipe is a script that removes everything the engine has except images.
	wipe string
	// removes reports whether a stopped container is removed, so that the next start creates another.
	removes bool
	// chooses lists what this engine generates in addition to what the others do.
	chooses []compare.Rule
	// containerd reports whether docker keeps images in containerd's store.
	containerd bool
	// portTaken is the engine's message when a port is in use.
	portTaken string
}

// system returns the directory of the administrator's units.
func system(string) string { return "/etc/systemd/system" }

var docker = &column{
	name:    "docker",
	suite:   machine.Trixie,
	flags:   []string{"-runtime", "docker"},
	prepare: func(m *machine.Machine, stub bool) error { return m.UseEngine(machine.Engine{Stub: stub}) },
	server:  "docker.service",
	folder:  system,
	wipe: `set -e
ids=$(docker ps -aq); [ -z "$ids" ] || docker rm -fv $ids
docker network prune -f
# docker 20.10 may not have released a network when its container is gone.
until [ -z "$(docker network ls -q --filter type=custom)" ]; do sleep 0.3; docker network prune -f; done
ids=$(docker volume ls -q); [ -z "$ids" ] || docker volume rm -f $ids`,
	portTaken: "port is already allocated",
}

var podman = &column{
	name:      "podman",
	suite:     machine.Trixie,
	flags:     []string{"-runtime", "podman"},
	masked:    machine.DockerUnits,
	prepare:   func(m *machine.Machine, stub bool) error { return m.UsePodman(stub) },
	server:    "podman.service",
	compose:   []string{"env", "DOCKER_HOST=" + machine.PodmanSocket},
	overrides: []string{"testdata/equal-podman"},
	folder:    system,
	wipe: `set -e
podman rm --all --force --volumes --time 0
podman network prune -f
podman volume rm --all --force`,
	portTaken: "address already in use",
}

// plainUnits are the columns of plain units: for what Quadlet does not support, and for longer events in which Quadlet has no
// part, since its units run podman's scripts there.
var plainUnits = []*column{docker, podman}

// everywhere are the columns of an event that is the same for all.
var everywhere = []*column{docker, podman, quadlet}

// host is a machine of a column.
type host struct {
	*machine.Machine
	column *column
	// image is the id of busybox.
	image string
	// settings is how it was configured before the first test.
	settings string
	// spoiled reports whether it is no longer in the state in which it booted.
	spoiled bool
}

// synced waits until journald has stored everything that was written to it so far: it reads asynchronously. Only root may ask.
func (h *host) synced() { h.Machine.Run("journalctl", "--sync") }

// Run runs a command as the user that owns the column's units.
func (h *host) Run(argv ...string) machine.Result { return h.RunIn("/", argv...) }

// RunIn runs such a command in a folder of the machine.
func (h *host) RunIn(dir string, argv ...string) machine.Result {
	if h.column.as != nil {
		argv = h.column.as(argv)
	}
	return h.Machine.RunIn(dir, argv...)
}

// short returns the column's name without the part that it shares with others.
func (c *column) short() string {
	return strings.TrimSuffix(strings.TrimPrefix(c.name, rootlessHeading+"-"), "-"+newerHeading)
}

// compose returns a docker compose command that talks to the column's engine.
func (h *host) compose(argv ...string) []string {
	return slices.Concat(h.column.compose, argv)
}

// unitOf returns systemd's unit for a file of the output folder. A Quadlet file stands for the unit that is generated from it.
func unitOf(file string) string {
	stem, kind := strings.TrimSuffix(file, filepath.Ext(file)), strings.TrimPrefix(filepath.Ext(file), ".")
	switch kind {
	case "container":
		file = stem + ".service"
	case "network", "volume", "build", "image":
		file = stem + "-" + kind + ".service"
	}
	if before, after, ok := strings.Cut(file, "@."); ok {
		return before + "@*." + after // a template is stopped by its instances
	}
	return file
}
