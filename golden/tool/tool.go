// Package tool finds the programs that tests compare the code with. A test that is skipped in CI proves nothing, so with
// CI=true a missing program fails the test.
package tool

import (
	"os"
	"os/exec"
	"testing"
)

// Path returns the path of the program, which may have other names. Without it the test is skipped, or fails if the environment
// has CI=true.
func Path(t testing.TB, name string, others ...string) string {
	t.Helper()
	for _, name := range append([]string{name}, others...) {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed: CI must not leave this out", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}
