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
	"testing"

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

// BenchmarkTranslate runs compose-go alone, with Go's own setting of the garbage collector as docker compose has it, and the program:
// load, translate, render and write to a fresh folder. They run alternately, so that other load on the machine affects both, and
// the ratios can be compared even if the times cannot.
func BenchmarkTranslate(b *testing.B) {
	program := built(b)
	for _, n := range sizes {
		file := project(b, n)
		b.Run(fmt.Sprint("services=", n), func(b *testing.B) {
			var bare, whole usage
			for i := range b.N {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), bareFile+"="+file)
				bare.run(b, child)
				whole.run(b, exec.Command(program, "-inputs", file, "-runtime", "docker", "-project", "shop", "-q",
					"-output", filepath.Join(b.TempDir(), fmt.Sprint("out", i))))
			}
			b.ReportMetric(bare.cpu(), "bare-cpu-ms")
			b.ReportMetric(bare.peak(), "bare-peak-MB")
			whole.report(b)
			b.ReportMetric(whole.cpu()/bare.cpu(), "cpu-ratio")
			b.ReportMetric(whole.peak()/bare.peak(), "peak-ratio")
		})
	}
}

// built returns the path of the program, built as for a release.
func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "compose2unit")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "../../cmd/compose2unit")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}

// project writes a Compose file of n services to a folder of its own.
func project(b *testing.B, n int) string {
	b.Helper()
	return write(b, b.TempDir(), "compose.yml", n)
}

// write writes a Compose file of n services that have all common attributes, with the files it refers to. It is streamed, because
// Linux includes the memory of the parent at the time of the fork in the child's peak.
func write(b *testing.B, dir, compose string, n int) string {
	b.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	for name, data := range map[string]string{"key": "k", "common.env": "LEVEL=info\nREGION=eu\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	file, err := os.Create(filepath.Join(dir, compose))
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

// service is about as large as a service of a real project.
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
