package translate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// BenchmarkLower measures what lowering adds to compose-go's load of the same project.
func BenchmarkLower(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			compose := manyServices(n)
			for b.Loop() {
				b.StopTimer()
				project, in := loaded(b, compose)
				var report diag.Report
				b.StartTimer()
				lower(project, in, &report)
			}
		})
	}
}

// BenchmarkLoad measures compose-go alone, for comparison.
func BenchmarkLoad(b *testing.B) {
	compose := manyServices(1000)
	for b.Loop() {
		loaded(b, compose)
	}
}

// manyServices returns a project of n services with the attributes that most files set.
func manyServices(n int) string {
	var out strings.Builder
	out.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&out, `
  s%d:
    image: nginx:1
    command: [serve, --port, "80"]
    environment: {A: "1", B: two, C: three, D: four}
    labels: {a: b, c: d}
    ports: ["80"]
    volumes: [data:/data, ./src:/src:ro]
    networks: {back: {aliases: [x]}, front: }
    restart: unless-stopped
    healthcheck: {test: [CMD, "true"], interval: 10s}
    depends_on: [s%d]
    deploy: {resources: {limits: {cpus: "0.5", memory: 50M}}}
`, i+1, i)
	}
	out.WriteString("  s0: {image: nginx}\nvolumes: {data: }\nnetworks: {back: , front: }\n")
	return out.String()
}
