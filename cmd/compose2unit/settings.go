package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// ruled holds settings as flags, with their errors.
type ruled struct {
	args  []string
	wrong diag.Report
}

// add parses each setting as if it were the only flag on a command line, so that it means the same in both places. Path is
// where they are in their file.
func (r *ruled) add(path string, found []settings.Setting) {
	for _, s := range found {
		at := strings.TrimPrefix(path+"."+s.Name, ".")
		args := make([]string, len(s.Values))
		for i, value := range s.Values {
			args[i] = fmt.Sprintf("--%s=%s", s.Name, value)
		}
		if _, err := parse(args); err != nil {
			diag.ScopeAt(&r.wrong, s.Pos).At(at).Error(diag.Invalid, err.Error())
			continue
		}
		r.args = append(r.args, args...)
	}
}

// ending remembers that its reader has ended: a terminal that is read again waits for more.
type ending struct {
	io.Reader
	ended bool
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	e.ended = e.ended || err == io.EOF
	return n, err
}

// own returns the settings in the Compose files of the options. What it reads of standard input remains to be read.
func (o *options) own(w *world) (rules ruled, err error) {
	read, err := o.loading(w)
	if err != nil {
		return rules, err
	}
	if w.stdin != nil {
		var seen bytes.Buffer
		stdin := &ending{Reader: w.stdin}
		read.Stdin = io.TeeReader(stdin, &seen)
		defer func() {
			if w.stdin = &seen; !stdin.ended {
				w.stdin = io.MultiReader(&seen, stdin.Reader)
			}
		}()
	}
	for _, file := range load.Inputs(read.Options) {
		if err := o.spares(w.dir, file.Name); err != nil {
			return rules, err
		}
		rules.add(settings.Extension, settings.InCompose(file.Name, file.Data, &rules.wrong))
	}
	return rules, nil
}

// spares fails if a file that is written is a Compose file that is read.
func (o *options) spares(dir, input string) error {
	in, err := os.Stat(within(dir, input))
	if err != nil {
		return nil // standard input, or for the loader to report
	}
	for flag, output := range map[string]string{"output": o.drawing.file, "lock": o.lock} {
		if out, err := os.Stat(within(dir, output)); output != "" && err == nil && os.SameFile(in, out) {
			return fmt.Errorf("-%s %s would replace the Compose file", flag, output)
		}
	}
	return nil
}

// within returns a path that is relative to dir as one that is not.
func within(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// settled returns the options of a command line combined with the settings of its project: those in the Compose files are
// applied first and then the command line, which takes precedence. Lists add up.
func settled(w *world, o *options) (*options, error) {
	if o.command != nil && (!o.command.reads || len(o.words) > 0) {
		o.notes = o.idle()
		return o, nil
	}
	rules, err := o.own(w)
	if err != nil {
		return o, err
	}
	both := o
	if len(rules.args) > 0 {
		words := 0 // before the flags
		if o.command != nil {
			words = 1
		}
		both, err = parse(slices.Insert(slices.Clone(w.args), words, rules.args...))
	}
	both.requested = o.requested
	both.notes = slices.Concat(both.notes, rules.wrong.Findings(), both.idle())
	return both, err
}
