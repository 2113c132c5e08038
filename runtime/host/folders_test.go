package host

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/all"
)

// A folder that a manager reads is recognized by every name it has; any other folder belongs to no manager.
func TestBeside(t *testing.T) {
	var machine Machine
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "cfg"))
	if err := os.MkdirAll(filepath.Join(home, "cfg/systemd/user"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(home, "link")
	if err := os.Symlink(filepath.Join(home, "cfg/systemd/user"), link); err != nil {
		t.Fatal(err)
	}
	for dir, in := range map[string]struct{ units, sources string }{
		"/etc/systemd/system":            {"/usr/lib/systemd/system", "/usr/share/containers/systemd"},
		"/etc/systemd/system/":           {"/run/systemd/system", "/etc/containers/systemd"},
		"/etc/../run/systemd/system":     {"/etc/systemd/system", "/etc/containers/systemd"},
		"/etc/containers/systemd":        {"/usr/lib/systemd/system", "/usr/share/containers/systemd"},
		"/etc/systemd/user":              {"/usr/lib/systemd/user", "/etc/containers/systemd/users"},
		"/home/ann/.config/systemd/user": {"/home/ann/.local/share/systemd/user", "/home/ann/.config/containers/systemd"},
		link:                             {"/usr/lib/systemd/user", "/etc/containers/systemd/users"},
	} {
		units, sources := machine.Beside(dir, all.Operated())
		if !slices.Contains(units, in.units) || !slices.Contains(sources, in.sources) || slices.Contains(append(units, sources...), filepath.Clean(dir)) {
			t.Errorf("%s: %v, %v", dir, units, sources)
		}
	}
	for _, dir := range []string{"out", home, "/etc", "/tmp/root/etc/systemd/system"} {
		if units, sources := machine.Beside(dir, all.Operated()); units != nil || sources != nil {
			t.Errorf("%s: %v, %v", dir, units, sources)
		}
	}
}
