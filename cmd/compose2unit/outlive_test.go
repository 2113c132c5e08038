//go:build !js

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// closing is a pipe whose reader goes away after some writes.
type closing struct{ writes int }

func (c *closing) Write(p []byte) (int, error) {
	if c.writes--; c.writes < 0 {
		return 0, syscall.EPIPE
	}
	return len(p), nil
}

// Whoever reads the output of a command that changes the machine, and however much of it, the change is completed.
func TestAChangeOutlivesItsReader(t *testing.T) {
	before, after := versions()
	for _, command := range []string{"apply", "remove -project shop"} {
		want := newFakeHost(t)
		want.uncut(t, before, "apply")
		want.uncut(t, after, strings.Fields(command)...)
		for writes := range 4 {
			h := newFakeHost(t)
			h.uncut(t, before, "apply")
			pipe := &closing{writes}
			code := run(context.Background(), &world{args: strings.Fields(command), stdout: pipe, stderr: pipe,
				pipe: fake(nil, after, warning(diag.Note)), machine: h.Machine()})
			if code != exitDone {
				t.Errorf("%s, a reader of %d writes: exit %d", command, writes, code)
			}
			same(t, command, h.State(t), want.State(t))
		}
	}
}

// filling is a disk that becomes full after some writes.
type filling struct{ writes int }

func (f *filling) Write(p []byte) (int, error) {
	if f.writes--; f.writes < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

// A plan that cannot be printed for another reason is not carried out. What cannot be printed later is an error at the end, once.
func TestAPlanThatCannotBePrintedIsNotCarriedOut(t *testing.T) {
	before, after := versions()
	for writes, changed := range []bool{false, true} {
		h := newFakeHost(t)
		h.uncut(t, before, "apply")
		var stderr bytes.Buffer
		code := run(context.Background(), &world{args: []string{"apply"}, stdout: &filling{writes}, stderr: &stderr,
			pipe: fake(nil, after), machine: h.Machine()})
		same(t, "exit code", code, exitBroken)
		same(t, "stderr", stderr.String(), "compose2unit: error: no space left on device\n")
		if _, started := h.Active["shop-new.service"]; started != changed {
			t.Errorf("after %d writes the new unit runs: %v", writes, started)
		}
	}
}

// applied is the environment variable that names the file which the process of TestAProcessOutlivesItsReader creates when it has
// applied the project.
const applied = "COMPOSE2UNIT_TEST_APPLIED"

// A write to a closed pipe ends a process unless it asks for something else.
func TestAProcessOutlivesItsReader(t *testing.T) {
	if done := os.Getenv(applied); done != "" {
		h := newFakeHost(t)
		before, _ := versions()
		code := run(context.Background(), &world{args: []string{"apply"}, stdout: os.Stdout, stderr: os.Stderr, outlive: outlive,
			pipe: fake(nil, before), machine: h.Machine()})
		if err := os.WriteFile(done, []byte{byte('0' + code)}, 0o600); err != nil {
			t.Fatal(err)
		}
		os.Exit(code)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer writer.Close()
	done := filepath.Join(t.TempDir(), "done")
	process := exec.Command(os.Args[0], "-test.run=^TestAProcessOutlivesItsReader$")
	process.Env = append(os.Environ(), applied+"="+done)
	process.Stdout, process.Stderr = writer, writer
	if err := process.Run(); err != nil {
		t.Error(err)
	}
	if code, err := os.ReadFile(done); errors.Is(err, os.ErrNotExist) || string(code) != "0" {
		t.Errorf("the process has not applied the project: %q, %v", code, err)
	}
}
