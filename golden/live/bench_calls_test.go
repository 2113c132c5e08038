//go:build live

package live

import (
	"fmt"
	"strings"
)

// counted installs wrappers in the machine that record each call of the engine's client and of systemctl before they execute
// it.
const counted = `for program in %s systemctl; do
	real=$(PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v "$program")
	printf '#!/bin/sh\necho %%s >>/run/bench-calls\nexec %%s "$@"\n' "$program" "$real" >/usr/local/sbin/"$program"
	chmod 755 /usr/local/sbin/"$program"
done`

// calls counts the calls of each event, for each unit of a service.
func (n *bench) calls(out *strings.Builder) {
	n.prepare("independent")
	client := n.h.column.name
	n.sh(fmt.Sprintf(counted, client))
	defer n.sh("rm -f /usr/local/sbin/systemctl /usr/local/sbin/" + client)
	fmt.Fprintf(out, "| %s, calls for each service | client | systemctl |\n|---|---:|---:|\n", client)
	count := func(name, command string, services int) {
		n.sh(": >/run/bench-calls; env PATH=/usr/sbin:/usr/bin:/sbin:/bin " + command + "; sleep 3")
		var of [2]int
		for i, program := range []string{client, "systemctl"} {
			_, _ = fmt.Sscan(n.sh("grep -c -x "+program+" /run/bench-calls || :"), &of[i])
		}
		fmt.Fprintf(out, "| %s | %.1f | %.1f |\n", name, float64(of[0])/float64(services), float64(of[1])/float64(services))
	}
	for _, e := range n.events() {
		services := *benchServices
		if strings.HasSuffix(e.name, " one") {
			services = 1
		}
		count(e.name, e.units, services)
	}
	count("crash of one", "sh -c 'kill -KILL $("+client+" inspect --format {{.State.Pid}} shop-s2-1)'", 1)
	n.wipe()
	out.WriteByte('\n')
}

// standing sums up the processes in the cgroups of the project's units, excluding containers, and their share of memory.
const standing = `for group in /sys/fs/cgroup/system.slice/shop-*.service; do
	find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null
done | while read -r pid; do
	sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$pid/smaps_rollup" 2>/dev/null
done | awk '{ kb += $1; n++ } END { printf "%d %.1f", n, kb / 1024 }'`

// memory measures the processes that run in addition to the containers, in each mode of -logs.
func (n *bench) memory(out *strings.Builder) {
	fmt.Fprintf(out, "| %s, standing still | processes | memory | for each service |\n|---|---:|---:|---:|\n", n.h.column.name)
	for _, mode := range []string{"journal", "engine"} {
		n.prepare("independent", "-logs", mode)
		n.sh("systemctl start shop.target; sleep 5")
		var processes int
		var mb float64
		_, _ = fmt.Sscan(n.sh(standing), &processes, &mb)
		fmt.Fprintf(out, "| -logs %s | %d | %.1f MB | %.2f MB |\n", mode, processes, mb, mb/float64(*benchServices))
		n.wipe()
	}
	out.WriteByte('\n')
}
