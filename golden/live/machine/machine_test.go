//go:build live

package machine

import (
	"context"
	"os"
	"strings"
	"testing"
)

// A machine keeps its files across a reboot, and leaves nothing on the host when it is shut down.
func TestMachineLivesAndGoes(t *testing.T) {
	if missing := Needs(); len(missing) > 0 {
		t.Fatalf("this host lacks:\n%s", strings.Join(missing, "\n"))
	}
	root, err := Root(context.Background(), Trixie, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Boot(context.Background(), root, "try")
	if err != nil {
		t.Fatal(err)
	}
	dir := m.dir
	defer os.RemoveAll(dir)
	defer m.Shutdown()
	if err := m.Write("/srv/kept", []byte("yes"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := m.Reboot(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := m.Run("cat", "/srv/kept"); r.Out != "yes" {
		t.Errorf("after a reboot: %s", r)
	}
	if err := m.Shutdown(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the run's folder %s is still there (%v)", dir, err)
	}
	if _, err := os.Stat(root + "/srv/kept"); !os.IsNotExist(err) {
		t.Error("the machine wrote into the cached root")
	}
}
