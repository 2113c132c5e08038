package main

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// requested returns the flags that were set to something other than their default, in the order of their names.
func requested(flags *pflag.FlagSet) []string {
	var names []string
	flags.Visit(func(f *pflag.Flag) {
		if f.Value.String() != f.DefValue {
			names = append(names, f.Name)
		}
	})
	return names
}

// idle returns a note for each flag of the command line that has no effect on what it requests. Settings of a Compose file are
// not considered: the file may be used with another runtime as well.
func (o *options) idle() []diag.Finding {
	var notes []diag.Finding
	for _, name := range o.requested {
		if why := o.inert(name); why != "" {
			notes = append(notes, cmdline.Finding(diag.Note, name, "has no effect "+why))
		}
	}
	return notes
}

// inert returns on what a flag has no effect, or "".
func (o *options) inert(flag string) string {
	switch {
	case o.command != nil && !o.command.reads:
		return o.inertHere(flag)
	case flag == "force" && o.check:
		return "with -check: nothing is written"
	case flag == "force" && o.list:
		return "with -list: nothing is written"
	case flag == "ignore-missing-env-files" && len(o.envFiles) == 0:
		return "without -env-files"
	case flag == engineVersion && o.runtime != all.Versioned.Engine:
		return "with " + o.made()
	}
	if rt, err := all.Find(o.runtime, o.format); err == nil {
		if why := rt.Ignores()[flag]; why != "" {
			return fmt.Sprintf("with %s: %s", o.made(), why)
		}
	}
	return ""
}

// inertHere does the same for a command that looks for a project on this machine.
func (o *options) inertHere(flag string) string {
	switch {
	case o.command.uses == nil || slices.Contains(slices.Concat(o.command.uses, speaks), flag):
		return ""
	case !slices.Contains(naming, flag):
		return "on " + o.command.name
	case o.project != "":
		return "with -project: no Compose file is read"
	case flag == "ignore-missing-env-files" && len(o.envFiles) == 0:
		return "without -env-files"
	}
	return ""
}
