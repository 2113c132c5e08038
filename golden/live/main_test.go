//go:build live

package live

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
	"github.com/compose2unit/compose2unit/translate"
)

// compose and binary are built once for all tests: the reference docker compose (even hashes and versions in labels must
// be equal) and the compose2unit under test.
var compose, binary string

var parity = flag.String("parity", "", "after a run that passed, write its results to this `file`")

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

// run fails, rather than skips, if the host lacks something: a suite that tests nothing must not look green.
func run(m *testing.M) int {
	flag.Parse()
	if err := chooseQuick(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if missing := machine.Needs(); len(missing) > 0 {
		fmt.Fprintf(os.Stderr, "the live suite needs:\n  %s\n", strings.Join(missing, "\n  "))
		return 1
	}
	defer machine.ShutdownAll()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-stop
		fmt.Fprintln(os.Stderr, "interrupted: shutting the machines down")
		machine.ShutdownAll()
		os.Exit(1)
	}()
	root := make(chan error)
	go func() {
		_, err := machine.Root(context.Background(), machine.Trixie, os.Stderr)
		root <- err
	}()
	var err error
	compose, err = machine.Compose(context.Background(), "v"+translate.ComposeVersion, os.Stderr)
	if err = errors.Join(<-root, err); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	dir, err := os.MkdirTemp("", "live-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "compose2unit")
	build := exec.Command("go", "build", "-o", binary, "../../cmd/compose2unit")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building compose2unit: %v\n%s", err, out)
		return 1
	}
	if *parity != "" {
		defer ahead(machine.Bookworm, machine.Forky)()
	}
	code := m.Run()
	printReport(os.Stdout)
	if missed := notPlayed(); code == 0 && len(missed) > 0 {
		fmt.Fprintf(os.Stderr, "these main events were not played on %s: %s\n", *inColumn, strings.Join(missed, ", "))
		return 1
	}
	if left := os.Getenv(without); left != "" && *parity != "" {
		fmt.Fprintf(os.Stdout, "%s=%s: %s is left as it was\n", without, left, *parity)
		return code
	}
	if code == 0 && *parity != "" {
		if err := writeParity(*parity); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

// ahead builds roots while the first tests run, which do not need them. A test that boots one tries again and reports the
// error.
func ahead(suites ...machine.Suite) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		for _, suite := range suites {
			if os.Getenv(without) != string(suite) {
				_, _ = machine.Root(ctx, suite, os.Stderr)
			}
		}
	}()
	return func() {
		cancel()
		<-gone
	}
}

// boot starts a machine of a column for a test, with compose2unit in it, and shuts it down at the end of the test.
func boot(t *testing.T, name string, c *column, stub bool) *host {
	t.Helper()
	h, err := bootHost(name, c, stub)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func bootHost(name string, c *column, stub bool) (*host, error) {
	root, err := machine.Root(context.Background(), c.suite, os.Stderr)
	if err != nil {
		return nil, err
	}
	m, err := machine.Boot(context.Background(), root, name, c.masked...)
	if err != nil {
		return nil, err
	}
	h := &host{Machine: m, column: c}
	if err := errors.Join(c.prepare(m, stub), equip(m)); err != nil {
		return nil, errors.Join(err, m.Shutdown())
	}
	return h, nil
}

// equip installs compose2unit and the reference docker compose in a machine.
func equip(m *machine.Machine) error {
	for from, to := range map[string]string{binary: "/usr/local/bin/compose2unit", compose: referenceCompose} {
		program, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := m.Write(to, program, 0o755); err != nil {
			return err
		}
	}
	return nil
}
