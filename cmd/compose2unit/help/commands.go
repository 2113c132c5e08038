package help

// Apply is the help of `compose2unit apply`.
const Apply = `compose2unit apply brings this machine's units to what the project says.

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

// Diff is the help of `compose2unit diff`.
const Diff = `compose2unit diff shows what apply would do, and changes nothing.

  compose2unit diff -inputs compose.yml -runtime docker

The flags are those of apply. Files with values of the project are named, but
their content is not shown.

Exit codes: 0 nothing would change, 1 the project cannot be translated, 2 wrong
usage or something that cannot be read, 3 something would change.
`

// Status is the help of `compose2unit status`.
const Status = `compose2unit status lists the units of a project on this machine, with the state
and the health of their containers, the ports that are published, and how often
systemd restarted them.

  compose2unit status -project shop

  -project NAME  the project; without it the Compose file in this folder says it
  -user          the user's units
  -json          one object a line, for programs

Exit codes: 0 done, 2 there is no such project, or it cannot be asked about.
`

// Remove is the help of `compose2unit remove`.
const Remove = `compose2unit remove stops a project and removes its units from this machine, its
containers and its networks with them. Volumes are kept.

  sudo compose2unit remove -project shop

  -project NAME  the project; without it the Compose file in this folder says it
  -user          the user's units
  -volumes       the project's volumes, too, and the data in them

Exit codes: 0 done, 2 there is no such project, or something cannot be removed,
4 a unit failed.
`
