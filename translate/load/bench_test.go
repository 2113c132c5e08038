package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/loader"

	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/source"
)

// oneService has the attributes that are common in public projects.
const oneService = `  svc%[1]d:
    image: registry.example.org/team/app:1.%[1]d
    container_name: app%[1]d
    command: ["serve", "--port", "8080"]
    user: "1000:1000"
    restart: unless-stopped
    read_only: true
    stop_grace_period: 20s
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    environment:
      TZ: Europe/Berlin
      DATABASE_URL: postgres://app:secret@db:5432/app%[1]d
      WORKERS: "4"
      HOST: ${HOSTNAME:-local}
    labels:
      traefik.enable: "true"
      traefik.http.routers.app%[1]d.rule: Host(` + "`app%[1]d.example.org`" + `)
    ports:
      - "%[2]d:80"
      - {target: 443, published: "%[3]d"}
    volumes:
      - data:/data
      - ./conf:/etc/app:ro
      - {type: tmpfs, target: /tmp, tmpfs: {size: 64m}}
    networks:
      front: {aliases: [a%[1]d]}
      back: {}
    ulimits: {nofile: {soft: 1024, hard: 2048}}
    mem_limit: 512m
    cpus: 0.5
    logging: *logging
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost/health"]
      interval: 30s
      retries: 3
`

func generated(b *testing.B, services int) string {
	var s strings.Builder
	s.WriteString("name: bench\nx-logging: &logging {driver: json-file, options: {max-size: 10m}}\nservices:\n")
	for i := range services {
		fmt.Fprintf(&s, oneService, i, 10000+i, 20000+i)
	}
	s.WriteString("networks: {front: {}, back: {}}\nvolumes: {data: {}}\n")
	file := filepath.Join(b.TempDir(), "compose.yml")
	if err := os.WriteFile(file, []byte(s.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// BenchmarkLoad measures this package, BenchmarkBare compose-go alone as docker compose calls it, BenchmarkSource the package's
// own part: the first must not cost more than a tenth more than the second.
func BenchmarkLoad(b *testing.B) {
	sizes(b, func(b *testing.B, file string) {
		if got, report, err := Load(context.Background(), Options{Inputs: []string{file}}); got == nil {
			b.Fatal(report.Findings(), err)
		}
	})
}

func BenchmarkBare(b *testing.B) {
	sizes(b, func(b *testing.B, file string) {
		opts, err := cli.NewProjectOptions([]string{file}, cli.WithoutEnvironmentResolution,
			cli.WithLoadOptions(func(o *loader.Options) { o.MaxNodeVisits = MaxNodes }))
		if err != nil {
			b.Fatal(err)
		}
		project, err := opts.LoadProject(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := project.WithoutUnnecessaryResources().WithServicesEnvironmentResolved(true); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkSource(b *testing.B) {
	sizes(b, func(b *testing.B, file string) {
		data, err := input.ReadFile(file, input.Compose)
		if err != nil {
			b.Fatal(err)
		}
		m := source.Read(source.Options{Files: []source.File{{Name: file, Path: file, Data: data}}, Dir: filepath.Dir(file), MaxNodes: MaxNodes})
		if len(m.Written(attributes(), nil)) == 0 {
			b.Fatal("nothing was read")
		}
	})
}

func sizes(b *testing.B, run func(*testing.B, string)) {
	for _, n := range []int{1, 10, 100, 1000, 3000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			file := generated(b, n)
			b.ReportAllocs()
			for b.Loop() {
				run(b, file)
			}
		})
	}
}
