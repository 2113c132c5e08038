package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The marker files are read again, some of them as words of a call: with UMask=0 in the unit, other users could still not change them.
func TestMarkerFilesBelongToTheirOwner(t *testing.T) {
	runtime := t.TempDir()
	common, err := filepath.Abs("scripts/common")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `umask 000; . "$1"; ready && echo x >"$state/a.run"`, "/units/shop/run", common)
	cmd.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+runtime)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	for _, name := range []string{"", "shop", "shop/a.run"} {
		info, err := os.Stat(filepath.Join(runtime, "compose2unit", name))
		if err != nil || info.Mode().Perm()&0o022 != 0 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}
