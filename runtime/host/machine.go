package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/home"
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
	return Machine{UserDir: home.Of(environ).Runtime, Connect: Connect, Run: run, Has: has}
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
	dir := home.Of(os.Environ()).Config
	if dir == "" {
		return "", errors.New("the user's unit folder is unknown: neither XDG_CONFIG_HOME nor HOME is an absolute path")
	}
	return m.Root + dir, nil
}
