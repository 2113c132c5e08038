package podman_test

import "testing"

// How often each event of a unit's life calls the engine's client and systemctl: testdata/calls.txt says it, and no number
// grows unseen.
func TestCalls(t *testing.T) { scripts.Calls(t, "podman", *update) }
