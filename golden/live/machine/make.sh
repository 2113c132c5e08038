#!/bin/sh
# Makes the root of a live machine.
#
#   make.sh SUITE DIR
#
# SUITE trixie is Debian 13: systemd 257, docker 26.1, docker compose 2.26 (docker-compose), podman 5.4.
# SUITE bookworm is Debian 12: systemd 252, docker 20.10, podman 4.3; its docker-compose is the old 1.29.
# SUITE forky is what becomes Debian 14: systemd 262, docker 28.5, podman 5.8 in November 2026, and others later.
#
# DIR must not exist. It appears only when it is complete, so a run that was interrupted is simply made again. The
# tests keep DIR in a cache that is named after the hash of this file: change a byte here and it is rebuilt.
set -eu

suite=$1
final=$2
# Where this host has its own packages from, unless somebody says otherwise.
# shellcheck disable=SC2016  # apt expands it
mirror=${COMPOSE2UNIT_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)}

case $suite in
bookworm) engine='docker.io docker-compose' ;;
*) engine='docker.io docker-cli docker-compose docker-buildx passt rootlesskit slirp4netns' ;;
esac
# A debootstrap that is older than the release has no script of its name, and sid's is that of every new one.
script=/usr/share/debootstrap/scripts/$suite
[ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid

mkdir -p "$(dirname "$final")"
root=$final.part
if [ -e "$root" ]; then rm -rf --one-file-system "$root"; fi

debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,dbus,iproute2,iptables,nftables,ca-certificates,procps \
    "$suite" "$root" "$mirror" "$script"

# The packages' services must not start here: there is no systemd in a chroot.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"
# shellcheck disable=SC2086  # a list of words
chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get install -y --no-install-recommends \
    $engine \
    podman netavark aardvark-dns crun runc uidmap catatonit golang-github-containers-common \
    dbus-user-session libpam-systemd fuse-overlayfs \
    busybox-static jq curl python3-minimal tar
rm "$root/usr/sbin/policy-rc.d"
chroot "$root" apt-get clean
rm -rf "$root"/var/lib/apt/lists/*

# No module is loaded from within a namespace: the host's kernel has what it has. Unmasked, the unit fails and the
# machine never calls itself running. The others wait for things that a namespace does not have.
for unit in systemd-modules-load.service systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer \
    dpkg-db-backup.timer e2scrub_all.timer fstrim.timer podman-auto-update.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# What looks for hardware and old scripts has nothing to find here, and would look at every daemon-reload.
mkdir -p "$root/etc/systemd/system-generators"
for generator in cryptsetup debug getty gpt-auto hibernate-resume integritysetup rc-local run ssh sysv tpm2 veritysetup; do
    ln -s /dev/null "$root/etc/systemd/system-generators/systemd-$generator-generator"
done

# Engines' clients live for a few hundredths of a second; collecting garbage is a fifth of podman's.
for manager in system user; do
    mkdir -p "$root/etc/systemd/$manager.conf.d"
    printf '[Manager]\nDefaultEnvironment=GOGC=400\n' >"$root/etc/systemd/$manager.conf.d/live.conf"
done

# The journal is read by tests: keep all of it, in memory, without a rate limit.
mkdir -p "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/live.conf"
echo live >"$root/etc/hostname"
printf '127.0.0.1 localhost live\n::1 localhost\n' >"$root/etc/hosts"

mv "$root" "$final"
