package docker_test

import (
	"slices"
	"testing"
)

// How often each event of a unit's life calls the engine's client and systemctl is recorded in testdata/calls.txt, so that
// no number grows unnoticed.
func TestCalls(t *testing.T) {
	suite := scripts
	suite.Stands = func(args []string) bool { return args[0] == "wait" || slices.Contains(args, "--follow") }
	suite.Calls(t, "docker", *update)
}
