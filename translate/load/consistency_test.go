package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// composeAccepts returns the verdict of compose-go, with its own consistency check.
func composeAccepts(dir, text string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a panic: %v", p)
		}
	}()
	details := types.ConfigDetails{WorkingDir: dir, Environment: types.Mapping{},
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(dir, "compose.yml"), Content: []byte(text)}}}
	_, err = loader.LoadWithContext(context.Background(), details, func(o *loader.Options) {
		o.SetProjectName("shop", true)
		o.SkipResolveEnvironment, o.SkipResolveLabels = true, true
	})
	return err
}

// agrees compares it with the verdict of this package: what compose-go refuses is refused, with a position, and what it accepts
// is accepted. stricter returns true if this package refuses more on purpose.
func agrees(t *testing.T, dir, text string, stricter func(diag.Finding) bool) (refused bool) {
	t.Helper()
	theirs := composeAccepts(dir, text)
	ours, report, err := Load(context.Background(), Options{Dir: dir, Inputs: []string{"-"}, Stdin: strings.NewReader(text), Project: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	if theirs != nil && ours != nil {
		t.Errorf("compose-go refuses it (%v), and it is accepted:\n%s", theirs, text)
	}
	for _, f := range report.Findings() {
		if f.Severity < diag.Error {
			continue
		}
		if theirs == nil && !stricter(f) {
			t.Errorf("compose-go accepts it, but: %s\n%s", f, text)
		}
		if f.Pos.Line == 0 && f.Text != "the file is empty" {
			t.Errorf("no line: %s\n%s", f, text)
		}
	}
	return theirs != nil
}

// Random projects, with attributes that refer to and contradict each other, get the same verdict as from compose-go.
func TestContradictionsAreThoseOfCompose(t *testing.T) {
	service := []string{"image: a", "image: b", "build: .", "build: {context: ., dockerfile: D, dockerfile_inline: FROM a}",
		"build: {context: ., platforms: [linux/arm64]}", "build: {context: ., secrets: [tls]}", "build: {context: ., secrets: [gone]}",
		"build: {context: ., additional_contexts: {x: 'service:b'}}", "build: {context: ., additional_contexts: {x: 'service:off'}}",
		"provider: {type: x}", "platform: linux/amd64", "platform: linux/arm64", "depends_on: [a]", "depends_on: [b]", "depends_on: [c]", "depends_on: [off]", "depends_on: [gone]", "depends_on: [work]",
		"depends_on: {off: {condition: service_started, required: false}}", "depends_on: {gone: {condition: service_started, required: false}}",
		"depends_on: {a: {condition: service_started, required: false}}", "network_mode: host", "network_mode: service:a", "network_mode: service:off", "network_mode: service:gone", "network_mode: container:gone",
		"networks: [front]", "networks: [default]", "networks: [gone]", "volumes: ['data:/d', '/h:/tmp']", "volumes: ['gone:/d']", "volumes: ['/anonymous']",
		"tmpfs: [/tmp]", "tmpfs: [/d, /d]", "tmpfs: '/d:size=1m'", "healthcheck: {test: [CMD, a]}", "healthcheck: {test: [a]}", "healthcheck: {test: a}", "configs: [conf]", "configs: [gone]",
		"secrets: [tls]", "secrets: [gone]", "models: [llm]", "models: [gone]", "scale: 0", "scale: 2", "scale: -1", "deploy: {replicas: 2}", "deploy: {replicas: -1}", "deploy: {resources: {limits: {cpus: '1', memory: 1g, pids: 5}, reservations: {memory: 1g}}}",
		"deploy: {mode: global}", "container_name: one", "cpus: 1", "cpus: 2", "mem_limit: 1g", "mem_limit: 2g", "mem_reservation: 1g", "mem_reservation: 2m", "pids_limit: 5", "pids_limit: 6",
		"develop: {watch: [{path: ., action: sync}]}", "develop: {watch: [{path: ., action: rebuild}]}", "links: [b]", "links: ['c:x']", "volumes_from: [a]", "volumes_from: ['container:gone']", "ipc: service:b", "pid: service:gone", "profiles: [dev]", "extends: {service: b}"}
	job := []string{"image: a", "depends_on: {a: {condition: service_started}}", "depends_on: {off: {condition: service_started}}", "depends_on: {gone: {condition: service_started}}", "depends_on: {off: {condition: service_started, required: false}}"}
	random := rand.New(rand.NewPCG(1, 2))
	refused := 0
	const projects = 200
	for range projects {
		var b strings.Builder
		b.WriteString("services:\n")
		for _, name := range []string{"a", "b", "c"} {
			some(&b, name, "image: x", random, service, 2)
		}
		b.WriteString("  off: {image: o, profiles: [dev]}\n")
		b.WriteString("jobs:\n")
		some(&b, []string{"work", "work", "work", "a", "off"}[random.IntN(5)], "image: x\n    triggers: {manual: true}", random, job, 1)
		b.WriteString("networks: {front: {}}\nvolumes: {data: {}}\nconfigs: {conf: {content: a}}\nsecrets: {tls: {environment: TLS}}\nmodels: {llm: {model: a}}\n")
		if agrees(t, t.TempDir(), b.String(), func(diag.Finding) bool { return false }) {
			refused++
		}
	}
	if refused < projects/4 || refused > projects*9/10 {
		t.Errorf("%d of %d are refused: the test does not look at both sides", refused, projects)
	}
}

// some writes a service or job with a few of the attributes, each key once.
func some(b *strings.Builder, name, first string, random *rand.Rand, attributes []string, most int) {
	seen := map[string]bool{}
	fmt.Fprintf(b, "  %s:\n", name)
	for _, line := range append([]string{first}, pick(random, attributes, random.IntN(most+1))...) {
		if key, _, _ := strings.Cut(line, ":"); !seen[key] {
			seen[key] = true
			b.WriteString("    " + line + "\n")
		}
	}
}

func pick(random *rand.Rand, from []string, n int) (out []string) {
	for range n {
		out = append(out, from[random.IntN(len(from))])
	}
	return out
}

// The cases of other tests get the same verdict as from compose-go, too.
func TestVerdictsAreThoseOfCompose(t *testing.T) {
	cases := map[string]string{}
	reports, _ := filepath.Glob("../../golden/report/*.yml")
	for _, file := range reports {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases[file] = string(data)
	}
	archives, _ := filepath.Glob("../../golden/attr/*.txtar")
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasPrefix(part.Name, "compose") {
				cases[file] = string(part.Data)
			}
		}
	}
	if len(cases) < 200 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, endless := range []string{"alias-cycle", "devices"} {
		delete(cases, "../../golden/report/"+endless+".yml") // compose-go reads on until it runs out of memory
	}
	for file, text := range cases {
		t.Run(filepath.Base(file), func(t *testing.T) {
			agrees(t, filepath.Dir(file), text, func(f diag.Finding) bool {
				// compose-go's loader reads no env files yet.
				return strings.Contains(f.Path, ".env_file.") || f.Code == diag.Missing || f.Code == diag.Unsafe || f.Code == diag.Unsupported || f.Code == diag.Limit
			})
		})
	}
}

// Cycles are searched for along edges, not along paths: if every service depends on all earlier ones there are 2^60 paths.
func TestManyDependencies(t *testing.T) {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  s%02d: {image: a, depends_on: [%s]}\n", i, names(i))
	}
	ended := make(chan int)
	go func() {
		loaded := loads(t, Options{Dir: t.TempDir(), Inputs: []string{"-"}, Stdin: strings.NewReader(b.String()), Services: []string{"s59"}})
		ended <- len(loaded.Project.Services)
	}()
	select {
	case n := <-ended:
		if n != 60 {
			t.Errorf("%d services", n)
		}
	case <-time.After(time.Minute):
		t.Fatal("it does not end")
	}
}

// names returns s00 up to the one before n.
func names(n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("s%02d", i))
	}
	return strings.Join(out, ", ")
}

// What an alias shares is wrong once, at the same path in every run.
func TestSharedViolationsAreInOrder(t *testing.T) {
	dir := folder(t, "-- compose.yaml --\nservices:\n  a: {image: x, labels: &e {B: [1]}, healthcheck: &h {retries: no}}\n"+
		"  b: {image: x, environment: *e, healthcheck: *h}\n  c: {image: x, labels: *e, healthcheck: *h}\n")
	seen := map[string]bool{}
	for range 30 {
		_, report, err := Load(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, f := range report.Findings() {
			text += f.Path + ": " + f.Text + "\n"
		}
		seen[text] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d different reports: %v", len(seen), seen)
	}
}
