// Package oracle determines how systemd itself reads units, on a machine where systemd need not run: a unit file is correct
// if systemd reads the intended values from it.
//
// [Dump] loads units in a user manager's test mode inside a separate mount namespace, and [Verify] runs systemd-analyze
// verify. Neither changes anything outside the namespace or a temporary folder. It is used by package golden and the fuzz
// tests of runtime/unit; nothing that is built into the program uses it.
package oracle

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
)

// Dir is the folder of the units when systemd reads them: the value of %Y.
const Dir = "/run/units"

const manager = "/lib/systemd/systemd"

// root is the target that wants all the units.
const root = "compose2unit-oracle.target"

//go:embed namespace.sh
var namespace string

// Require skips the test if systemd cannot be run, or fails it if CI is set: a test that is skipped in CI proves nothing.
func Require(t testing.TB) {
	t.Helper()
	err := available()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("the oracle must run in CI: %v", err)
	case err != nil:
		t.Skipf("systemd cannot be asked: %v", err)
	}
}

func available() error {
	if goruntime.GOOS != "linux" {
		return errors.New("this is not Linux")
	}
	if os.Geteuid() != 0 {
		return errors.New("a mount namespace needs root")
	}
	_, err := os.Stat(manager)
	for _, program := range []string{"unshare", "setpriv", "mount", "systemd-analyze"} {
		_, e := exec.LookPath(program)
		err = errors.Join(err, e)
	}
	return err
}

// Dump loads units (file name to content; templates are loaded if another unit names one of their instances) and returns
// every unit that systemd then knows, by name, and its warnings.
func Dump(ctx context.Context, units map[string][]byte) (map[string]Unit, []string, error) {
	if err := available(); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	if err := write(dir, units); err != nil {
		return nil, nil, err
	}
	var out, warned bytes.Buffer
	cmd := exec.CommandContext(ctx, "unshare", "--mount", "--propagation", "private",
		"sh", "-euc", namespace, "sh", dir, Dir, manager, root)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"}
	cmd.Stdout, cmd.Stderr = &out, &warned
	if err := cmd.Run(); err != nil {
		return nil, nil, fmt.Errorf("systemd --test: %w: %s", err, warned.String())
	}
	found := parse(out.String())
	if len(found[root].Fields) == 0 {
		return nil, nil, fmt.Errorf("systemd --test printed nothing of use: %s", warned.String())
	}
	return found, append(lines(warned.String()), unloaded(found, units)...), nil
}

// write writes the units and the target that wants them.
func write(dir string, units map[string][]byte) error {
	target := []string{"[Unit]"}
	for name, text := range units {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
		if loadable(name) {
			target = append(target, "Wants="+name)
		}
	}
	slices.Sort(target[1:])
	return os.WriteFile(filepath.Join(dir, root), []byte(strings.Join(target, "\n")+"\n"), 0o644)
}

// loadable reports whether a file is a unit that can be loaded by name: not a template, not a drop-in.
func loadable(name string) bool {
	return !strings.Contains(name, "@.") && !strings.Contains(name, "/")
}

// unloaded returns the units that systemd did not load, as warnings: it is silent about some.
func unloaded(found map[string]Unit, units map[string][]byte) []string {
	var out []string
	for name := range units {
		if state := found[name].Get("Unit Load State"); loadable(name) && state != "loaded" {
			out = append(out, fmt.Sprintf("%s: load state %q", name, state))
		}
	}
	slices.Sort(out)
	return out
}

func lines(s string) []string {
	return slices.DeleteFunc(strings.Split(s, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}
