# Made by cmd/docgen (make docs) from the help of the program; edit that and cmd/docgen/form, not this.
# Completes compose2unit in bash, with flags as the documentation spells them, or with two dashes where two are typed.
# shellcheck shell=bash

_compose2unit() {
	local cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]} kind='' words='' command='' before='' i
	COMPREPLY=()
	# bash takes -flag=value for three words.
	if [[ $cur == '=' ]]; then
		cur=''
	elif [[ $flag == '=' ]] && ((COMP_CWORD > 1)); then
		flag=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if ((COMP_CWORD > 1)); then
		command=${COMP_WORDS[1]}
	fi
	if [[ $flag == -* ]]; then
		flag=${flag#-} flag=${flag#-}
		case $command:${flag//_/-} in
		graph:format) kind='words' words='svg dot mermaid' ;;
		graph:output) kind='file' ;;
		*:inputs | *:env-files) kind='files' ;;
		*:lock | *:locked) kind='file' ;;
		*:root-path | *:output | *:config-dir | *:engine-root) kind='folder' ;;
		*:project | *:profiles | *:services | *:service-include | *:address-pool | *:unit-prefix | *:default-stop-timeout | *:systemd-version | *:podman-version | *:allow) kind='any' ;;
		*:runtime) kind='words' words='docker podman' ;;
		*:format) kind='words' words='units quadlet' ;;
		*:logs) kind='words' words='journal engine' ;;
		*:create) kind='words' words='auto flags api' ;;
		*:diagnostics) kind='words' words='text short json sarif github' ;;
		*:color) kind='words' words='auto always never' ;;
		esac
	fi
	if ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then
		kind=first words='apply diff graph status remove list check explain'
	fi
	case $kind in
	words | first) ;;
	file | files | folder)
		if [[ $kind == files && $cur == *,* ]]; then
			before=${cur%,*}, cur=${cur##*,}
		fi
		compopt -o filenames
		if [[ $kind == folder ]]; then
			mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		for i in "${!COMPREPLY[@]}"; do
			COMPREPLY[i]=$before${COMPREPLY[i]}
		done
		return
		;;
	any) return ;;
	*)
		case $command in
		apply) words='-inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -locked -address-pool -runtime -format -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -force -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		diff) words='-inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -locked -address-pool -runtime -format -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		graph) words='-format -output -inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -locked -address-pool -runtime -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		status) words='-project -user -json' ;;
		remove) words='-project -user -volumes -config-dir' ;;
		list) words='-user -json' ;;
		check) words='-user' ;;
		explain) words='collision flag invalid limit loading missing no-effect obsolete outside partial rootless runtime stale syntax unresolved unsafe unsupported version x-compose2unit x-systemd configs configs.content configs.environment configs.external configs.file configs.labels configs.name configs.template_driver include jobs jobs.annotations jobs.blkio_config jobs.build jobs.cap_add jobs.cap_drop jobs.cgroup jobs.cgroup_parent jobs.command jobs.configs jobs.cpu_count jobs.cpu_percent jobs.cpu_period jobs.cpu_quota jobs.cpu_rt_period jobs.cpu_rt_runtime jobs.cpu_shares jobs.cpus jobs.cpuset jobs.credential_spec jobs.depends_on jobs.device_cgroup_rules jobs.devices jobs.dns jobs.dns_opt jobs.dns_search jobs.domainname jobs.entrypoint jobs.env_file jobs.environment jobs.expose jobs.extra_hosts jobs.gpus jobs.group_add jobs.healthcheck jobs.hostname jobs.image jobs.init jobs.ipc jobs.isolation jobs.label_file jobs.labels jobs.logging jobs.mac_address jobs.mem_limit jobs.mem_reservation jobs.mem_swappiness jobs.memswap_limit jobs.models jobs.network_mode jobs.networks jobs.oom_kill_disable jobs.oom_score_adj jobs.pid jobs.pids_limit jobs.platform jobs.ports jobs.privileged jobs.profiles jobs.pull_policy jobs.pull_refresh_after jobs.read_only jobs.runtime jobs.secrets jobs.security_opt jobs.shm_size jobs.stdin_open jobs.stop_grace_period jobs.stop_signal jobs.storage_opt jobs.sysctls jobs.tmpfs jobs.triggers jobs.tty jobs.ulimits jobs.umask jobs.use_api_socket jobs.user jobs.userns_mode jobs.uts jobs.volumes jobs.volumes_from jobs.working_dir models models.context_size models.model models.name models.runtime_flags name networks networks.attachable networks.driver networks.driver_opts networks.enable_ipv4 networks.enable_ipv6 networks.external networks.internal networks.ipam networks.labels networks.name secrets secrets.driver secrets.driver_opts secrets.environment secrets.external secrets.file secrets.labels secrets.name secrets.template_driver services services.annotations services.attach services.blkio_config services.build services.cap_add services.cap_drop services.cgroup services.cgroup_parent services.command services.configs services.container_name services.cpu_count services.cpu_percent services.cpu_period services.cpu_quota services.cpu_rt_period services.cpu_rt_runtime services.cpu_shares services.cpus services.cpuset services.credential_spec services.depends_on services.deploy services.develop services.device_cgroup_rules services.devices services.dns services.dns_opt services.dns_search services.domainname services.entrypoint services.env_file services.environment services.expose services.extends services.external_links services.extra_hosts services.gpus services.group_add services.healthcheck services.hostname services.image services.init services.ipc services.isolation services.label_file services.labels services.links services.logging services.mac_address services.mem_limit services.mem_reservation services.mem_swappiness services.memswap_limit services.models services.network_mode services.networks services.oom_kill_disable services.oom_score_adj services.pid services.pids_limit services.platform services.ports services.post_start services.pre_start services.pre_stop services.privileged services.profiles services.provider services.pull_policy services.pull_refresh_after services.read_only services.restart services.runtime services.scale services.secrets services.security_opt services.shm_size services.stdin_open services.stop_grace_period services.stop_signal services.storage_opt services.sysctls services.tmpfs services.tty services.ulimits services.umask services.use_api_socket services.user services.userns_mode services.uts services.volumes services.volumes_from services.working_dir version volumes volumes.driver volumes.driver_opts volumes.external volumes.labels volumes.name' ;;
		*) words='-inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -lock -locked -address-pool -output -runtime -format -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -check -list -force -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		esac
		if [[ $cur == --* ]]; then
			words=-${words// -/ --}
		fi
		case $command in
		status | remove | list | check | explain) ;;
		*) kind=first ;;
		esac
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	if [[ $kind == first && $cur != -* ]]; then
		compopt -o filenames
		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
	fi
}

complete -F _compose2unit compose2unit
