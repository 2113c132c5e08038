package main

import (
	"context"

	"github.com/spf13/pflag"
)

// command is a word that may stand before the flags.
type command struct {
	name, about string
	help        string
	// define declares the flags that only this command has.
	define func(*options, *pflag.FlagSet)
	run    func(context.Context, *world, *options, speech) int
}

// commands lists them in the order of the help. Without a word the program generates.
func commands() []command {
	return []command{
		{"apply", "bring this machine's units to what the project says", applyHelp, noFlags, apply},
		{"diff", "show what apply would do, and change nothing", diffHelp, noFlags, apply},
		{"status", "list the project's units, containers and ports", statusHelp, statusFlags, status},
		{"remove", "stop the project and remove its units from this machine", removeHelp, removeFlags, remove},
	}
}

func noFlags(*options, *pflag.FlagSet) {}

func statusFlags(o *options, flags *pflag.FlagSet) {
	flags.BoolVar(&o.asJSON, "json", false, "")
}

func removeFlags(o *options, flags *pflag.FlagSet) {
	flags.BoolVar(&o.volumes, "volumes", false, "")
}

// findCommand takes a leading word off the arguments.
func findCommand(args []string) (*command, []string) {
	for _, c := range commands() {
		if len(args) > 0 && args[0] == c.name {
			return &c, args[1:]
		}
	}
	return nil, args
}

const applyHelp = `compose2unit apply brings this machine's units to what the project says.

  sudo compose2unit apply -inputs compose.yml -runtime docker

It shows what will change, writes the units where systemd looks for them, has
systemd read them again, restarts what changed and was running, starts what is
new, stops and removes what is gone, and waits. What somebody stopped stays
stopped. Applying a second time does nothing. Named volumes are never removed.

The flags are those of generating (compose2unit -h), without -output, -check
and -lock. With -user the units are the user's own.

Exit codes: 0 done, 1 the project cannot be translated, 2 wrong usage or
something that cannot be read or written, 4 a unit failed.
`

const diffHelp = `compose2unit diff shows what apply would do, and changes nothing.

  compose2unit diff -inputs compose.yml -runtime docker

The flags are those of apply. Files with values of the project are named, but
their content is not shown.

Exit codes: 0 nothing would change, 1 the project cannot be translated, 2 wrong
usage or something that cannot be read, 3 something would change.
`

const statusHelp = `compose2unit status lists the units of a project on this machine, with the state
and the health of their containers, the ports that are published, and how often
systemd restarted them.

  compose2unit status -project shop

  -project NAME  the project; without it the Compose file in this folder says it
  -user          the user's units
  -json          one object a line, for programs

Exit codes: 0 done, 2 there is no such project, or it cannot be asked about.
`

const removeHelp = `compose2unit remove stops a project and removes its units from this machine, its
containers and its networks with them. Volumes are kept.

  sudo compose2unit remove -project shop

  -project NAME  the project; without it the Compose file in this folder says it
  -user          the user's units
  -volumes       the project's volumes, too, and the data in them

Exit codes: 0 done, 2 there is no such project, or something cannot be removed,
4 a unit failed.
`
