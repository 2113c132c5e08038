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
	if [[ $flag == -* ]]; then
		flag=${flag#-} flag=${flag#-}
		case ${flag//_/-} in
		inputs | env-files) kind='files' ;;
		lock | locked) kind='file' ;;
		root-path | output | config-dir | engine-root) kind='folder' ;;
		project | profiles | services | service-include | address-pool | unit-prefix | default-stop-timeout | systemd-version | podman-version | allow) kind='any' ;;
		runtime) kind='words' words='docker podman' ;;
		format) kind='words' words='units quadlet' ;;
		logs) kind='words' words='journal engine' ;;
		create) kind='words' words='auto flags api' ;;
		diagnostics) kind='words' words='text short json sarif github' ;;
		color) kind='words' words='auto always never' ;;
		esac
	fi
	if ((COMP_CWORD > 1)); then
		command=${COMP_WORDS[1]}
	elif [[ $cur != -* ]]; then
		kind=words words='apply diff status remove'
	fi
	case $kind in
	words) ;;
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
		apply | diff) words='-inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -locked -address-pool -runtime -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -list -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		status) words='-project -user -json' ;;
		remove) words='-project -user -volumes' ;;
		*) words='-inputs -project -root-path -env-files -ignore-missing-env-files -ignore-dot-env -env-files-only -profiles -services -service-include -generate-unused-resources -check-bind-mounts -lock -locked -address-pool -output -runtime -format -unit-prefix -user -auto-start=false -logs -create -config-dir -engine-root -default-stop-timeout -systemd-version -podman-version -docker-caps -check -list -strict -allow -diagnostics -color -q -quiet -version -h -help' ;;
		esac
		if [[ $cur == --* ]]; then
			words=-${words// -/ --}
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _compose2unit compose2unit
