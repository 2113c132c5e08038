#!/bin/sh
# An OCI runtime with which any image, entrypoint, healthcheck and hook "works": the container runs a loop of the
# machine's own busybox instead of its own program. What docker stores and shows of the container is unchanged; both sides
# of a comparison are started by it, so neither is favoured.
#
# create: the bundle's process becomes the loop, which exits on every signal that some image may have as its
#         stop signal. Containers whose `project/service` is in /var/tmp/stub-oneshots exit 0 at once instead.
# exec:   the process becomes `true`.
#
# The machine has no cgroup controllers and the host may not be allowed to raise a limit, so limits are removed from the
# bundle as well: the engine has accepted and stored them by then. STUB=limits removes only what the machine cannot set,
# and leaves the rest of the container as it is: podman sets some limits of its own. REAL is the runtime that is run.
# shellcheck disable=SC2016  # the programs are jq's
set -eu

real=${REAL:-runc}
rewrite() { # FILE PROGRAM [JQ-OPTION…]
    file=$1 program=$2
    shift 2
    jq "$@" "$program" "$file" >"$file.stub" && mv "$file.stub" "$file"
}

# The container's name, from the engine's own state: an OCI bundle does not contain it.
oneshot() { # ID
    [ -s /var/tmp/stub-oneshots ] || return 1
    name=
    for data in /var/lib /home/live/.local/share; do
        docker=$data/docker/containers/$1/config.v2.json podman=$data/containers/storage/overlay-containers/containers.json
        if [ -e "$docker" ]; then
            name=$(jq -r '.Name[1:]' "$docker")
        elif [ -e "$podman" ]; then
            name=$(jq -r --arg id "$1" '.[] | select(.id == $id) | .names[0]' "$podman")
        fi
        [ -z "$name" ] || break
    done
    grep -qxF "$name" /var/tmp/stub-oneshots
}

command='' bundle='' process='' id=''
previous=
for word; do
    case $word in
    create | exec | start | run) [ -n "$command" ] || command=$word ;;
    esac
    case $previous in
    --bundle) bundle=$word ;;
    --process) process=$word ;;
    esac
    previous=$word
    id=$word
done

limits='.linux.resources |= {devices: (.devices // [])}'
case ${STUB:-all}:$command in
limits:create) rewrite "$bundle/config.json" "del(.process.rlimits) | $limits" ;;
all:create)
    if oneshot "$id"; then
        loop='exit 0'
    else
        # 37 is SIGRTMIN+3, the stop signal of systemd images.
        loop='trap "exit 0" HUP INT QUIT USR1 USR2 TERM WINCH 37; while :; do sleep 3600 & wait; done'
    fi
    # Docker 20.10 requests capabilities that the host may not have; podman's inspect shows what is in the bundle.
    capabilities=''
    [ ! -d "/var/lib/docker/containers/$id" ] || capabilities=', .process.capabilities'
    rewrite "$bundle/config.json" '
        .process.args = ["/busybox-stub", "sh", "-c", $loop]
        | .process.cwd = "/"
        | .process.user = {uid: 0, gid: 0}
        | del(.process.rlimits'"$capabilities"', .process.oomScoreAdj, .process.apparmorProfile, .process.selinuxLabel, .linux.sysctl)
        | '"$limits"'
        | .mounts += [{destination: "/busybox-stub", source: "/bin/busybox", type: "bind", options: ["bind", "ro"]}]
    ' --arg loop "$loop"
    ;;
all:exec)
    [ -z "$process" ] || rewrite "$process" '
        .args = ["/busybox-stub", "true"] | .cwd = "/" | .user = {uid: 0, gid: 0} | del(.rlimits, .oomScoreAdj)'
    ;;
esac

# runc refuses a cgroup.controllers that is a mount (limits.sh made it one), so the machine hides it from runc.
if [ -e /run/all-controllers ]; then
    exec unshare -m --propagation slave sh -c 'umount /sys/fs/cgroup/cgroup.controllers; exec "$0" "$@"' "$real" "$@"
fi
exec "$real" "$@"
