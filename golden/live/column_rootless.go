//go:build live

package live

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// The rootless columns: the engine and the units belong to a user with lingering enabled. What a test writes belongs to
// the user, what it runs it runs as the user, and systemctl is that of the user's manager. They share one heading, see
// [sharedCell].

// usersFolder returns where a user's units are installed by hand.
func usersFolder(string) string { return machine.LiveHome + "/.config/systemd/user" }

// asLive returns the command that runs a command as the user.
func asLive(argv []string) []string { return append([]string{"as-live"}, argv...) }

var rootlessPodman = &column{
	name:   "rootless-podman",
	suite:  machine.Trixie,
	flags:  []string{"-runtime", "podman", "-user"},
	masked: machine.DockerUnits,
	prepare: func(m *machine.Machine, stub bool) error {
		return errors.Join(m.MakeLive(), m.UseRootlessPodman(stub))
	},
	server:    podman.server,
	compose:   []string{"env", "DOCKER_HOST=" + machine.RootlessPodmanSocket},
	overrides: podman.overrides,
	folder:    usersFolder,
	as:        asLive,
	wipe:      podman.wipe,
	portTaken: podman.portTaken,
}

var rootlessDocker = &column{
	name:   "rootless-docker",
	suite:  machine.Trixie,
	flags:  []string{"-runtime", "docker", "-user"},
	masked: machine.DockerUnits,
	prepare: func(m *machine.Machine, stub bool) error {
		return errors.Join(m.MakeLive(), m.UseRootlessDocker(stub))
	},
	server:    docker.server,
	compose:   []string{"env", "DOCKER_HOST=" + machine.RootlessDockerSocket},
	folder:    usersFolder,
	as:        asLive,
	wipe:      strings.ReplaceAll(docker.wipe, "docker ", "engine "),
	portTaken: docker.portTaken,
}

var rootlessQuadlet = withSources("rootless-quadlet", rootlessPodman, machine.LiveHome+"/.config/containers/systemd")

// rootless are all rootless columns.
var rootless = []*column{rootlessPodman, rootlessDocker, rootlessQuadlet}

// withRootless are the columns of an event that is worth testing for a user as well. Quadlet's units run the same scripts for
// every user, so with Quadlet only those events are tested that could differ for a user: withUsersQuadlet.
var (
	withRootless     = and(everywhere, []*column{rootlessPodman, rootlessDocker})
	withUsersQuadlet = and(everywhere, rootless)
)

// and appends columns to those of an event.
func and(columns, more []*column) []*column { return slices.Concat(columns, more) }

// rootlessHeading is their common heading in docs/parity.md.
const rootlessHeading = "rootless"

// Write writes a file that belongs to the user that owns the column's units.
func (h *host) Write(path string, data []byte, mode fs.FileMode) error {
	return errors.Join(h.Machine.Write(path, data, mode), h.own(path))
}

// Copy copies a folder of the host in the same way.
func (h *host) Copy(from, to string) error {
	return errors.Join(h.Machine.Copy(from, to), h.own(to))
}

// own gives the column's user what was written below /srv or the home directory, including the parent folders.
func (h *host) own(path string) error {
	parts := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)
	if h.column.as == nil || parts[0] != "srv" || len(parts) < 2 {
		return nil
	}
	if r := h.Machine.Run("chown", "-R", machine.Live+":", "/srv/"+parts[1]); r.Code != 0 {
		return errors.New(r.String())
	}
	return nil
}
