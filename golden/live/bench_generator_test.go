//go:build live

package live

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The benchmark of the generator is not a test: it has no limit that can fail. `make bench-generator` runs it and prints the table
// of docs/performance.md.

var benchProjects = flag.String("projects", "0,1,20,200", "numbers of projects in /etc/compose, for the benchmark of the generator")

// generatorProject has five services with as many attributes as in a typical project. None is started.
const generatorProject = `x-service: &service
  image: registry.example.org/team/app:1.2.3
  environment: {LOG_LEVEL: info, DATABASE_URL: "postgres://app:${PASSWORD}@db:5432/app"}
  volumes: ["data:/var/lib/app", "./conf:/etc/app:ro"]
  healthcheck: {test: curl -f http://localhost:8080/health, interval: 10s, retries: 5}
  labels: {org.example.team: app}
  restart: unless-stopped
  read_only: true
  cap_drop: [ALL]
services:
  db: {<<: *service}
  cache: {<<: *service}
  api: {<<: *service, depends_on: {db: {condition: service_healthy}}}
  worker: {<<: *service, depends_on: [db, cache]}
  web: {<<: *service, ports: ["8080:80"], depends_on: [api]}
volumes: {data: {}}
`

// BenchmarkGenerator measures how much time projects in /etc/compose add to a reload and to a boot.
func BenchmarkGenerator(b *testing.B) {
	h, err := borrow(docker)
	if err != nil {
		b.Fatal(err)
	}
	n := &bench{b: b, h: h}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, medians of %d reloads, one boot.\n\n", n.machine(), *benchRounds)
	text.WriteString("| projects of five services | units | reload without the generator | with it | added | generators at boot | boot |\n|---:|---:|---:|---:|---:|---:|---:|\n")
	n.sh("printf 'runtime: docker\\nauto-start: false\\n' >/etc/compose2unit.yaml && mkdir -p /etc/systemd/system-generators")
	for _, count := range strings.Split(*benchProjects, ",") {
		n.folders(count)
		without, with := n.reloads()
		units := n.sh("ls /run/systemd/generator | grep -cE '^p[0-9]+[-.]' || :")
		if err := h.Reboot(context.Background()); err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(&text, "| %s | %s | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.1f s |\n", count, units, without, with, with-without,
			n.between("GeneratorsStart", "GeneratorsFinish"), n.between("Userspace", "Finish")/1e3)
	}
	if err := h.Shutdown(); err != nil {
		b.Error(err)
	}
	printTables(b, text.String())
}

// folders writes a number of projects.
func (n *bench) folders(count string) {
	n.b.Helper()
	if err := n.h.Write("/srv/compose.yaml", []byte(generatorProject), 0o644); err != nil {
		n.b.Fatal(err)
	}
	n.sh(`rm -rf /etc/compose; i=0
while [ $i -lt ` + count + ` ]; do
	i=$((i + 1)); mkdir -p /etc/compose/p$i/conf; cp /srv/compose.yaml /etc/compose/p$i/; echo PASSWORD=secret$i >/etc/compose/p$i/.env
done`)
}

// reloads returns the median times in milliseconds of reloads without the generator and with it, measured alternately. Each is the
// second of two reloads: the first one removes or adds the units.
func (n *bench) reloads() (without, with float64) {
	n.b.Helper()
	const reload = "systemctl daemon-reload; sleep 1; t=$(date +%s%N); systemctl daemon-reload; echo $((($(date +%s%N) - t) / 1000))"
	var off, on []float64
	for range *benchRounds {
		off = append(off, n.number("rm -f /etc/systemd/system-generators/compose2unit; "+reload))
		on = append(on, n.number("ln -s /usr/local/bin/compose2unit /etc/systemd/system-generators/compose2unit; "+reload))
	}
	slices.Sort(off)
	slices.Sort(on)
	return off[len(off)/2] / 1e3, on[len(on)/2] / 1e3
}

// number returns the number that a script prints.
func (n *bench) number(script string) float64 {
	n.b.Helper()
	var number float64
	if _, err := fmt.Sscan(n.sh(script), &number); err != nil {
		n.b.Fatal(script, err)
	}
	return number
}

// between returns the milliseconds between two of the manager's timestamps (org.freedesktop.systemd1(5)).
func (n *bench) between(from, to string) float64 {
	n.b.Helper()
	at := func(name string) float64 {
		return n.number("systemctl show --value --property " + name + "TimestampMonotonic")
	}
	return (at(to) - at(from)) / 1e3
}
