package help

// Usage is the help of generating. It is laid by hand, so that it can be read; a test keeps it in step with the flags.
const Usage = `compose2unit turns a Docker Compose project into systemd units.

  compose2unit -inputs compose.yml -output out -runtime docker
  compose2unit COMMAND ... (COMMAND -h says more)

Commands
  apply                   bring this machine's units to what the project says
  diff                    show what apply would do
  status                  list the project's units, containers and ports
  remove                  stop the project and remove its units

What is read
  -inputs FILE,...        Compose files, merged in order; - is standard input
                          (default: found as docker compose finds them)
  -project NAME           project name (default: Compose's rule)
  -root-path DIR          project folder on the machine that runs the units
                          (default: the folder of the first input)
  -env-files FILE,...     files for interpolation (default: .env)
  -ignore-missing-env-files
                          files of -env-files (not env_file) may be missing
  -ignore-dot-env         no .env is read unless a flag or an include names it
  -env-files-only         env_file and secrets are read on the target, and no
                          value from outside the Compose file is copied
  -profiles NAME,...      active profiles (default: COMPOSE_PROFILES)
  -services NAME,...      only these services and what they depend on
  -service-include REGEX  likewise, by pattern
  -generate-unused-resources
                          also networks and volumes that no service uses
  -check-bind-mounts      bind sources must exist on this machine
  -lock FILE              ask the registries for the images' digests, write
                          them into FILE and use them
  -locked FILE            use the digests of FILE
  -address-pool B/N/SIZE  networks without a subnet get a fixed one of this
                          range: 172.27.0.0/16/24; may be repeated for IPv6

What is made
  -output DIR             where the units go (default out)
  -runtime docker|podman  the engine of the target (default podman)
  -format units|quadlet   form of the units (default units; quadlet is podman's)
  -unit-prefix PREFIX     a word in front of every unit's name
  -user                   units for the user's service manager
  -auto-start=false       the target is not started at boot
  -logs journal|engine    whether the journal shows the containers' output
                          (default journal)
  -create auto|flags|api  how docker creates containers (default auto)
  -config-dir DIR         private files' folder on the target (or beside units)
  -engine-root DIR        where the target's engine keeps its data; its mount
                          is waited for
  -default-stop-timeout D
                          the least time systemd gives a container to stop
  -systemd-version N      oldest systemd, 252 to 262 (default 252)
  -podman-version V       oldest podman, 4.3 to 6.2 (default 5.4)
  -docker-caps            podman's containers get the capabilities of Docker's

How it is judged
  -check                  write nothing; print how -output differs
  -list                   write nothing; print each file and what it is
  -strict                 warnings are errors (also -warnings-as-errors)
  -allow PATTERN,...      accept that this attribute is not translated
  -diagnostics text|json  how findings are printed (default text)
  -q, -quiet              print nothing but findings
  -version                print the version
  -h, -help               print this

One dash or two, '_' or '-': all the same. Flags of compose2nix are accepted;
those that change nothing say so.

Exit codes: 0 done, 1 the project cannot be translated, 2 wrong usage or a file
that cannot be read or written, 3 -check or diff found a difference, 4 a unit
failed.
`
