//go:build live

package live

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A quick run is for daily work: one column, every second project, the main events.

var inColumn = flag.String("quick", "", "play the main events, and compare every second project, in the column of this `name` alone")

// mainEvents are the tests of a quick run.
var mainEvents = []string{
	"TestEverySecondProjectIsEqual",
	"TestSampleAnswersOverHTTP", "TestStartOfTheTarget", "TestStopOfTheTarget", "TestStopAndStartOfOneService", "TestRestartOfOneService",
	"TestDefinitionChanged", "TestImageUpdated", "TestBuildUnit", "TestDown", "TestReplicas",
	"TestDependentWaitsForHealthy", "TestDependencyIsUnhealthy", "TestDependentWaitsForCompleted", "TestHooksRunInOrder",
	"TestDependencyCompletesAtTheSecondTry", "TestFirstStartOfADependencyFails", "TestPreStartGatesEveryStart",
	"TestAlwaysCrashLoopNeverEnds", "TestOnFailureThreeIsFourRuns", "TestUnlessStopped", "TestContainerKilled", "TestClientKilled",
	"TestContainerRemovedByHand", "TestNetworkAndVolumeRemovedByHand", "TestSecretsStaySecret", "TestReboot",
}

// chooseQuick selects the tests of a quick run, unless others are selected.
func chooseQuick() error {
	if *inColumn == "" {
		return nil
	}
	if !slices.ContainsFunc(slices.Concat(everywhere, newer), isQuick) {
		return fmt.Errorf("-quick %s: there is no such column", *inColumn)
	}
	if flag.Lookup("test.run").Value.String() != "" {
		return nil
	}
	return flag.Set("test.run", "^("+strings.Join(mainEvents, "|")+")$")
}

func isQuick(c *column) bool { return c.name == *inColumn }

// chosen returns the columns in which an event is played in this run.
func chosen(columns []*column) []*column {
	if *inColumn == "" {
		return columns
	}
	return slices.DeleteFunc(slices.Clone(columns), func(c *column) bool { return !isQuick(c) })
}

// notPlayed returns the main events that a quick run did not prove although it passed: one was renamed, or leaves out the
// column.
func notPlayed() []string {
	if *inColumn == "" || flag.Lookup("test.run").Value.String() != "^("+strings.Join(mainEvents, "|")+")$" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(mainEvents), func(name string) bool { return tally.passed[name][*inColumn] })
}

// Every second one of our own projects is the same whether docker compose or the units brought it up. (In a quick run.)
func TestEverySecondProjectIsEqual(t *testing.T) {
	if *inColumn == "" {
		t.Skip("only in a quick run: -quick names the column")
	}
	var half []project
	for i, p := range ours() {
		if i%2 == 0 {
			half = append(half, p)
		}
	}
	for _, c := range chosen(slices.Concat(everywhere, newer)) {
		compareIn(t, c, half)
		if !t.Failed() {
			tallyLife("TestEverySecondProjectIsEqual", c)
		}
	}
}
