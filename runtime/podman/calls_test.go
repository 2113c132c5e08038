package podman_test

import "testing"

// How often each event of a unit's life calls the engine's client and systemctl is recorded in testdata/calls.txt, so that
// no number grows unnoticed.
func TestCalls(t *testing.T) { scripts.Calls(t, "podman", *update) }
