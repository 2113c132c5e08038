//go:build live

package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Every project that we wrote is the same, leaf by leaf, whether docker compose brought it up through podman's socket or
// Quadlet's units did, but for what is Quadlet's own way.
func TestQuadletEqualsComposeOnPodman(t *testing.T) {
	shows(t, reportQuadlet(t, quadlet, "our own projects", ownOnPodman(t)), byQuadlet)
}

// reportQuadlet is [report] for Quadlet's units, and returns what it compared.
func reportQuadlet(t *testing.T, c *column, what string, sightings []sighting) (turned []sighting) {
	t.Helper()
	rules := slices.Concat(c.chooses, excuses(), allowedOnQuadlet, allowedOnPodman)
	for _, s := range sightings {
		rules = append(ownWayOfQuadlet(s.seen[byReference].leaves), rules...) // the first that speaks of a leaf decides
		s.seen = map[string]sight{byReference: s.seen[byReference], byQuadlet: {leaves: withoutNames(s.seen[byQuadlet].leaves)}}
		turned = append(turned, s)
	}
	report(t, c, what, turned, byQuadlet, rules)
	return turned
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
	sortBinds(out)
	return out
}

// sortBinds puts the binds of every container in order again, as compare does with a list that has none.
func sortBinds(s compare.Snapshot) {
	binds := map[string][]string{} // by the pointer of the list
	for pointer, value := range s {
		if at := strings.LastIndex(pointer, "/"); strings.HasSuffix(pointer[:at], "/HostConfig/Binds") {
			binds[pointer[:at]] = append(binds[pointer[:at]], value)
		}
	}
	for list, values := range binds {
		slices.Sort(values)
		for i, value := range values {
			s[fmt.Sprint(list, "/", i)] = value
		}
	}
}

// writeQuadlet says for docs/parity.md what Quadlet's column compares otherwise.
func writeQuadlet(b *strings.Builder) {
	b.WriteString(`
### Quadlet

The reference is podman's. A volume that has no name in the Compose file is compared as such, under the name that it has
here; files that are mounted as secrets are compared with those that Compose copies. Of the events below, those that are
not played for Quadlet are Compose's (it keeps no container that Compose could know), and some in which the same scripts
and keys act as in podman's column. Where an event speaks of the same
container, it is another one of that name here, and what was written into the last one is gone. These fields may differ
as well:

| field | why |
|---|---|
`)
	writeRules(b, allowedOnQuadlet)
	fmt.Fprintf(b, "| all of a container that has ended | %s |\n| labels of an anonymous volume | %s |\n", endedOnQuadlet, namedOnQuadlet)
}
