#!/bin/sh
# installed.sh PACKAGES SAMPLE COMMANDS OUT
#
# Run COMMANDS (a script from the documentation: install compose2unit, build the sample's packages) on this machine as if
# it were installed: in a chroot whose root is this machine's, overlaid with a temporary file system. The folder contains
# the sample's files, and PACKAGES as dist. There is nothing of the checkout, no network, and no engine. The resulting
# packages are copied to OUT. Needs root, and its own mount and network namespaces:
#
#   unshare --mount --net installed.sh ...
set -eu
packages=$1 sample=$2 commands=$3 out=$4

mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
root=/mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work "$root"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
chmod 1777 "$root/tmp"
cp -R "$sample" "$root/tmp/shop"
cp -R "$packages" "$root/tmp/shop/dist"
cp "$commands" "$root/tmp/commands"
# Minimal images of Debian exclude manual pages, by a dpkg rule.
rm -f "$root"/etc/dpkg/dpkg.cfg.d/*
program() { # NAME, from standard input
	cat >"$root/usr/local/bin/$1"
	chmod 0755 "$root/usr/local/bin/$1"
}
for engine in docker podman; do
	printf '#!/bin/sh\necho "a build needs no engine" >&2\nexit 70\n' | program "$engine"
done
printf '#!/bin/sh\nexec "$@"\n' | program sudo
# build-essential, which no package names, may be missing; every dependency that one names must be installed.
printf '#!/bin/sh\nrm -rf dist && dpkg-checkbuilddeps -I && exec /usr/bin/dpkg-buildpackage -d "$@"\n' | program dpkg-buildpackage
# On Debian, rpm's database is empty.
program rpmbuild <<'EOF'
#!/bin/sh
exec /usr/bin/rpmbuild --nodeps --define "_topdir /tmp/rpm" --define "_buildhost localhost" \
	--define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" "$@"
EOF

chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
	SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" sh -euc 'cd /tmp/shop && . /tmp/commands'
cp "$root"/tmp/*.deb "$root"/tmp/rpm/RPMS/*/*.rpm "$out/"
