//go:build live

package live

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// The old distribution is Debian 12: systemd 252, docker 20.10, podman 4.3. Its own docker-compose is the old 1.29 and not a
// reference; what runs there is compared with what the same units create on Debian 13.
var (
	docker20 = old("docker-20.10", docker, "-systemd-version", "252")
	podman43 = old("podman-4.3", overRunc(podman), "-systemd-version", "252", "-podman-version", "4.3")
)

// older are the columns of the old distribution, and withOlder all columns of an event that an old systemd or an old
// engine could handle differently.
var (
	older     = []*column{docker20, podman43}
	withOlder = append(slices.Clone(everywhere), older...)
)

// old returns a column on Debian 12.
func old(name string, c *column, flags ...string) *column {
	made := *c
	made.name, made.suite, made.flags = name, machine.Bookworm, append(slices.Clone(c.flags), flags...)
	made.overrides = []string{"testdata/equal-" + name}
	return &made
}

const removeAll = "podman rm --all --force --volumes --time 0"

// overRunc returns podman with the only runtime that also works on Debian 12.
func overRunc(c *column) *column {
	made := *c
	made.prepare = func(m *machine.Machine, stub bool) error { return m.UsePodmanOver("runc", stub) }
	// It does not determine by itself that a container must be removed before another whose namespaces it uses.
	made.wipe = strings.Replace(c.wipe, removeAll, removeAll+" 2>/dev/null || "+removeAll, 1)
	return &made
}

// onTrixie returns an old column on Debian 13: the same units.
func (c *column) onTrixie() *column {
	made := *c
	made.suite = machine.Trixie
	return &made
}
