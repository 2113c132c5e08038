//go:build live

package live

import (
	"flag"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

var only = flag.String("only", "", "compare only projects whose name contains this")

// Compose compared with itself has no differences: the method itself produces none.
func TestMethodHasNoNoise(t *testing.T) {
	report(t, docker, "Compose against itself", own(t), byAgain, generated)
}

// Each of our own projects is the same, leaf by leaf, whether Compose or our units brought it up.
func TestUnitsEqualCompose(t *testing.T) {
	observations := own(t)
	report(t, docker, "our own projects", observations, byUnits, allowed)
	mustCompare(t, observations)
}

// The same with Debian's own Compose, where it supports the attributes.
func TestUnitsEqualDebiansCompose(t *testing.T) {
	var turned []observation
	for _, s := range own(t) {
		if s.failed[byReference] != nil || s.created != "" {
			continue // not comparable with the current one either, which was reported
		}
		if err := s.failed[byOlder]; err != nil {
			t.Logf("not comparable: %s: %v", s.project, err)
			continue
		}
		turned = append(turned, observation{project: s.project, seen: map[string]inspection{byReference: s.seen[byOlder], byUnits: s.seen[byUnits]}})
	}
	report(t, docker, "our own projects, Debian's docker compose", turned, byUnits, append(olderCompose, allowed...))
}

// The same for public projects, if there are any next to the checkout.
func TestUnitsEqualComposeOnPublicProjects(t *testing.T) {
	report(t, docker, "public projects", public(t), byUnits, allowed)
}

var (
	publicOnce         sync.Once
	publicObservations []observation
)

// public brings the public projects up, once for all tests that compare them.
func public(t *testing.T) []observation {
	t.Helper()
	projects, err := corpus()
	if err != nil {
		t.Skipf("no corpus of public projects beside the checkout: %v", err)
	}
	passes := []pass{fromReference, {name: byUnits, side: unitSide{}}}
	if *allTakeovers {
		passes = takingOver
	}
	publicOnce.Do(func() { publicObservations = lookAtAll(t, docker, projects, passes...) })
	return publicObservations
}

var (
	ownOnce         sync.Once
	ownObservations []observation
)

// own brings our own projects up in every way, once for all tests that compare them.
func own(t *testing.T) []observation {
	t.Helper()
	ownOnce.Do(func() {
		ownObservations = lookAtAll(t, docker, slices.Concat(ours(), ofDocker()), append(slices.Clone(takingOver),
			pass{name: byAgain, side: composeSide{}},
			pass{name: byOlder, side: composeSide{program: debianCompose}})...)
	})
	return ownObservations
}

// notStarted are the leaves that only a started project has.
var notStarted = []compare.Rule{
	{Pointer: "/containers/*/State/**", Reason: "not started"},
	{Pointer: "/containers/*/NetworkSettings/**", Reason: "not started"},
	{Pointer: "/containers/*/ResolvConfPath", Reason: "not started"},
	{Pointer: "/containers/*/HostnamePath", Reason: "not started"},
	{Pointer: "/containers/*/HostsPath", Reason: "not started"},
	{Pointer: "/containers/*/LogPath", Reason: "not started"},
	{Pointer: "/containers/*/HostConfig/OomKillDisable", Reason: "docker clears it at the start if the cgroup does not support it"},
	{Pointer: "/containers/*/Config/Hostname", Reason: "docker takes it from the container whose network is joined, at the start"},
	{Pointer: "/networks/*/Containers/**", Reason: "not started"},
}

// report fails the test for every difference between the reference and a pass, and logs how much was compared.
func report(t *testing.T, c *column, what string, observations []observation, by string, rules []compare.Rule) {
	t.Helper()
	var equal, compared, fields, equalFields int
	for _, s := range observations {
		if err := s.failed[byReference]; err != nil {
			t.Logf("not comparable: %s: %v", s.project, err)
			continue
		}
		compared++
		if err := s.failed[by]; err != nil {
			t.Errorf("%s: %v", s.project, err)
			continue
		}
		here := append(runTimeHashes(s.seen[byReference].leaves), rules...)
		if s.created != "" {
			t.Logf("compared as created, not started: %s: %s", s.project, s.created)
			here = append(slices.Clone(notStarted), here...) // the first rule that matches a leaf applies
		}
		result := compare.Diff(s.seen[byReference].leaves, s.seen[by].leaves, here)
		for _, d := range result.Differences {
			t.Errorf("%s: %s", s.project, d)
			if steps := strings.Split(d.Pointer, "/"); len(steps) > 3 && steps[1] == "containers" && steps[3] == "State" {
				t.Logf("%s: the journal of %s:\n%s", s.project, steps[2], s.seen[by].about(steps[2]))
			}
		}
		if len(result.Differences) == 0 {
			equal++
		}
		fields += result.Total
		equalFields += result.Equal()
	}
	tallyComparison(c, what, equal, compared, equalFields, fields)
	t.Logf("%s: %d of %d projects equal, %d of %d fields equal", what, equal, compared, equalFields, fields)
}
