//go:build live

package live

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The benchmark of the events in a project's life, units compared with docker compose, is not a test: it has no limit that can
// fail. `make bench-live` runs it and prints the tables of docs/performance.md.

var (
	benchServices = flag.Int("services", 50, "the benchmark's projects have so many services")
	benchRounds   = flag.Int("rounds", 3, "each event of the benchmark is measured this many times, alternating between both sides")
	benchShapes   = flag.String("shapes", "independent,star,chains", "the shapes of the benchmark's projects")
	benchColumns  = flag.String("columns", "docker,podman", "the columns of the benchmark")
	benchTable    = flag.String("table", "", "write the benchmark's tables to this `file` as well")
)

// BenchmarkLife measures these events in each column and shape.
func BenchmarkLife(b *testing.B) {
	var text strings.Builder
	for _, c := range []*column{docker, podman} {
		if !slices.Contains(strings.Split(*benchColumns, ","), c.name) {
			continue
		}
		h, err := borrow(c)
		if err != nil {
			b.Fatal(err)
		}
		bench := &bench{b: b, h: h}
		if text.Len() == 0 {
			fmt.Fprintf(&text, "%s, %d services, medians of %d rounds.\n\n", bench.machine(), *benchServices, *benchRounds)
		}
		bench.column(&text)
		if err := h.Shutdown(); err != nil {
			b.Error(err)
		}
	}
	printTables(b, text.String())
}

// printTables prints the tables of a benchmark, and writes them to the file of -table as well.
func printTables(b *testing.B, text string) {
	b.Helper()
	fmt.Print(text)
	if *benchTable != "" {
		if err := os.WriteFile(*benchTable, []byte(text), 0o644); err != nil {
			b.Error(err)
		}
	}
}

// benchShape returns the part of a service that makes the shape, by its number.
var benchShape = map[string]func(i int) string{
	"independent": func(int) string { return "" },
	"star": func(i int) string {
		if i == 1 {
			return ""
		}
		return "    depends_on: [s1]\n"
	},
	"chains": func(i int) string {
		if i%10 == 1 {
			return ""
		}
		return fmt.Sprintf("    depends_on: [s%d]\n", i-1)
	},
}

// benchProject returns a project of busybox services, each with a volume.
func benchProject(shape string) string {
	var b, volumes strings.Builder
	b.WriteString("services:\n")
	for i := range *benchServices {
		fmt.Fprintf(&b, "  s%d:\n    image: %s\n    restart: always\n    command: [sh, -c, 'trap \"exit 0\" TERM; sleep 1000000 & wait']\n    volumes: [\"v%[1]d:/data\"]\n", i+1, busybox)
		b.WriteString(benchShape[shape](i + 1))
		fmt.Fprintf(&volumes, "  v%d:\n", i+1)
	}
	return b.String() + "volumes:\n" + volumes.String()
}

// sample is the cost of one event for the whole machine, in seconds.
type sample struct{ wall, cpu float64 }

// bench is the benchmark in one column.
type bench struct {
	b *testing.B
	h *host
}

func (n *bench) sh(script string) string {
	n.b.Helper()
	r := n.h.Run("sh", "-c", script)
	if r.Code != 0 {
		n.b.Fatal(r)
	}
	return strings.TrimSpace(r.Out)
}

// machine describes the machine.
func (n *bench) machine() string {
	return n.sh(`echo "$(date +%F), $(nproc) CPUs ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), load $(cut -d ' ' -f 1 /proc/loadavg) before, Linux $(uname -r)"`)
}

// measure runs a command as a unit of the machine, so that its CPU time counts as the machine's.
func (n *bench) measure(command string) sample {
	n.b.Helper()
	out := n.sh(`cpu() { sed -n 's/^usage_usec //p' /sys/fs/cgroup/cpu.stat; }
sleep 2
c=$(cpu) t=$(date +%s%N)
systemd-run --quiet --wait --pipe --collect --property WorkingDirectory=/srv/shop env HOME=/root ` + command + ` >/var/tmp/bench.log 2>&1 || { cat /var/tmp/bench.log >&2; exit 1; }
t=$(($(date +%s%N) - t)); sleep 1
echo "$((t / 1000)) $(($(cpu) - c))"`)
	var wall, cpu float64
	if _, err := fmt.Sscan(out, &wall, &cpu); err != nil {
		n.b.Fatal(out, err)
	}
	return sample{wall / 1e6, cpu / 1e6}
}

// events returns the events, with the command for each side.
func (n *bench) events() []benchEvent {
	compose := strings.Join(n.h.compose(referenceCompose), " ")
	return []benchEvent{
		{"first start", "systemctl start shop.target", compose + " up --detach", 1},
		{"stop", stopAll, compose + " stop", 1},
		{"start of what exists", "systemctl start shop.target", compose + " up --detach", 1},
		{"restart of one", "systemctl restart shop-s2.service", compose + " restart s2", 5},
	}
}

// stopAll stops the project and waits for it: a stop of the target alone returns before the services have stopped. Without --quiet
// systemctl then looks up which active units could start each of these again, and systemd loads them for that.
const stopAll = "systemctl stop --quiet shop.target 'shop-*.service'"

// benchEvent is an event, which is measured several times in each round if it is a short one.
type benchEvent struct {
	name, units, compose string
	times                int
}

// round adds the samples of all events of one side, and removes what it created.
func (n *bench) round(samples map[string][]sample, command func(benchEvent) string) {
	for _, e := range n.events() {
		for range e.times {
			samples[e.name] = append(samples[e.name], n.measure(command(e)))
		}
	}
	n.wipe()
}

// column measures all shapes and writes the tables.
func (n *bench) column(out *strings.Builder) {
	fmt.Fprintf(out, "| %s | shape | units | docker compose | wall | CPU |\n|---|---|---:|---:|---:|---:|\n", n.h.column.name)
	for _, shape := range strings.Split(*benchShapes, ",") {
		n.prepare(shape)
		units, composed := map[string][]sample{}, map[string][]sample{}
		for range *benchRounds {
			n.round(units, func(e benchEvent) string { return e.units })
			n.round(composed, func(e benchEvent) string { return e.compose })
		}
		for _, e := range n.events() {
			u, c := median(units[e.name]), median(composed[e.name])
			fmt.Fprintf(out, "| %s | %s | %.2f s | %.2f s | %.2f | %.2f |\n", e.name, shape, u.wall, c.wall, u.wall/c.wall, u.cpu/c.cpu)
		}
	}
	out.WriteByte('\n')
	n.calls(out)
	n.memory(out)
}

// median returns the medians of the wall times and of the CPU times.
func median(of []sample) sample {
	walls, cpus := slices.Clone(of), slices.Clone(of)
	slices.SortFunc(walls, func(a, b sample) int { return cmp.Compare(a.wall, b.wall) })
	slices.SortFunc(cpus, func(a, b sample) int { return cmp.Compare(a.cpu, b.cpu) })
	return sample{walls[len(of)/2].wall, cpus[len(of)/2].cpu}
}

// prepare writes, installs and enables the project of a shape, with further flags of compose2unit. Of a target that is not enabled,
// systemd unloads all units when the last one has stopped, and `systemctl stop` loads them again for each unit that it names.
func (n *bench) prepare(shape string, flags ...string) {
	n.b.Helper()
	if err := n.h.Write("/srv/shop/compose.yml", []byte("name: shop\n"+benchProject(shape)), 0o644); err != nil {
		n.b.Fatal(err)
	}
	n.sh("cd " + n.h.column.folder("shop.target") + " && rm -rf shop*")
	if err := generate(n.h, &project{Work: "/srv/shop", Inputs: []string{"compose.yml"}}, flags...); err != nil {
		n.b.Fatal(err)
	}
	if _, err := install(n.h); err != nil {
		n.b.Fatal(err)
	}
	n.sh("systemctl enable --quiet shop.target")
}

// wipe removes what was created.
func (n *bench) wipe() {
	n.sh(stopAll + "; " + n.h.column.wipe)
}
