# Made by cmd/docgen (make docs) from the help of the program; edit that and cmd/docgen/form, not this.
# Completes compose2unit in fish.

# Whether the command, or '' for none, is one of the arguments.
function __compose2unit_in
    set -l words (commandline -opc)
    set -l command ''
    contains -- "$words[2]" apply diff graph status remove list check explain
    and set command $words[2]
    contains -- "$command" $argv
end

complete -c compose2unit -f
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -F
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a apply -d 'install the project\'s units and apply the changes'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a diff -d 'show what apply would do'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a graph -d 'draw the project as SVG, for Graphviz or for Mermaid'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a status -d 'list the project\'s units, containers and ports'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a remove -d 'stop the project and remove its units'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a list -d 'list the projects in /etc/compose'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a check -d 'show what the generator makes of /etc/compose'
complete -c compose2unit -n 'test (count (commandline -opc)) -eq 1' -a explain -d 'what a code or an attribute means'
complete -c compose2unit -n '__compose2unit_in explain' -a 'collision flag invalid limit loading missing no-effect obsolete outside partial rootless runtime stale syntax unresolved unsafe unsupported version x-compose2unit x-systemd configs configs.content configs.environment configs.external configs.file configs.labels configs.name configs.template_driver include jobs jobs.annotations jobs.blkio_config jobs.build jobs.cap_add jobs.cap_drop jobs.cgroup jobs.cgroup_parent jobs.command jobs.configs jobs.cpu_count jobs.cpu_percent jobs.cpu_period jobs.cpu_quota jobs.cpu_rt_period jobs.cpu_rt_runtime jobs.cpu_shares jobs.cpus jobs.cpuset jobs.credential_spec jobs.depends_on jobs.device_cgroup_rules jobs.devices jobs.dns jobs.dns_opt jobs.dns_search jobs.domainname jobs.entrypoint jobs.env_file jobs.environment jobs.expose jobs.extra_hosts jobs.gpus jobs.group_add jobs.healthcheck jobs.hostname jobs.image jobs.init jobs.ipc jobs.isolation jobs.label_file jobs.labels jobs.logging jobs.mac_address jobs.mem_limit jobs.mem_reservation jobs.mem_swappiness jobs.memswap_limit jobs.models jobs.network_mode jobs.networks jobs.oom_kill_disable jobs.oom_score_adj jobs.pid jobs.pids_limit jobs.platform jobs.ports jobs.privileged jobs.profiles jobs.pull_policy jobs.pull_refresh_after jobs.read_only jobs.runtime jobs.secrets jobs.security_opt jobs.shm_size jobs.stdin_open jobs.stop_grace_period jobs.stop_signal jobs.storage_opt jobs.sysctls jobs.tmpfs jobs.triggers jobs.tty jobs.ulimits jobs.umask jobs.use_api_socket jobs.user jobs.userns_mode jobs.uts jobs.volumes jobs.volumes_from jobs.working_dir models models.context_size models.model models.name models.runtime_flags name networks networks.attachable networks.driver networks.driver_opts networks.enable_ipv4 networks.enable_ipv6 networks.external networks.internal networks.ipam networks.labels networks.name secrets secrets.driver secrets.driver_opts secrets.environment secrets.external secrets.file secrets.labels secrets.name secrets.template_driver services services.annotations services.attach services.blkio_config services.build services.cap_add services.cap_drop services.cgroup services.cgroup_parent services.command services.configs services.container_name services.cpu_count services.cpu_percent services.cpu_period services.cpu_quota services.cpu_rt_period services.cpu_rt_runtime services.cpu_shares services.cpus services.cpuset services.credential_spec services.depends_on services.deploy services.develop services.device_cgroup_rules services.devices services.dns services.dns_opt services.dns_search services.domainname services.entrypoint services.env_file services.environment services.expose services.extends services.external_links services.extra_hosts services.gpus services.group_add services.healthcheck services.hostname services.image services.init services.ipc services.isolation services.label_file services.labels services.links services.logging services.mac_address services.mem_limit services.mem_reservation services.mem_swappiness services.memswap_limit services.models services.network_mode services.networks services.oom_kill_disable services.oom_score_adj services.pid services.pids_limit services.platform services.ports services.post_start services.pre_start services.pre_stop services.privileged services.profiles services.provider services.pull_policy services.pull_refresh_after services.read_only services.restart services.runtime services.scale services.secrets services.security_opt services.shm_size services.stdin_open services.stop_grace_period services.stop_signal services.storage_opt services.sysctls services.tmpfs services.tty services.ulimits services.umask services.use_api_socket services.user services.userns_mode services.uts services.volumes services.volumes_from services.working_dir version volumes volumes.driver volumes.driver_opts volumes.external volumes.labels volumes.name'

complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o inputs -x -a '(__fish_complete_list , __fish_complete_path)' -d 'Compose files, merged in order; - is standard input (default: found as docker compose finds them)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o project -x -d 'project name (default: Compose\'s rule)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o root-path -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'directory on the target (default: the input\'s)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o env-files -x -a '(__fish_complete_list , __fish_complete_path)' -d 'files for interpolation (default: .env)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o ignore-missing-env-files -d 'ignore missing files of -env-files (not env_file)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o ignore-dot-env -d 'do not read .env unless a flag or an include names it'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o env-files-only -d 'leave values from outside Compose files to the target'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o profiles -x -d 'active profiles (default: COMPOSE_PROFILES)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o services -x -d 'only these services and what they depend on'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o service-include -x -d 'the same, by pattern'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o generate-unused-resources -d 'include networks and volumes that no service uses'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o check-bind-mounts -d 'require that bind sources exist on this machine'
complete -c compose2unit -n '__compose2unit_in ""' -o lock -r -F -d 'look up the images\' digests, write them to FILE'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o locked -r -F -d 'use the digests of FILE'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o address-pool -x -d 'give networks without a subnet a fixed one of this range: 172.27.0.0/16/24; may be repeated for IPv6'
complete -c compose2unit -n '__compose2unit_in ""' -o output -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'output directory (default out)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o runtime -x -a 'docker podman' -d 'the engine of the target (default podman)'
complete -c compose2unit -n '__compose2unit_in "" apply diff' -o format -x -a 'units quadlet' -d 'output format (default units; quadlet needs podman)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o unit-prefix -x -d 'prefix of every unit name'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o user -d 'write units for the user\'s service manager'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o auto-start=false -d 'do not start the target at boot'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o logs -x -a 'journal engine' -d 'where containers\' output is shown (default journal)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o create -x -a 'auto flags api' -d 'how docker creates containers (default auto)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o config-dir -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'directory of private files (default: beside the units)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o engine-root -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'engine\'s data directory, whose mount units wait for'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o default-stop-timeout -x -d 'minimum time that a container is given to stop'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o systemd-version -x -d 'oldest systemd, 252 to 262 (default 252)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o podman-version -x -d 'oldest podman, 4.3 to 6.2 (default 5.4)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o docker-caps -d 'give podman containers Docker\'s default capabilities'
complete -c compose2unit -n '__compose2unit_in ""' -o check -d 'write nothing; print how -output differs'
complete -c compose2unit -n '__compose2unit_in ""' -o list -d 'write nothing; print each file and what it is'
complete -c compose2unit -n '__compose2unit_in "" apply' -o force -d 'replace files that were written for another runtime'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o strict -d 'treat warnings as errors (also -warnings-as-errors)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o allow -x -d 'accept that this attribute is not translated'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o diagnostics -x -a 'text short json sarif github' -d 'format of findings (default text)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o color -x -a 'auto always never' -d 'color of findings (default auto: on a terminal)'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -s q -d 'print nothing but findings'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o quiet -d 'print nothing but findings'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o version -d 'print the version'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -s h -d 'print this'
complete -c compose2unit -n '__compose2unit_in "" apply diff graph' -o help -d 'print this'
complete -c compose2unit -n '__compose2unit_in graph' -o format -x -a 'svg dot mermaid' -d 'how the picture is written (default svg)'
complete -c compose2unit -n '__compose2unit_in graph' -o output -r -F -d 'where to (default: standard output)'
complete -c compose2unit -n '__compose2unit_in status remove' -o project -x -d 'the project (default: from the Compose file in this directory)'
complete -c compose2unit -n '__compose2unit_in status remove' -o user -d 'the user\'s units'
complete -c compose2unit -n '__compose2unit_in status list' -o json -d 'one JSON object per line'
complete -c compose2unit -n '__compose2unit_in remove' -o volumes -d 'also remove the project\'s volumes with their data'
complete -c compose2unit -n '__compose2unit_in remove' -o config-dir -x -a '(__fish_complete_directories (commandline -ct) "")' -d 'the -config-dir with which the project was applied'
complete -c compose2unit -n '__compose2unit_in list check' -o user -d 'the projects of the user'
