//go:build live

package live

import (
	"strings"
	"sync"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Each of our own projects is the same, leaf by leaf, whether docker compose brought it up through podman's socket or our
// units did; where the socket loses what Compose sent, our units show it.
func TestUnitsEqualComposeOnPodman(t *testing.T) {
	observations := ownOnPodman(t)
	report(t, podman, "our own projects", observations, byUnits, append(excuses(), allowedOnPodman...))
	mustCompare(t, observations)
	if missing := shows(t, observations, byUnits); *only == "" {
		for _, pointer := range missing {
			t.Errorf("%s was not created", pointer)
		}
	}
}

// shows fails the test where units do not show a leaf that the socket loses, and returns the leaves of objects that do
// not exist.
func shows(t *testing.T, observations []observation, by string) (missing []string) {
	t.Helper()
	for _, table := range shownByPodman {
		for pointer, want := range table.leaves {
			got, ok := leaf(observations, by, pointer)
			if !ok {
				missing = append(missing, pointer)
			} else if got != want {
				t.Errorf("%s is %s, want %s: %s", pointer, got, want, table.reason)
			}
		}
	}
	return missing
}

var (
	onPodmanOnce         sync.Once
	onPodmanObservations []observation
)

// ownOnPodman brings our own projects up on podman, once for both forms of units.
func ownOnPodman(t *testing.T) []observation {
	t.Helper()
	onPodmanOnce.Do(func() {
		units := unitSide{flags: lostByTheSocket}
		onPodmanObservations = lookAtAll(t, podman, ours(), fromReference,
			pass{name: byUnits, side: units}, pass{name: byQuadlet, side: units, column: quadlet})
	})
	return onPodmanObservations
}

// leaf finds a leaf in what our units created. It is not ok if they did not create the container, network or volume.
func leaf(observations []observation, by, pointer string) (value string, ok bool) {
	for _, s := range observations {
		if compare.Has(s.seen[by].leaves, strings.Join(strings.SplitN(pointer, "/", 4)[:3], "/")) {
			return s.seen[by].leaves[pointer], true
		}
	}
	return "", false
}
