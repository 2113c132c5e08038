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

// Machine is a machine as this package sees it. [This] is the one the program runs on; tests bring their own.
type Machine struct {
	// Root is where the machine's file system is. Empty is /.
	Root string
	// UserDir is the runtime directory of the user ($XDG_RUNTIME_DIR), where the user's engine may answer; empty where nobody
	// knows it.
	UserDir string
	// Connect reaches the system's manager, or the user's; see [Connect] for its errors.
	Connect func(ctx context.Context, user bool) (Manager, error)
	// Run runs a program: an engine's client, journalctl.
	Run runtime.Run
	// Has reports whether the machine has a program.
	Has func(program string) bool
}

// This is the machine that the program runs on, for a process with this environment.
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

// run is the Run of this machine.
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

// config is the user's configuration directory, in which the folders of units and sources are.
func (m Machine) config() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("the user's unit folder: %w", err)
	}
	return m.Root + dir, nil
}
