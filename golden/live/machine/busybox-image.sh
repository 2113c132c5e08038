#!/bin/sh
# Creates a real image of Debian's static busybox, without a registry, and gives it names, which are read as docker reads
# them.
#
#   busybox-image [-u USER]… [-c CHANGE]… NAME…
#
# -u adds a user (and a group of the same name) to its passwd, -c is an instruction for `import --change`.
set -eu

users=root changes=
while getopts u:c: option; do
    case $option in
    u) users="$users $OPTARG" ;;
    c) changes="$changes
$OPTARG" ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
first=$1
shift

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$root/var" "$root/usr" "$root/root"
cp /bin/busybox "$root/bin/busybox"
# Hard links, all created by one process: with ln it would take four hundred.
"$root/bin/busybox" --install "$root/bin"
id=0
for user in $users; do
    echo "$user:x:$id:$id::/:/bin/sh" >>"$root/etc/passwd"
    echo "$user:x:$id:" >>"$root/etc/group"
    id=$((id + 1000))
done

# Docker expands nginx to docker.io/library/nginx, podman does not.
whole() { # NAME
    case $1 in
    */*) ;;
    *)
        echo "docker.io/library/$1"
        return
        ;;
    esac
    case ${1%%/*} in
    localhost | *.* | *:*) echo "$1" ;;
    *) echo "docker.io/$1" ;;
    esac
}

first=$(whole "$first")
tags=$*
set -- -c 'CMD ["sh"]'
while IFS= read -r change; do
    if [ -n "$change" ]; then set -- "$@" -c "$change"; fi
done <<END
$changes
END
tar -C "$root" -c . | engine import "$@" - "$first" >/dev/null
for tag in $tags; do engine tag "$first" "$(whole "$tag")"; done
