// Command compose2unit turns a Docker Compose project into systemd units.
//
// It implements the command line, the exit codes and the output folder that README.md describes. It does not depend on Compose
// files or engines: package translate reads the project, a runtime renders it, runtime/folder writes and compares the files,
// and this program prints messages.
package main

import (
	"context"
	"errors"
	"io"

	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// The exit codes, as the help lists them.
const (
	exitDone      = 0
	exitRefused   = 1
	exitBroken    = 2
	exitDifferent = 3
	exitFailed    = 4
)

// world is everything that the program accesses outside itself, so that a test can replace it.
type world struct {
	args           []string
	dir            string
	environ        []string
	stdin          io.Reader
	stdout, stderr io.Writer
	// terminal reports whether stderr is a terminal.
	terminal bool
	// outlive, if set, makes a write to a closed pipe an error instead of the end of the process.
	outlive func()
	pipe    pipeline
	machine host.Machine
	// routes returns what the machine reaches through its interfaces.
	routes func() ([]host.Route, error)
}

// run runs the program and returns the exit code.
func run(ctx context.Context, w *world) int {
	o, err := parse(w.args)
	say := speech{out: w.stdout, err: w.stderr, quiet: o.quiet, voice: o.voice(w)}
	return say.end(do(ctx, w, o, err, say))
}

// do does what the options request; err is the error of parsing them.
func do(ctx context.Context, w *world, o *options, err error, say speech) int {
	switch {
	case errors.Is(err, errHelp):
		return say.result(o.help())
	case errors.Is(err, errVersion):
		return say.result(version())
	case err != nil:
		say.failure(err)
		return exitBroken
	}
	if o, err = settled(w, o); err != nil {
		return say.broken(err)
	}
	if o.command == nil {
		return writeUnits(ctx, w, o, say)
	}
	if !o.command.reads {
		var report diag.Report
		report.Add(o.notes...)
		say.findings(&report)
	}
	if o.command.changes {
		say = say.outliving(w)
	}
	return o.command.run(ctx, w, o, say)
}

// writeUnits translates the project and writes it or, with -check, compares it. Findings are printed last, so that a reader of
// the findings that exits early (a closed pipe ends the program) does not prevent the files from being written.
func writeUnits(ctx context.Context, w *world, o *options, say speech) int {
	var report diag.Report
	made, err := o.translated(ctx, w, &report)
	if err != nil || report.Worst() == diag.Error {
		say.findings(&report)
		return say.refusal(&report, err)
	}
	want := folder.Output{Root: o.output, Project: made.Project, ConfigDir: o.configDir, Files: made.Files, Published: o.envFilesOnly, Runtime: made.name(), Force: o.force, Waiting: say.waiting}
	if o.list {
		say.findings(&report)
		say.count(&report)
		return say.result(listing(want))
	}
	want = want.WithGitignore()
	want.Others, want.OtherSources = w.machine.Beside(o.output, all.Operated())
	if o.check {
		return compare(o, want, &report, say)
	}
	done, err := want.WriteAfter(func() error { return o.writeLock(made.lock) })
	say.findings(&report)
	if err != nil {
		say.failure(err)
		return exitBroken
	}
	return say.result(say.summary(o, want, done, made, &report))
}
