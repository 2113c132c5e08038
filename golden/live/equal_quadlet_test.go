//go:build live

package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Each of our own projects is the same, leaf by leaf, whether docker compose brought it up through podman's socket or
// Quadlet's units did, except for Quadlet's own differences.
func TestQuadletEqualsComposeOnPodman(t *testing.T) {
	shows(t, reportQuadlet(t, quadlet, "our own projects", ownOnPodman(t)), byQuadlet)
}

// reportQuadlet works like [report] for Quadlet's units, and returns what it compared.
func reportQuadlet(t *testing.T, c *column, what string, observations []observation) (turned []observation) {
	t.Helper()
	rules := slices.Concat(c.chooses, excuses(), allowedOnQuadlet, allowedOnPodman)
	for _, s := range observations {
		rules = append(ownWayOfQuadlet(s.seen[byReference].leaves), rules...) // the first rule that matches a leaf applies
		s.seen = map[string]inspection{byReference: s.seen[byReference], byQuadlet: {leaves: withoutNames(s.seen[byQuadlet].leaves)}}
		turned = append(turned, s)
	}
	report(t, c, what, turned, byQuadlet, rules)
	return turned
}

// withoutNames renames volumes that are anonymous with Compose but have names with Quadlet, so that they are known as in
// the reference.
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

// sortBinds restores the order of every container's binds; compare sorts this list in the same way.
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

// writeQuadlet writes to docs/parity.md what Quadlet's column compares differently.
func writeQuadlet(b *strings.Builder) {
	b.WriteString(`
### Quadlet

The reference is the same as for podman. A volume that is anonymous in the Compose file is compared with the named one that
Quadlet uses; files that are mounted as secrets are compared with those that Compose copies. The events below that are not
played for Quadlet are those with Compose's own commands (it keeps no container that Compose could recognise), and some that
use the same scripts and keys as podman's column. An event that keeps the container elsewhere creates a new one of the same name
here, without what was written into the old one. These fields may differ as well:

| field | why |
|---|---|
`)
	writeRules(b, allowedOnQuadlet)
	fmt.Fprintf(b, "| all of a container that has ended | %s |\n| labels of an anonymous volume | %s |\n", endedOnQuadlet, namedOnQuadlet)
}
