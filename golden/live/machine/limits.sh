#!/bin/sh
# Makes docker accept every limit, so that inspect can show them.
#
# The machine's cgroup v2 view has no cpu, memory or pids controllers: the host's v1 hierarchies own them. Docker reads
# the list of controllers from one file when it starts, and trusts it. Restart docker after this, and use the stub
# runtime: nothing can apply the limits.
set -eu
target=/sys/fs/cgroup/cgroup.controllers
mountpoint -q "$target" && exit 0
echo cpuset cpu io memory hugetlb pids >/run/all-controllers
mount --bind /run/all-controllers "$target"
