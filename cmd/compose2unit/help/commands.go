package help

// Apply is the help of `compose2unit apply`.
const Apply = `compose2unit apply installs the project's units on this machine and applies changes.

  sudo compose2unit apply -inputs compose.yml -runtime docker
  sudo compose2unit apply shop    (the project in /etc/compose/shop)

It shows what will change, writes the units to systemd's unit directory, reloads
systemd, restarts running units that changed, starts new ones, stops and removes
those that are gone, and waits. What was stopped by hand stays stopped. Running
it again changes nothing. Named volumes are never removed.

The flags are those of compose2unit -h, without -output, -check, -list and
-lock. With -user the units are those of the user. Units that were applied for
another runtime are replaced only with -force.

With names of projects in /etc/compose (list shows them) nothing is installed:
if all of them can be translated, systemd reloads its units, and the generator
writes theirs. Their settings are in their Compose files; the flags are -user,
-force and those of diagnostics.

Exit codes: 0 done, 1 the project cannot be translated, 2 wrong usage or
something that cannot be read or written, 4 a unit failed.
`

// Diff is the help of `compose2unit diff`.
const Diff = `compose2unit diff shows what apply would do, and changes nothing.

  compose2unit diff -inputs compose.yml -runtime docker
  compose2unit diff shop

The flags are those of apply, without -force. Files that contain values are
named, but their content is not shown.

Exit codes: 0 nothing would change, 1 the project cannot be translated, 2 wrong
usage or something that cannot be read, 3 something would change.
`

// Graph is the help of `compose2unit graph`.
const Graph = `compose2unit graph draws the project: services and jobs, what they wait for,
their networks, volumes, published ports and host paths.

  compose2unit graph -inputs compose.yml -output shop.svg

  -format svg|dot|mermaid
                          how the picture is written (default svg)
  -output FILE            where to (default: standard output)

The other flags are those of compose2unit -h, without -check, -list, -lock and
-force. The picture has the names of the units, and no value of an environment
variable, secret or config. Findings are those of a run.

Exit codes: 0 done, 1 the project cannot be translated, 2 wrong usage or a file
that cannot be read or written.
`

// Status is the help of `compose2unit status`.
const Status = `compose2unit status lists the units of projects on this machine, with the state
and health of their containers, published ports, and how often systemd has
restarted them. Of a project in /etc/compose it also prints where it comes from.

  compose2unit status shop

  -project NAME  the project (default: from the Compose file in this directory)
  -user          the user's units
  -json          one JSON object per line

Exit codes: 0 done, 2 there is no such project, or it cannot be queried.
`

// Remove is the help of `compose2unit remove`.
const Remove = `compose2unit remove stops projects and removes their units from this machine, and
their containers and networks from the engine that runs them. Volumes are kept
unless -volumes is given. An interrupted run is completed by the next one.

  sudo compose2unit remove shop

A project in /etc/compose is removed once its directory is gone or masked.

  -project NAME  the project (default: from the Compose file in this directory)
  -user          the user's units
  -volumes       also remove the project's volumes with their data
  -config-dir DIR  the -config-dir with which the project was applied

Exit codes: 0 done, 2 there is no such project, or something cannot be removed,
4 a unit failed.
`

// List is the help of `compose2unit list`.
const List = `compose2unit list shows the projects in /etc/compose and the other project
directories, where each comes from, and what systemd has of it: loaded, refused
(the Compose file cannot be translated), new (not read yet), masked, or removed
(the directory is gone, the units are still there).

  compose2unit list

  -user          the projects of the user
  -json          one JSON object per line

Exit codes: 0 done, 2 something cannot be read.
`

// Explain is the help of `compose2unit explain`.
const Explain = `compose2unit explain tells what the code of a finding means, what each runtime
does with an attribute of a Compose file, or what a key of x-compose2unit or
x-systemd does.

  compose2unit explain unsupported services.web.ports x-compose2unit.update

Names may be left out: services.ports is the same as services.web.ports.

Exit codes: 0 done, 2 there is no such code, attribute or key.
`

// Check is the help of `compose2unit check`.
const Check = `compose2unit check shows what a reload of systemd would do with the projects in
/etc/compose and the other project directories: their findings, and how their
units would differ from those that systemd has loaded.

  sudo compose2unit check
  sudo compose2unit check shop

  -user          the projects of the user

Exit codes: 0 nothing would change, 1 a project cannot be translated, 2 there is
no such project, or something cannot be read, 3 something would change.
`
