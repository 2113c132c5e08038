//go:build live

package live

import (
	"slices"
	"testing"
)

const ourOwn = "our own projects"

// On the next distribution, too, every project that we wrote is the same whether docker compose or our units brought it up,
// with docker's images in containerd's store.
func TestUnitsEqualComposeOnNewerDocker(t *testing.T) {
	compareIn(t, dockerForky, append(ours(), ofDocker28()...))
}

// compareIn holds projects against the reference in a column of docker.
func compareIn(t *testing.T, c *column, projects []project) {
	t.Helper()
	c.require(t)
	sightings := lookAtAll(t, c, projects, fromReference, pass{name: byUnits, side: unitSide{}})
	report(t, c, ourOwn, sightings, byUnits, slices.Concat(c.chooses, allowed))
	mustCompare(t, sightings)
}

// mustCompare fails the test for a project of ours that the reference could not bring up.
func mustCompare(t *testing.T, sightings []sighting) {
	t.Helper()
	for _, s := range sightings {
		if err := s.failed[byReference]; err != nil && notComparable[s.project] == "" {
			t.Errorf("%s: our own projects must be comparable: %v", s.project, err)
		}
	}
}
