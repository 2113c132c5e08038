# What podman is asked in a root of its own: ROOT's files under an overlay in memory, with no network, no service manager
# and no storage that anybody else uses. /ask holds the questions.
#
# podman.sh ROOT QUESTIONS
root=$1 questions=$2
run=$(mktemp -d)
mount -t tmpfs tmpfs "$run"
mkdir "$run/upper" "$run/work" "$run/root"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$run/upper,workdir=$run/work" "$run/root"
cd "$run/root"
mkdir -p proc sys dev run tmp var/lib/containers ask
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for folder in dev run tmp var/lib/containers; do mount -t tmpfs tmpfs "$folder"; done
mkdir dev/pts dev/shm
mknod dev/null c 1 3
mknod dev/zero c 1 5
mknod dev/random c 1 8
mknod dev/urandom c 1 9
mknod dev/tty c 5 0
chmod 666 dev/*
ip link set lo up 2>/dev/null || :
cp "$questions" ask/questions
exec chroot . /bin/sh /ask/questions
