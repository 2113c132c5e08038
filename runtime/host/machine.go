package host

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// Machine provides access to a machine. [This] is the one the program runs on; tests use their own.
type Machine struct {
	// Root is the root of the machine's file system. Empty is /.
	Root string
	// UserDir is the runtime directory of the user ($XDG_RUNTIME_DIR), which may contain the socket of the user's engine;
	// empty if it is unknown.
	UserDir string
	// Connect connects to the system's manager, or the user's; see [Connect] for its errors.
	Connect func(ctx context.Context, user bool) (Manager, error)
	// Run runs a program: an engine's client, journalctl.
	Run runtime.Run
	// Has reports whether the machine has a program.
	Has func(program string) bool
}

// This returns the machine that the program runs on, for a process with this environment.
func This(environ []string) Machine {
	m := Machine{Connect: Connect, Run: run, Has: has}
	for _, variable := range environ {
		if dir, is := strings.CutPrefix(variable, "XDG_RUNTIME_DIR="); is {
			m.UserDir = dir
		}
	}
	return m
}

func has(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// run implements Machine.Run on this machine.
func run(ctx context.Context, argv ...string) (string, error) {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(said.String()); text != "" {
			err = fmt.Errorf("%s: %s", argv[0], text)
		}
		return out.String(), err
	}
	return out.String(), nil
}

// config returns the user's configuration directory, which contains the folders of units and sources.
func (m Machine) config() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("the user's unit folder: %w", err)
	}
	return m.Root + dir, nil
}
