//go:build live

package live

import (
	"os"
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// The next distribution is forky, Debian's testing: systemd 262, docker 28.5 and podman 5.8 in November 2026, newer ones
// in a root that is built later. The units are generated for it, and docker keeps its images in containerd's store.
var (
	dockerForky  = overContainerd(onForky("docker-forky", docker))
	podmanForky  = overNewerSocket(onForky("podman-forky", podman, "-podman-version", "5.8"))
	quadletForky = withSources("quadlet-forky", podmanForky, "/etc/containers/systemd")
)

// newer are the columns of the next distribution, and withNewer all columns of an event that a new systemd or a new
// engine, but not an old one, could handle differently.
var (
	newer     = []*column{dockerForky, podmanForky, quadletForky}
	withNewer = and(everywhere, newer)
	withAll   = and(withOlder, newer)
)

// newerHeading is their common heading in docs/parity.md.
const newerHeading = "forky"

// onForky returns a column on the next distribution.
func onForky(name string, c *column, flags ...string) *column {
	made := *c
	made.name, made.suite = name, machine.Forky
	made.flags = slices.Concat(c.flags, []string{"-systemd-version", "262"}, flags)
	return &made
}

// overContainerd returns docker with the image store that is its own default since 29.
func overContainerd(c *column) *column {
	made := *c
	made.containerd, made.chooses = true, chosenByDocker28
	made.prepare = func(m *machine.Machine, stub bool) error {
		return m.UseEngine(machine.Engine{Stub: stub, Containerd: true})
	}
	return &made
}

// overNewerSocket returns podman with a socket that accepts less and chooses more.
func overNewerSocket(c *column) *column {
	made := *c
	made.overrides = append(slices.Clone(c.overrides), "testdata/equal-"+c.name)
	made.chooses = chosenByPodman58
	return &made
}

// without is the environment variable that names a suite to leave out: testing can be in a state in which nothing
// installs, and it changes without a change here. Nothing is left out unless this is set.
const without = "COMPOSE2UNIT_WITHOUT"

// leftOut reports whether the suite of a column is to be left out.
func (c *column) leftOut() bool { return os.Getenv(without) == string(c.suite) }

// require skips the test where the column is left out.
func (c *column) require(t *testing.T) {
	t.Helper()
	if c.leftOut() {
		t.Skipf("%s=%s leaves out %s", without, c.suite, c.name)
	}
}
