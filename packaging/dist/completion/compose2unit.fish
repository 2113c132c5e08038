# Made by cmd/docgen (make docs) from the help of the program; edit that and cmd/docgen/form, not this.
# Completes compose2unit in fish.

# Whether the command, or '' for none, is one of the arguments.
function __compose2unit_in
    set -l words (commandline -opc)
    set -l command ''
    contains -- "$words[2]" apply diff status remove
    and set command $words[2]
    contains -- "$command" $argv
end

complete -c compose2unit -f
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a apply -d 'bring this machine\'s units to what the project says'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a diff -d 'show what apply would do'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a status -d 'list the project\'s units, containers and ports'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a remove -d 'stop the project and remove its units'

complete -c compose2unit -n '__compose2unit_in "" apply diff' -o inputs -x -a '(__fish_complete_list , __fish_complete_path)' -d 'Compose files, merged in order; - is standard input (default: found as docker compose finds them)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o project -x -d 'project name (default: Compose\'s rule)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o root-path -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'project folder on the machine that runs the units (default: the folder of the first input)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o env-files -x -a '(__fish_complete_list , __fish_complete_path)' -d 'files for interpolation (default: .env)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o ignore-missing-env-files -d 'files of -env-files (not env_file) may be missing'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o ignore-dot-env -d 'no .env is read unless a flag or an include names it'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o env-files-only -d 'env_file and secrets are read on the target, and no value from outside the Compose file is copied'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o profiles -x -d 'active profiles (default: COMPOSE_PROFILES)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o services -x -d 'only these services and what they depend on'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o service-include -x -d 'likewise, by pattern'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o generate-unused-resources -d 'also networks and volumes that no service uses'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o check-bind-mounts -d 'bind sources must exist on this machine'
complete -c compose2unit -n '__compose2unit_in ""' -o lock -r -F -d 'ask the registries for the images\' digests, write them into FILE and use them'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o locked -r -F -d 'use the digests of FILE'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o address-pool -x -d 'networks without a subnet get a fixed one of this range: 172.27.0.0/16/24; may be repeated for IPv6'
complete -c compose2unit -n '__compose2unit_in ""' -o output -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'where the units go (default out)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o runtime -x -a 'docker podman' -d 'the engine of the target (default podman)'
complete -c compose2unit -n '__compose2unit_in ""' -o format -x -a 'units quadlet' -d 'form of the units (default units; quadlet is podman\'s)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o unit-prefix -x -d 'a word in front of every unit\'s name'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o user -d 'units for the user\'s service manager'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o auto-start=false -d 'the target is not started at boot'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o logs -x -a 'journal engine' -d 'whether the journal shows the containers\' output (default journal)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o create -x -a 'auto flags api' -d 'how docker creates containers (default auto)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o config-dir -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'private files\' folder on the target (or beside units)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o engine-root -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'where the target\'s engine keeps its data; its mount is waited for'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o default-stop-timeout -x -d 'the least time systemd gives a container to stop'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o systemd-version -x -d 'oldest systemd, 252 to 262 (default 252)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o podman-version -x -d 'oldest podman, 4.3 to 6.2 (default 5.4)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o docker-caps -d 'podman\'s containers get the capabilities of Docker\'s'
complete -c compose2unit -n '__compose2unit_in ""' -o check -d 'write nothing; print how -output differs'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o list -d 'write nothing; print each file and what it is'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o strict -d 'warnings are errors (also -warnings-as-errors)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o allow -x -d 'accept that this attribute is not translated'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o diagnostics -x -a 'text json' -d 'how findings are printed (default text)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -s q -d 'print nothing but findings'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o quiet -d 'print nothing but findings'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o version -d 'print the version'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -s h -d 'print this'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o help -d 'print this'
complete -c compose2unit -n '__compose2unit_in status remove' -o project -x -d 'the project; without it the Compose file in this folder says it'
complete -c compose2unit -n '__compose2unit_in status remove' -o user -d 'the user\'s units'
complete -c compose2unit -n '__compose2unit_in status' -o json -d 'one object a line, for programs'
complete -c compose2unit -n '__compose2unit_in remove' -o volumes -d 'the project\'s volumes, too, and the data in them'
