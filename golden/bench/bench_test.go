// Package bench measures what compose2unit adds to compose-go's bare load of the same file: `make bench`. Each figure is
// for one whole process, as users run it, so that its peak memory is its own.
//
//	go test -run '^$' -bench . ./golden/bench
//
// docs/performance.md contains the figures. No test fails because a machine is slow.
package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/loader"
)

// bareFile is the variable with the file that a child process loads with compose-go alone.
const bareFile = "COMPOSE2UNIT_BENCH_BARE"

func TestMain(m *testing.M) {
	if file := os.Getenv(bareFile); file != "" {
		if err := bare(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// bare loads a project as compose-go's own programs do: one set of options, one load. Only its limit on the number of YAML
// nodes is lifted, as in the program.
func bare(file string) error {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithName("shop"), cli.WithoutEnvironmentResolution,
		cli.WithLoadOptions(func(o *loader.Options) { o.MaxNodeVisits = 2_000_000 }))
	if err != nil {
		return err
	}
	_, err = options.LoadProject(context.Background())
	return err
}

// sizes are the numbers of services.
var sizes = []int{1, 10, 100, 1000, 3000}

// BenchmarkBare measures compose-go alone, with Go's default settings of the garbage collector, as in docker compose.
func BenchmarkBare(b *testing.B) {
	for _, n := range sizes {
		file := project(b, n)
		b.Run(fmt.Sprint("services=", n), func(b *testing.B) {
			measure(b, func() *exec.Cmd {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), bareFile+"="+file)
				return child
			})
		})
	}
}

// BenchmarkWhole measures the program: load, translate, render and write to a fresh folder.
func BenchmarkWhole(b *testing.B) {
	program := filepath.Join(b.TempDir(), "compose2unit")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/compose2unit").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, n := range sizes {
		file := project(b, n)
		b.Run(fmt.Sprint("services=", n), func(b *testing.B) {
			run := 0
			measure(b, func() *exec.Cmd {
				run++
				return exec.Command(program, "-inputs", file, "-runtime", "docker", "-project", "shop", "-q",
					"-output", filepath.Join(b.TempDir(), fmt.Sprint("out", run)))
			})
		})
	}
}

// measure runs processes and reports the mean of their CPU time and of their peak memory. System time is reported
// separately, because most of it is the file system's cost of a new file.
func measure(b *testing.B, process func() *exec.Cmd) {
	var user, system time.Duration
	var peak int64
	for range b.N {
		child := process()
		said := &strings.Builder{}
		child.Stderr = said
		if err := child.Run(); err != nil {
			b.Fatalf("%v\n%s", err, said)
		}
		user += child.ProcessState.UserTime()
		system += child.ProcessState.SystemTime()
		if usage, ok := child.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak += usage.Maxrss
		}
	}
	b.ReportMetric(float64(user.Milliseconds())/float64(b.N), "user-ms")
	b.ReportMetric(float64(system.Milliseconds())/float64(b.N), "sys-ms")
	b.ReportMetric(float64(peak)/1024/float64(b.N), "peak-MB")
}

// project writes a Compose file of n services that have all common attributes. It is streamed, because Linux includes the
// memory of the parent at the time of the fork in the child's peak.
func project(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	for name, data := range map[string]string{"key": "k", "common.env": "LEVEL=info\nREGION=eu\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	file, err := os.Create(filepath.Join(dir, "compose.yml"))
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "services:")
	for i := range n {
		depends := ""
		if i%10 > 0 {
			depends = fmt.Sprintf("    depends_on: {s%d: {condition: service_healthy}}\n", i-i%10)
		}
		fmt.Fprintf(w, service, i, i, depends, 20000+i, i, i)
	}
	fmt.Fprint(w, "secrets: {key: {file: ./key}}\nconfigs: {conf: {file: ./key}}\nnetworks: {front: {}, back: {internal: true}}\nvolumes:\n")
	for i := range n {
		fmt.Fprintf(w, "  d%d: {}\n", i)
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return file.Name()
}

// service is about as large as services of real projects are.
const service = `  s%d:
    image: registry.example.org/team/app%d:1.2.3
    command: ["serve", "--listen", "0.0.0.0:8080", "--verbose"]
%s    environment:
      DATABASE_URL: postgres://app:secret@db:5432/app
      LOG_LEVEL: info
      FEATURES: "a,b,c"
      WORKERS: 4
    env_file: [common.env]
    ports: ["%d:8080", "127.0.0.1::9090"]
    volumes:
      - d%d:/var/lib/app
      - ./conf:/etc/app:ro
      - type: tmpfs
        target: /tmp
        tmpfs: {size: 64m}
    networks:
      front: {aliases: [web%d]}
      back: {}
    healthcheck: {test: curl -f http://localhost:8080/health, interval: 10s, timeout: 3s, retries: 5, start_period: 20s}
    labels: {traefik.enable: "true", org.example.team: app}
    restart: unless-stopped
    stop_grace_period: 30s
    stop_signal: SIGINT
    user: "1000:1000"
    working_dir: /srv
    read_only: true
    init: true
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
    security_opt: [no-new-privileges:true]
    ulimits: {nofile: {soft: 1024, hard: 4096}}
    sysctls: {net.core.somaxconn: 1024}
    extra_hosts: ["host.docker.internal:host-gateway"]
    dns: [192.0.2.53]
    logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}
    deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}
    secrets: [key]
    configs: [{source: conf, target: /etc/conf}]
`
