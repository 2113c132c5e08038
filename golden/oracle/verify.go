package oracle

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// engines are units of packages that the test machine need not have. Verify provides placeholders, used if the real ones
// are missing, instead of suppressing messages about them.
var engines = []string{"docker.service", "docker.socket", "podman.service", "podman.socket"}

// Verify runs systemd-analyze verify on units of a folder, as the system manager, and returns the messages about them. It
// works without a running systemd: the manager it starts only loads units.
func Verify(ctx context.Context, dir string, files []string) ([]string, error) {
	stubs, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(stubs)
	for _, name := range engines {
		text := "[Service]\nExecStart=/bin/true\n"
		if strings.HasSuffix(name, ".socket") {
			text = "[Socket]\nListenStream=/run/oracle.sock\n"
		}
		if err := os.WriteFile(filepath.Join(stubs, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	args := []string{"verify", "--man=no", "--recursive-errors=yes"}
	for _, f := range files {
		args = append(args, filepath.Join(dir, f))
	}
	cmd := exec.CommandContext(ctx, "systemd-analyze", args...)
	// The empty last element stands for systemd's own folders (systemd.unit(5), SYSTEMD_UNIT_PATH).
	cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":"+stubs+":", "SYSTEMD_LOG_COLOR=0", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	said := lines(string(out))
	warnings := []string{}
	for _, l := range said {
		if !noise(l, dir) {
			warnings = append(warnings, l)
		}
	}
	if err != nil && len(said) == 0 {
		return nil, err
	}
	return warnings, nil
}

// noise reports whether a message is about the machine, not about the given units.
func noise(l, dir string) bool {
	switch {
	case strings.HasPrefix(l, "/") && !strings.HasPrefix(l, dir+"/"):
		return true // a unit of the machine that was loaded as well (an obsolete key in a package's unit)
	case strings.Contains(l, "Command /usr/bin/docker is not executable: No such file or directory"),
		strings.Contains(l, "Command /usr/bin/podman is not executable: No such file or directory"):
		return true // the engine is not installed where the tests run; verify looks for every program
	}
	return false
}
