package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/compose2unit/help"
)

// command is a word that may precede the flags.
type command struct {
	name, help string
	// reads is set for a command that translates a project.
	reads bool
	// changes is set for a command that changes the machine: a closed pipe does not end it.
	changes bool
	// forces is set for a command that may replace the units of another runtime.
	forces bool
	// words is set for a command whose arguments are words instead of Compose files, projects for one whose words are names of
	// projects; with both, all of them are.
	words, projects bool
	// uses are the flags with an effect on a command that accepts all those of generating, so that it can be called like apply.
	uses []string
	// only are the flags of a command that has none of those of generating; see speaks.
	only []string
	// reason says why others are refused.
	reason string
	// define declares the flags that only this command has.
	define func(*options, *pflag.FlagSet)
	run    func(context.Context, *world, *options, speech) int
}

// commands lists them in the order of the help. Without a command the program generates.
func commands() []command {
	return []command{
		{name: "apply", help: help.Apply, reads: true, changes: true, forces: true, projects: true, define: noFlags, run: apply},
		{name: "diff", help: help.Diff, reads: true, projects: true, define: noFlags, run: apply},
		{name: "graph", help: help.Graph, reads: true, reason: "prints a picture", define: graphFlags, run: draw},
		{name: "status", help: help.Status, projects: true, uses: []string{"project", "user", "json"}, define: statusFlags, run: status},
		{name: "remove", help: help.Remove, changes: true, projects: true, uses: []string{"project", "user", "volumes", "config-dir"}, define: removeFlags, run: remove},
		{name: "list", help: help.List, only: []string{"user", "json"}, reason: "lists all projects in folders", define: statusFlags, run: list},
		{name: "check", help: help.Check, words: true, projects: true, only: []string{"user"}, reason: "takes the settings of projects from their folders",
			define: noFlags, run: checkProjects},
		{name: "explain", help: help.Explain, words: true, only: []string{}, reason: "reads no project", define: noFlags, run: explained},
	}
}

func noFlags(*options, *pflag.FlagSet) {}

func statusFlags(o *options, flags *pflag.FlagSet) {
	flags.BoolVar(&o.asJSON, "json", false, "")
}

func removeFlags(o *options, flags *pflag.FlagSet) {
	flags.BoolVar(&o.volumes, "volumes", false, "")
}

// findCommand splits a leading command off the arguments.
func findCommand(args []string) (*command, []string) {
	for _, c := range commands() {
		if len(args) > 0 && args[0] == c.name {
			return &c, args[1:]
		}
	}
	return nil, args
}

// naming are the flags that define the name of a project that is not named on the command line.
var naming = []string{"inputs", "env-files", "ignore-missing-env-files", "ignore-dot-env"}

// speaks are the flags of every command.
var speaks = []string{"diagnostics", "color", "quiet", "q", "version", "help"}

// without returns the flags of generating that the command does not have.
func (c *command) without() []string {
	out := []string{"check", "list", "lock"}
	if c.name != "graph" {
		out = append(out, "output")
	}
	if !c.forces {
		out = append(out, "force")
	}
	return out
}

// misplaced returns an error if flags were given that the command does not have.
func (c *command) misplaced(flags *pflag.FlagSet) (err error) {
	without := c.without()
	flags.Visit(func(f *pflag.Flag) {
		if slices.Contains(without, f.Name) || c.only != nil && !slices.Contains(c.only, f.Name) && !slices.Contains(speaks, f.Name) {
			err = fmt.Errorf("-%s is for generating units: %s %s", f.Name, c.name, cmp.Or(c.reason, "works on the units of this machine"))
		}
	})
	return err
}
