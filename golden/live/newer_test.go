//go:build live

package live

import (
	"slices"
	"testing"
)

const ourOwn = "our own projects"

// On the next distribution, too, each of our own projects is the same whether docker compose or our units brought it up, with
// docker's images in containerd's store.
func TestUnitsEqualComposeOnNewerDocker(t *testing.T) {
	compareIn(t, dockerForky, slices.Concat(ours(), ofDocker(), ofDocker28()))
}

// The same on the next distribution's podman, for plain units and for Quadlet's.
func TestUnitsEqualComposeOnNewerPodman(t *testing.T) { compareIn(t, podmanForky, ours()) }

// compareIn compares projects with the reference in a column. On podman the same reference serves both forms of units.
func compareIn(t *testing.T, c *column, projects []project) {
	t.Helper()
	c.require(t)
	if len(c.compose) == 0 {
		observations := lookAtAll(t, c, projects, fromReference, pass{name: byUnits, side: unitSide{}})
		report(t, c, ourOwn, observations, byUnits, slices.Concat(c.chooses, allowed))
		mustCompare(t, observations)
		return
	}
	units := unitSide{flags: lostByTheSocket}
	passes := []pass{fromReference}
	sources := c.sources()
	if c != sources {
		passes = append(passes, pass{name: byUnits, side: units})
	}
	passes = append(passes, pass{name: byQuadlet, side: units, column: sources})
	observations := lookAtAll(t, c, projects, passes...)
	if c != sources {
		report(t, c, ourOwn, observations, byUnits, slices.Concat(c.chooses, excuses(), allowedOnPodman))
	}
	reportQuadlet(t, sources, ourOwn, observations)
	mustCompare(t, observations)
}

// sources returns the column of Quadlet's files for the same podman.
func (c *column) sources() *column {
	if c.suite == quadletForky.suite {
		return quadletForky
	}
	return quadlet
}

// mustCompare fails the test for each of our own projects that the reference could not bring up.
func mustCompare(t *testing.T, observations []observation) {
	t.Helper()
	for _, s := range observations {
		if err := s.failed[byReference]; err != nil && notComparable[s.project] == "" {
			t.Errorf("%s: our own projects must be comparable: %v", s.project, err)
		}
	}
}
