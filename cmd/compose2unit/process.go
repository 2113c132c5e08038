//go:build !js

package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"

	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// gcPercent is the growth of the heap, in percent, at which the garbage collector runs. The process is short-lived and most of its
// memory is compose-go's: a little more than Go's default of 100 saves about the CPU time that this program adds to loading alone,
// and the peak of a large project stays below 1.3 times that of loading alone; docs/performance.md has the figures. GOGC takes
// precedence.
const gcPercent = 130

// gcPercentGenerator is the same for the generator: the boot waits for it, and its projects are small.
const gcPercentGenerator = 200

// hasBindSources: this may be the target, so the summary lists the bind sources that do not exist here.
const hasBindSources = true

// main runs the program as a process.
func main() {
	user, isGenerator := generator.Called(os.Args)
	switch {
	case os.Getenv("GOGC") != "":
	case isGenerator:
		debug.SetGCPercent(gcPercentGenerator)
	default:
		debug.SetGCPercent(gcPercent)
	}
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "compose2unit: error:", err)
		os.Exit(exitBroken)
	}
	start := run
	if isGenerator {
		start = func(ctx context.Context, w *world) int { return generateAll(ctx, w, user) }
	}
	os.Exit(start(context.Background(), &world{
		args: os.Args[1:], dir: dir, environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, terminal: isTerminal(os.Stderr), outlive: outlive, pipe: translated,
		machine: host.This(os.Environ()), routes: host.Routes,
	}))
}

// outlive makes a write to a closed pipe fail with EPIPE; by default, one to standard output or standard error ends the process
// (os/signal, "SIGPIPE"). Programs that are started still get the default.
func outlive() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
