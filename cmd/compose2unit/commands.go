package main

import (
	"context"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/compose2unit/help"
)

// command is a word that may precede the flags.
type command struct {
	name, help string
	// reads is set for a command that translates a project.
	reads bool
	// forces is set for a command that may replace the units of another runtime.
	forces bool
	// words is set for a command whose arguments are words instead of Compose files, projects for one whose words are names of
	// projects; with both, all of them are.
	words, projects bool
	// define declares the flags that only this command has.
	define func(*options, *pflag.FlagSet)
	run    func(context.Context, *world, *options, speech) int
}

// commands lists them in the order of the help. Without a command the program generates.
func commands() []command {
	return []command{
		{name: "apply", help: help.Apply, reads: true, forces: true, projects: true, define: noFlags, run: apply},
		{name: "diff", help: help.Diff, reads: true, projects: true, define: noFlags, run: apply},
		{name: "graph", help: help.Graph, reads: true, define: graphFlags, run: draw},
		{name: "status", help: help.Status, projects: true, define: statusFlags, run: status},
		{name: "remove", help: help.Remove, projects: true, define: removeFlags, run: remove},
		{name: "list", help: help.List, define: statusFlags, run: list},
		{name: "check", help: help.Check, words: true, projects: true, define: noFlags, run: checkProjects},
		{name: "explain", help: help.Explain, words: true, define: noFlags, run: explained},
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

// does returns the reason.
func (c *command) does() string {
	if c.name == "graph" {
		return "prints a picture"
	}
	return "works on the units of this machine"
}
