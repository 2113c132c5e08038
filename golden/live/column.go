//go:build live

package live

import (
	"path/filepath"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// column is one way to run what we make, and a column of docs/parity.md. Nothing else in this package asks which
// engine or which form it has to do with.
type column struct {
	// name is the column's heading and the name of its subtests.
	name string
	// suite is the Debian release of its machines.
	suite machine.Suite
	// flags choose it at compose2unit.
	flags []string
	// masked are units of the machine that are in its way.
	masked []string
	// prepare configures the engine of a machine that was booted. With stub, containers run with machine/stub-runtime.sh
	// and every limit is accepted; without, they are real. Afterwards `engine` in the machine speaks to it.
	prepare func(m *machine.Machine, stub bool) error
	// server is the unit of the engine's server, which is what Compose speaks to.
	server string
	// compose is put before a docker compose, so that it speaks to this engine.
	compose []string
	// overrides are folders of Compose files that take out of a project what this engine refuses from Compose.
	overrides []string
	// folder is where a file of the output folder is installed, by the file's name.
	folder func(file string) string
	// as turns the tests' commands into those of whoever the units and the engine belong to. Nil is root.
	as func(argv []string) []string
	// wipe is a script that removes all that the engine has, but for images.
	wipe string
	// removes: a container that has stopped is gone, and the next start makes another.
	removes bool
	// chooses is what the engine makes up beside what others do.
	chooses []compare.Rule
	// containerd: docker keeps images in containerd's store.
	containerd bool
	// portTaken is what the engine says when a port is in use.
	portTaken string
}

// system is the folder of an administrator's units.
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
# docker 20.10 may not have let go of a network when its container has gone.
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

// plainUnits are the columns of plain units, for what Quadlet has not got, and for longer events in which it has no way of
// its own: its units run podman's scripts there.
var plainUnits = []*column{docker, podman}

// everywhere are the columns in which an event is played that is the same for all.
var everywhere = []*column{docker, podman, quadlet}

// host is a machine of a column.
type host struct {
	*machine.Machine
	column *column
	// image is the id of busybox.
	image string
	// spoiled: it is no more what it was when it had booted.
	spoiled bool
}

// Run runs a command as whoever the column's units belong to.
func (h *host) Run(argv ...string) machine.Result { return h.RunIn("/", argv...) }

// RunIn runs such a command in a folder of the machine.
func (h *host) RunIn(dir string, argv ...string) machine.Result {
	if h.column.as != nil {
		argv = h.column.as(argv)
	}
	return h.Machine.RunIn(dir, argv...)
}

// short is the column's name without what it shares with others.
func (c *column) short() string {
	return strings.TrimSuffix(strings.TrimPrefix(c.name, rootlessHeading+"-"), "-"+newerHeading)
}

// compose makes a command of a docker compose one that speaks to the column's engine.
func (h *host) compose(argv ...string) []string {
	return append(append([]string{}, h.column.compose...), argv...)
}

// unitOf is the unit that systemd knows by a file of the output folder. Quadlet's files are known by those it makes.
func unitOf(file string) string {
	stem, kind := strings.TrimSuffix(file, filepath.Ext(file)), strings.TrimPrefix(filepath.Ext(file), ".")
	switch kind {
	case "container":
		file = stem + ".service"
	case "network", "volume", "build", "image":
		file = stem + "-" + kind + ".service"
	}
	if before, after, ok := strings.Cut(file, "@."); ok {
		return before + "@*." + after // a template stops by its instances
	}
	return file
}
