package oracle

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sources are the suffixes of the files that Quadlet makes units of.
var sources = []string{".container", ".network", ".volume", ".build", ".image"}

// IsSource says that a file is Quadlet's to read, and not systemd's.
func IsSource(name string) bool { return slices.Contains(sources, filepath.Ext(name)) }

// quadlet is Podman's generator: where the environment says, or where distributions put it.
func quadlet() (string, error) {
	for _, path := range []string{os.Getenv("QUADLET"), "/usr/libexec/podman/quadlet", "/usr/lib/podman/quadlet"} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no quadlet (of podman 5.4 or later; QUADLET says where)")
}

// RequireQuadlet skips the test where there is no generator, and fails it there when CI is set.
func RequireQuadlet(t testing.TB) {
	t.Helper()
	switch _, err := quadlet(); {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skip(err)
	}
}

// Generate has Quadlet read source files, and returns the units that it makes of them, by name, and what it complained
// of. Files that are no sources are returned as they are. Further flags are the generator's: `--user` is for a user's units.
func Generate(ctx context.Context, files map[string][]byte, flags ...string) (units map[string][]byte, warnings []string, err error) {
	program, err := quadlet()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "quadlet")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	units = map[string][]byte{}
	for name, text := range files {
		if !IsSource(name) {
			units[name] = text
		} else if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return nil, nil, err
		}
	}
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, append(flags, "--dryrun")...)
	cmd.Env = []string{"QUADLET_UNIT_DIRS=" + dir}
	cmd.Stdout, cmd.Stderr = &out, &said
	failed := cmd.Run()
	for _, line := range lines(said.String()) {
		if !strings.Contains(line, "Loading source unit file") {
			warnings = append(warnings, strings.ReplaceAll(line, dir+"/", ""))
		}
	}
	if failed != nil && len(warnings) == 0 {
		warnings = append(warnings, cmp.Or(said.String(), failed.Error()))
	}
	return generated(units, out.String()), warnings, nil
}

// generated adds what the generator printed: every unit behind a line with its name.
func generated(units map[string][]byte, text string) map[string][]byte {
	name := ""
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "---"); ok && strings.HasSuffix(rest, "---") {
			name = strings.TrimSuffix(rest, "---")
			continue
		}
		units[name] = append(units[name], line...)
	}
	return units
}
