// Package help holds the help texts of the program and its commands. The man page and the completions are generated from them.
package help

// Usage is the help text of the command without a subcommand. It is formatted by hand; a test checks it against the flags.
const Usage = `compose2unit turns a Docker Compose project into systemd units.

  compose2unit compose.yml -output out -runtime docker
  compose2unit COMMAND ... (COMMAND -h says more)

Commands
  apply                   install the project's units and apply the changes
  diff                    show what apply would do
  graph                   draw the project as SVG, for Graphviz or for Mermaid
  status                  list the project's units, containers and ports
  remove                  stop the project and remove its units
  list                    list the projects in /etc/compose
  check                   show what the generator makes of /etc/compose
  explain                 what a code or an attribute means

Input
  -inputs FILE,...        Compose files, merged in order; - is standard input
                          (default: found as docker compose finds them)
  -project NAME           project name (default: Compose's rule)
  -root-path DIR          directory on the target (default: the input's)
  -env-files FILE,...     files for interpolation (default: .env)
  -ignore-missing-env-files
                          ignore missing files of -env-files (not env_file)
  -ignore-dot-env         do not read .env unless a flag or an include names it
  -env-files-only         leave values from outside Compose files to the target
  -profiles NAME,...      active profiles (default: COMPOSE_PROFILES)
  -services NAME,...      only these services and what they depend on
  -service-include REGEX  the same, by pattern
  -generate-unused-resources
                          include networks and volumes that no service uses
  -check-bind-mounts      require that bind sources exist on this machine
  -lock FILE              look up the images' digests, write them to FILE
  -locked FILE            use the digests of FILE
  -address-pool B/N/SIZE  give networks without a subnet a fixed one of this
                          range: 172.27.0.0/16/24; may be repeated for IPv6

Output
  -output DIR             output directory (default out)
  -runtime docker|podman  the engine of the target (default podman)
  -format units|quadlet   output format (default units; quadlet needs podman)
  -unit-prefix PREFIX     prefix of every unit name
  -user                   write units for the user's service manager
  -auto-start=false       do not start the target at boot
  -logs journal|engine    where containers' output is shown (default journal)
  -create auto|flags|api  how docker creates containers (default auto)
  -config-dir DIR         directory of private files (default: beside the units)
  -engine-root DIR        engine's data directory, whose mount units wait for
  -default-stop-timeout D  minimum time that a container is given to stop
  -systemd-version N      oldest systemd, 252 to 262 (default 252)
  -podman-version V       oldest podman, 4.3 to 6.2 (default 5.4)
  -docker-caps            give podman containers Docker's default capabilities

Checks and diagnostics
  -check                  write nothing; print how -output differs
  -list                   write nothing; print each file and what it is
  -force                  replace files that were written for another runtime
  -strict                 treat warnings as errors (also -warnings-as-errors)
  -allow PATTERN,...      accept that this attribute is not translated
  -diagnostics text|short|json|sarif|github
                          format of findings (default text)
  -color auto|always|never  color of findings (default auto: on a terminal)
  -q, -quiet              print nothing but findings
  -version                print the version
  -h, -help               print this

Flags take one dash or two, and '_' or '-'. Flags of compose2nix are accepted;
those without an effect print a note.

Exit codes: 0 done, 1 the project cannot be translated, 2 wrong usage or an I/O
error, 3 -check or diff found a difference, 4 a unit failed.
`
