//go:build live

package machine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Result is the result of a command in the machine.
type Result struct {
	Argv []string
	Out  string
	Err  string
	Code int // -1 if it was killed
}

// String formats a command as a person would report it.
func (r Result) String() string {
	return fmt.Sprintf("$ %s\n%s%s[exit %d]", strings.Join(r.Argv, " "), r.Out, r.Err, r.Code)
}

// commandTimeout limits every command. Nothing in these tests takes nearly as long; a hang is a failure.
const commandTimeout = 4 * time.Minute

// environment is the entire environment of a command: nothing from the host's affects docker or Compose.
var environment = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb", "GOGC=400"}

// Command returns a command that runs in the machine, in dir.
func (m *Machine) Command(ctx context.Context, dir string, argv ...string) *exec.Cmd {
	words := append([]string{"-t", strconv.Itoa(m.init), "-m", "-p", "-u", "-i", "-n", "-C", "--", "env", "-C", dir}, argv...)
	cmd := exec.CommandContext(ctx, "nsenter", words...)
	cmd.Env = environment
	return cmd
}

// Run runs a command in the machine's root folder.
func (m *Machine) Run(argv ...string) Result { return m.RunIn("/", argv...) }

// RunIn runs a command in a folder of the machine.
func (m *Machine) RunIn(dir string, argv ...string) Result {
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := m.Command(ctx, dir, argv...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	// A daemon that inherited our pipes must not block us, nor turn a success into a failure.
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	result := Result{Argv: argv, Out: out.String(), Err: errs.String(), Code: cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		result.Err += err.Error() + "\n"
		result.Code = -1
	}
	return result
}

// Path returns the host's path for a path in the machine.
func (m *Machine) Path(path string) string {
	return filepath.Join(fmt.Sprintf("/proc/%d/root", m.init), path)
}

// Write writes a file in the machine, and creates its folders.
func (m *Machine) Write(path string, data []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(m.Path(path)), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(m.Path(path), data, mode); err != nil {
		return err
	}
	return os.Chmod(m.Path(path), mode)
}

// Copy copies a folder of the host into the machine. An existing one is removed first.
func (m *Machine) Copy(from, to string) error {
	if err := os.RemoveAll(m.Path(to)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(m.Path(to)), 0o755); err != nil {
		return err
	}
	out, err := exec.Command("cp", "-a", "--no-preserve=ownership", from, m.Path(to)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// Init returns the machine's PID 1 in the host's PID namespace, for nsenter.
func (m *Machine) Init() int { return m.init }
