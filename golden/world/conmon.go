package world

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// conmons are the processes that monitor running containers, in cases with `given conmon`: real ones, named conmon, since scripts
// look for them in /proc.
type conmons struct {
	enabled bool
	words   []string             // at the beginning of the command line
	running map[string]*exec.Cmd // by the ID of the container
}

// ConmonPidFile returns the path where the conmon of a container writes its number, with podman's default storage of a user; "" if
// the case has no conmon.
func (w *World) ConmonPidFile(c *Container) string {
	if !w.conmons.enabled {
		return ""
	}
	return filepath.Join(w.runtimeDir, "containers/overlay-containers", c.ID, "userdata/conmon.pid")
}

// ConmonPid returns the number of the container's conmon: that of a process, or one that no process has.
func (w *World) ConmonPid(c *Container) int {
	if cmd := w.conmons.running[c.ID]; cmd != nil {
		return cmd.Process.Pid
	}
	return w.likely(c)
}

// likely returns the number that stands for the container's conmon in results.
func (w *World) likely(c *Container) int { return 4000 + slices.Index(w.Containers, c) }

// StartConmon starts the container's conmon with a command line that begins like podman's
// (libpod/oci_conmon_common.go, sharedConmonArgs).
func (w *World) StartConmon(c *Container, logging string) error {
	file := w.ConmonPidFile(c)
	if file == "" {
		return nil
	}
	w.endConmon(c)
	args := []string{"--api-version", "1", "-c", c.ID, "-u", c.ID, "-n", c.Name, "-l", logging, "--log-tag", "-l\nnone", "--conmon-pidfile", file}
	args = append(w.conmons.words, args...)
	program, err := w.conmonProgram()
	if err != nil {
		return err
	}
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"FAKE_WORLD=" + w.socket}
	if _, err := cmd.StdinPipe(); err != nil { // it ends with the test
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, _ = out.Read(make([]byte, 1)) // it is running, and no longer this program's copy
	if w.conmons.running == nil {
		w.conmons.running = map[string]*exec.Cmd{}
	}
	w.conmons.running[c.ID] = cmd
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strconv.Itoa(cmd.Process.Pid)), 0o600)
}

// conmonProgram returns the path of this program under the name conmon.
func (w *World) conmonProgram() (string, error) {
	program := filepath.Join(w.dir, "conmon")
	if _, err := os.Lstat(program); err == nil {
		return program, nil
	}
	self, err := os.Executable()
	return program, errors.Join(err, os.Symlink(self, program))
}

// conmon applies a statement about conmons.
func (w *World) conmon(verb, rest string) error {
	switch verb {
	case "conmon":
		w.conmons.enabled, w.conmons.words = true, strings.Fields(rest)
	case "conmon-dies":
		w.endConmon(w.Find(rest))
	default:
		c := w.Find(rest)
		err := w.StartConmon(c, "journald")
		w.env = append(w.env, fmt.Sprintf("MAINPID=%d", w.ConmonPid(c)))
		return err
	}
	return nil
}

// endConmon ends the container's conmon, if it has one.
func (w *World) endConmon(c *Container) {
	if cmd := w.conmons.running[c.ID]; cmd != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		delete(w.conmons.running, c.ID)
	}
}

// endConmons ends all of them.
func (w *World) endConmons() {
	for id := range w.conmons.running {
		w.endConmon(&Container{ID: id})
	}
}

// beConmon is what the process does: it waits for its end.
func beConmon() int {
	fmt.Print(".")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

// likelier replaces the number of a conmon in a result, which differs between runs.
func (w *World) likelier(line string) string {
	for _, c := range w.Containers {
		if cmd := w.conmons.running[c.ID]; cmd != nil {
			line = strings.ReplaceAll(line, fmt.Sprintf("MAINPID=%d", cmd.Process.Pid), fmt.Sprintf("MAINPID=%d", w.likely(c)))
		}
	}
	return line
}
