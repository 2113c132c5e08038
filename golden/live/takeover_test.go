//go:build live

package live

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

var allTakeovers = flag.Bool("all", false, "take over the public projects as well")

// takingOver are the passes that show which side recreates what: each side is brought up over the other.
var takingOver = []pass{
	{name: byReference, side: composeSide{}, over: &pass{name: byUnitsOver, side: unitSide{}}},
	{name: byUnits, side: unitSide{}, over: &pass{name: byComposeOver, side: composeSide{}}},
}

// Docker compose and the units take a project over from each other and recreate nothing: hashes and labels are the same.
// docs/compose-compatibility.md describes the results.
//
// The public projects take minutes and add little beyond equal hashes, which comparing them shows as well: with -all
// only.
func TestComposeAndUnitsTakeOver(t *testing.T) {
	observations := own(t)
	if *allTakeovers {
		observations = append(slices.Clone(observations), public(t)...)
	}
	var projects, objects, always, byTheUnits, byCompose, leaves, equal int
	for _, s := range observations {
		if s.failed[byReference] != nil || s.created != "" || s.failed[byUnits] != nil {
			continue // comparing them reports it
		}
		x := takenOver(t, s)
		projects, objects, always = projects+1, objects+x.objects, always+x.always
		byTheUnits, byCompose = byTheUnits+len(x.byUnits), byCompose+len(x.byCompose)
		leaves, equal = leaves+x.result.Total, equal+x.result.Equal()
	}
	t.Logf("%d projects, %d objects: %d recreated by the units, %d by docker compose, and %d with a run-time hash; %d of %d leaves equal",
		projects, objects, byTheUnits, byCompose, always, equal, leaves)
}

// taking is the result of one project.
type taking struct {
	// objects is the number of containers, networks and volumes.
	objects int
	// byUnits and byCompose are the objects that the other side created and this one recreated.
	byUnits, byCompose []string
	// always is the number of containers that both recreate: their hash contains the id of another one.
	always int
	result compare.Result
}

// takenOver fails the test for everything that was recreated and for every leaf that differs.
func takenOver(t *testing.T, s observation) taking {
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
		byUnits:   replaced(first, s.seen[byUnitsOver], excused),
		byCompose: replaced(s.seen[byUnits], s.seen[byComposeOver], excused),
		always:    len(another),
		result:    compare.Diff(first.leaves, s.seen[byUnitsOver].leaves, append(another, allowed...)),
	}
	for _, what := range x.byUnits {
		t.Errorf("%s: the units recreated what docker compose had created: %s", s.project, what)
	}
	for _, what := range x.byCompose {
		t.Errorf("%s: docker compose recreated what the units had created: %s", s.project, what)
	}
	for _, d := range x.result.Differences {
		t.Errorf("%s: %s", s.project, d)
	}
	t.Logf("%s: %d objects, %d of %d leaves equal", s.project, x.objects, x.result.Equal(), x.result.Total)
	return x
}

// replaced lists the objects that were recreated, removed or added. Containers with a run-time hash are not counted:
// docker compose recreates its own as well when the id of their parent changes.
func replaced(before, after inspection, excused map[string]bool) []string {
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
	slices.Sort(list)
	return list
}

// named returns the containers that rules refer to.
func named(rules []compare.Rule) map[string]bool {
	names := map[string]bool{}
	for _, r := range rules {
		names[strings.Split(r.Pointer, "/")[2]] = true
	}
	return names
}
