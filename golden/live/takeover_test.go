//go:build live

package live

import (
	"flag"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

var allTakeovers = flag.Bool("all", false, "take over the public projects as well")

// takingOver are the passes that show who recreates what: each side is brought up over the other.
var takingOver = []pass{
	{name: byReference, side: composeSide{}, over: &pass{name: byUnitsOver, side: unitSide{}}},
	{name: byUnits, side: unitSide{}, over: &pass{name: byComposeOver, side: composeSide{}}},
}

// Docker compose and the units take a project over from each other and recreate nothing: hashes and labels are the
// same. What was seen stands in docs/compose-compatibility.md.
//
// The public projects take minutes and show little more than that their hashes are equal, which comparing them shows as
// well: with -all only.
func TestComposeAndUnitsTakeOver(t *testing.T) {
	sightings := own(t)
	if *allTakeovers {
		sightings = append(slices.Clone(sightings), public(t)...)
	}
	var projects, objects, always, byTheUnits, byCompose, leaves, equal int
	for _, s := range sightings {
		if s.failed[byReference] != nil || s.created != "" || s.failed[byUnits] != nil {
			continue // comparing them says so
		}
		x := takenOver(t, s)
		projects, objects, always = projects+1, objects+x.objects, always+x.always
		byTheUnits, byCompose = byTheUnits+len(x.byUnits), byCompose+len(x.byCompose)
		leaves, equal = leaves+x.result.Total, equal+x.result.Equal()
	}
	t.Logf("%d projects, %d objects: %d recreated by the units, %d by docker compose, and %d with a run-time hash; %d of %d leaves equal",
		projects, objects, byTheUnits, byCompose, always, equal, leaves)
}

// taking is what came of one project.
type taking struct {
	// objects are how many containers, networks and volumes there are.
	objects int
	// byUnits and byCompose are the objects that the other side made and this one recreated.
	byUnits, byCompose []string
	// always are the containers that both recreate: their hash holds the id of another one.
	always int
	result compare.Result
}

// takenOver fails the test for everything that was recreated and for every leaf that differs.
func takenOver(t *testing.T, s sighting) taking {
	t.Helper()
	for _, over := range []string{byUnitsOver, byComposeOver} {
		if err := s.failed[over]; err != nil {
			t.Errorf("%s, %s: %v", s.project, over, err)
			return taking{}
		}
	}
	first := s.seen[byReference]
	excused := named(runTimeHashes(first.leaves))
	var another []compare.Rule
	for name := range excused {
		another = append(another, compare.Rule{Pointer: "/containers/" + name + "/**", Reason: "recreated"})
	}
	x := taking{
		objects:   len(first.made),
		byUnits:   anew(first, s.seen[byUnitsOver], excused),
		byCompose: anew(s.seen[byUnits], s.seen[byComposeOver], excused),
		always:    len(another),
		result:    compare.Diff(first.leaves, s.seen[byUnitsOver].leaves, append(another, allowed...)),
	}
	for _, what := range x.byUnits {
		t.Errorf("%s: the units recreated what docker compose had made: %s", s.project, what)
	}
	for _, what := range x.byCompose {
		t.Errorf("%s: docker compose recreated what the units had made: %s", s.project, what)
	}
	for _, d := range x.result.Differences {
		t.Errorf("%s: %s", s.project, d)
	}
	t.Logf("%s: %d objects, %d of %d leaves equal", s.project, x.objects, x.result.Equal(), x.result.Total)
	return x
}

// anew lists what is not the same object any more, or has gone, or has come. Containers with a run-time hash are not
// counted: docker compose recreates them after itself as well, when their parent has another id.
func anew(before, after sight, excused map[string]bool) []string {
	var list []string
	for name, id := range before.made {
		if after.made[name] != id && !excused[strings.TrimPrefix(name, "container ")] {
			list = append(list, name)
		}
	}
	for name := range after.made {
		if _, ok := before.made[name]; !ok {
			list = append(list, name+" (new)")
		}
	}
	sort.Strings(list)
	return list
}

// named are the containers that rules speak of.
func named(rules []compare.Rule) map[string]bool {
	names := map[string]bool{}
	for _, r := range rules {
		names[strings.Split(r.Pointer, "/")[2]] = true
	}
	return names
}
