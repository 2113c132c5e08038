//go:build live

package live

import (
	"strings"
	"sync"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Every project that we wrote is the same, leaf by leaf, whether docker compose brought it up through podman's socket or
// our units did; and where the socket loses what Compose said, our units show it.
func TestUnitsEqualComposeOnPodman(t *testing.T) {
	sightings := ownOnPodman(t)
	report(t, podman, "our own projects", sightings, byUnits, append(excuses(), allowedOnPodman...))
	mustCompare(t, sightings)
	if missing := shows(t, sightings, byUnits); *only == "" {
		for _, pointer := range missing {
			t.Errorf("nobody made %s", pointer)
		}
	}
}

// shows fails the test where units do not show what they must because the socket loses it, and lists what there is none of.
func shows(t *testing.T, sightings []sighting, by string) (missing []string) {
	t.Helper()
	for _, table := range shownByPodman {
		for pointer, want := range table.leaves {
			got, ok := leaf(sightings, by, pointer)
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
	onPodmanOnce      sync.Once
	onPodmanSightings []sighting
)

// ownOnPodman brings our own projects up on podman, once for both forms of units.
func ownOnPodman(t *testing.T) []sighting {
	t.Helper()
	onPodmanOnce.Do(func() {
		units := unitSide{flags: lostByTheSocket}
		onPodmanSightings = lookAtAll(t, podman, ours(), fromReference,
			pass{name: byUnits, side: units}, pass{name: byQuadlet, side: units, column: quadlet})
	})
	return onPodmanSightings
}

// leaf finds a leaf in what our units made. It is not ok where they did not make the container, network or volume.
func leaf(sightings []sighting, by, pointer string) (value string, ok bool) {
	for _, s := range sightings {
		if compare.Has(s.seen[by].leaves, strings.Join(strings.SplitN(pointer, "/", 4)[:3], "/")) {
			return s.seen[by].leaves[pointer], true
		}
	}
	return "", false
}
