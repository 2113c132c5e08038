package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// ruled are settings as flags, with what is wrong with them.
type ruled struct {
	args  []string
	wrong []diag.Finding
}

// add judges settings as if each were the only flag of a command line, so that the words mean the same in both places.
// Path is where they stand in their file.
func (r *ruled) add(path string, found []settings.Setting) {
	for _, s := range found {
		at := strings.TrimPrefix(path+"."+s.Name, ".")
		args := make([]string, len(s.Values))
		for i, value := range s.Values {
			args[i] = fmt.Sprintf("--%s=%s", s.Name, value)
		}
		if _, err := parse(args); err != nil {
			r.wrong = append(r.wrong, diag.Finding{Severity: diag.Error, Code: diag.Invalid, Pos: s.Pos, Path: at, Text: err.Error()})
			continue
		}
		r.args = append(r.args, args...)
	}
}

// settled are the options of a run with the settings of its project: what the Compose files say is read first and then the
// command line, which wins. Lists add up.
func settled(w *world, o *options) (*options, error) {
	if o.command != nil && !o.command.reads {
		return o, nil
	}
	read, err := o.loading(w)
	if err != nil {
		return o, err
	}
	var rules ruled
	for _, file := range load.Inputs(read.Options) {
		found, wrong := settings.InCompose(file.Name, file.Data)
		rules.wrong = append(rules.wrong, wrong...)
		rules.add(settings.Extension, found)
	}
	return o.under(w.args, rules)
}

// under are the options of a command line below which some settings lie.
func (o *options) under(args []string, rules ruled) (*options, error) {
	if len(rules.args) == 0 {
		o.notes = append(o.notes, rules.wrong...)
		return o, nil
	}
	words := rules.args
	if o.command != nil {
		words, args = append([]string{args[0]}, words...), args[1:]
	}
	both, err := parse(append(slices.Clone(words), args...))
	both.notes = append(both.notes, rules.wrong...)
	return both, err
}
