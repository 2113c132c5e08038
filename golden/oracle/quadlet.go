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

// sources are the suffixes of Quadlet's source files.
var sources = []string{".container", ".network", ".volume", ".build", ".image"}

// IsSource reports whether a file is a source file of Quadlet, and not a unit file.
func IsSource(name string) bool { return slices.Contains(sources, filepath.Ext(name)) }

// Generator is a Quadlet generator.
type Generator struct {
	Path string
	// Version is the podman version it belongs to, as major*100+minor.
	Version int
}

// String returns its name in a test.
func (g Generator) String() string { return fmt.Sprintf("quadlet-%d.%d", g.Version/100, g.Version%100) }

// Generators returns the generators to test: QUADLET names them, separated by colons; the default is the machine's own. It
// skips the test if there is none, or fails it if CI is set. A named one that is missing always fails it.
func Generators(t testing.TB) []Generator {
	t.Helper()
	named := filepath.SplitList(os.Getenv("QUADLET"))
	var out []Generator
	for _, path := range named {
		g, err := generatorAt(path)
		if err != nil {
			t.Fatalf("QUADLET: %v", err)
		}
		out = append(out, g)
	}
	for _, path := range []string{"/usr/libexec/podman/quadlet", "/usr/lib/podman/quadlet"} {
		if g, err := generatorAt(path); err == nil && len(out) == 0 {
			out = append(out, g)
		}
	}
	if len(out) > 0 {
		return out
	}
	const none = "there is no quadlet (of podman 5.4 or later; QUADLET names one or several)"
	if os.Getenv("CI") == "true" {
		t.Fatal(none)
	}
	t.Skip(none)
	return nil
}

// generatorAt queries the version of a generator: 5.4.2, say.
func generatorAt(path string) (Generator, error) {
	said, err := exec.Command(path, "--version").Output()
	if err != nil {
		return Generator{}, fmt.Errorf("%s: %w", path, err)
	}
	var major, minor int
	if _, err := fmt.Sscanf(string(said), "%d.%d", &major, &minor); err != nil {
		return Generator{}, fmt.Errorf("%s says that its version is %q: %w", path, said, err)
	}
	return Generator{path, major*100 + minor}, nil
}

// Generate runs the generator on source files, and returns the units that it generates, by name, and its warnings. Files
// that are not sources are returned as they are. Further flags are passed to the generator: `--user` selects a user's
// units.
func (g Generator) Generate(ctx context.Context, files map[string][]byte, flags ...string) (units map[string][]byte, warnings []string, err error) {
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
	cmd := exec.CommandContext(ctx, g.Path, append(flags, "--dryrun")...)
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

// generated adds the output of the generator: every unit after a line with its name.
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
