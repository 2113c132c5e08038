//go:build live

package live

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Every project that we wrote is the same, leaf by leaf, whether docker compose brought it up through podman's socket or
// Quadlet's units did, but for what is Quadlet's own way.
func TestQuadletEqualsComposeOnPodman(t *testing.T) {
	var turned []sighting
	for _, s := range ownOnPodman(t) {
		s.seen = map[string]compare.Snapshot{byReference: s.seen[byReference], byQuadlet: withoutNames(s.seen[byQuadlet])}
		turned = append(turned, s)
	}
	rules := slices.Concat(allowedOnQuadlet, excuses(), allowedOnPodman)
	report(t, quadlet, "our own projects", turned, byQuadlet, rules)
	for _, table := range shownByPodman {
		for pointer, want := range table.leaves {
			got, ok := leaf(turned, byQuadlet, pointer)
			if why := otherwiseOnQuadlet[pointer]; ok && got != want && why == "" {
				t.Errorf("%s is %s, want %s: %s", pointer, got, want, table.reason)
			}
		}
	}
}

// withoutNames gives the volumes that Compose leaves anonymous, and that have names with Quadlet, the word by which the
// reference's are known.
func withoutNames(s compare.Snapshot) compare.Snapshot {
	var pairs []string
	for pointer, value := range s {
		steps := strings.Split(pointer, "/")
		if len(steps) != 6 || steps[3] != "Mounts" || steps[5] != "Name" || !strings.HasPrefix(value, `"`+steps[2]+".") {
			continue
		}
		target := s[strings.TrimSuffix(pointer, "Name")+"Destination"]
		word := "<anonymous volume of " + steps[2] + " at " + strings.Trim(target, `"`) + ">"
		pairs = append(pairs, strings.Trim(value, `"`), word)
	}
	inValues := strings.NewReplacer(pairs...)
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = strings.ReplaceAll(pairs[i], "/", "~1")
	}
	inPointers := strings.NewReplacer(pairs...)
	out := compare.Snapshot{}
	for pointer, value := range s {
		out[inPointers.Replace(pointer)] = inValues.Replace(value)
	}
	return out
}
