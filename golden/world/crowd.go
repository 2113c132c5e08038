package world

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// Crowd is scripts that run at the same time and share a call.
type Crowd struct {
	// Given are the statements of the initial state.
	Given []string
	// Run are the command lines of the scripts.
	Run []string
	// Shared reports whether a call of the client is the shared one.
	Shared func(args []string) bool
	// Subject is the beginning of the names of the files in which the scripts register their requests.
	Subject string
	// Kill kills the script whose call is the first while the others wait for its answer. Its client survives it, and prints its
	// answer while the client of the next script is running.
	Kill bool
}

// Crowded is what happened to a crowd.
type Crowded struct {
	// Shared are the arguments of each shared call, and Calls all calls as in a case.
	Shared [][]string
	Calls  []string
	// Ends are how each script ended: its messages, and its exit code or signal.
	Ends []string
	// Killed is the index of the script that was killed, or -1.
	Killed int
	// Left are the files in which requests are registered, and are not empty.
	Left []string
}

// Crowd starts the scripts in each shell. The first shared call is answered when every script has registered its request, so
// that the number of calls does not depend on the machine.
func (u Suite) Crowd(t *testing.T, c Crowd, check func(t *testing.T, is Crowded)) {
	for _, s := range shells {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.find(t)
			check(t, u.crowd(t, s, c))
		})
	}
}

func (u Suite) crowd(t *testing.T, s shell, c Crowd) Crowded {
	w := u.newWorld(t)
	folder := w.folder(t, &txtar.Archive{}) // statements write files below its runtime directory
	for _, statement := range append([]string{"every call"}, c.Given...) {
		w.must(t, w.apply(statement))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	said := make([]bytes.Buffer, len(c.Run))
	commands := w.crowdOf(ctx, t, s, folder, c.Run, said)
	is := Crowded{Killed: -1, Ends: make([]string, len(c.Run))}
	var started sync.WaitGroup
	started.Add(1)
	second := make(chan bool)
	w.before = func(call Call) {
		if call.Program != u.Program || !c.Shared(call.Args) {
			return
		}
		w.mu.Lock()
		is.Shared = append(is.Shared, call.Args)
		number := len(is.Shared)
		w.mu.Unlock()
		if number == 2 && c.Kill {
			close(second)
			time.Sleep(200 * time.Millisecond)
		}
		if number > 1 {
			return
		}
		started.Wait()
		for len(w.registered(c.Subject)) < len(c.Run) && ctx.Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
		if c.Kill {
			is.Killed, _ = strconv.Atoi(call.Script)
			_ = syscall.Kill(commands[is.Killed].Process.Pid, syscall.SIGKILL)
			select {
			case <-second:
			case <-ctx.Done():
			}
		}
	}
	for _, cmd := range commands {
		w.must(t, cmd.Start())
	}
	started.Done()
	for i, cmd := range commands {
		err := cmd.Wait()
		is.Ends[i] = strings.TrimSpace(strings.TrimSpace(said[i].String()) + "\n" + ending(err))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, complaint := range w.complaints {
		t.Error(complaint)
	}
	is.Calls, is.Left = w.log, w.registered(c.Subject)
	return is
}

// crowdOf returns the commands of scripts of a folder, with a buffer for the messages of each.
func (w *World) crowdOf(ctx context.Context, t *testing.T, s shell, folder string, lines []string, said []bytes.Buffer) []process {
	commands := make([]process, len(lines))
	for i, line := range lines {
		commands[i] = w.command(ctx, t, s, folder, w.words(t, folder, line))
		commands[i].Env = append(commands[i].Env, "FAKE_SCRIPT="+strconv.Itoa(i))
		commands[i].Stdout, commands[i].Stderr = &said[i], &said[i]
	}
	return commands
}

// registered returns the files of requests that are not empty.
func (w *World) registered(subject string) []string {
	files, _ := filepath.Glob(filepath.Join(w.State(), "shop", "shared", subject+".*.ask"))
	var out []string
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && bytes.HasSuffix(text, []byte("\n.\n")) {
			out = append(out, fmt.Sprintf("%s: %q", filepath.Base(file), text))
		}
	}
	return out
}
