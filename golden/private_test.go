package golden

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// everyKind is a service with a private file of every kind, each of which contains the service's own word and no other
// service's.
const everyKind = `
  %[1]q:
    image: busybox:1.36
    scale: %[3]d
    environment: {OWN: "[%[1]s]", LINES: "[%[1]s]\nsecond"}
    build:
      context: .
      dockerfile_inline: "FROM scratch # [%[1]s]"
      args: {OWN: "[%[1]s]"}
      secrets: ["s-%[2]d"]
    post_start: [{command: ["true"], environment: {OWN: "[%[1]s]"}}]
    pre_stop: [{command: ["true"], environment: {OWN: "[%[1]s]"}}]
    pre_start: [{command: ["true"], image: busybox:1.36, environment: {OWN: "[%[1]s]", "A B": "[%[1]s]"}}]
    configs: [{source: "c-%[2]d", target: /c}, {source: "c-%[2]d.env", target: /d}, {source: "c-%[2]d.json", target: /e}]
    secrets: [{source: "s-%[2]d", target: /s}, {source: "s-%[2]d.env", target: /t}]
`

// owners returns a project of such services, each with its own configs and secrets.
func owners(services []string, scale int) string {
	var b, configs, secrets strings.Builder
	b.WriteString("name: shop\nservices:\n")
	for i, name := range services {
		fmt.Fprintf(&b, everyKind, name, i, scale)
		for _, suffix := range []string{"", ".env", ".json"} {
			fmt.Fprintf(&configs, "  \"c-%d%s\": {content: \"[%s]\"}\n", i, suffix, name)
			fmt.Fprintf(&secrets, "  \"s-%d%s\": {environment: S%d}\n", i, suffix, i)
		}
	}
	return b.String() + "configs:\n" + configs.String() + "secrets:\n" + secrets.String()
}

// privateFiles translates a project and returns its private files with the words of the services in them.
func privateFiles(t *testing.T, rt runtime.Runtime, options runtime.Options, services []string, scale int) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(owners(services, scale)), 0o600); err != nil {
		t.Fatal(err)
	}
	var environ []string
	for i, name := range services {
		environ = append(environ, fmt.Sprintf("S%d=[%s]", i, name))
	}
	result, report, err := translate.Translate(t.Context(), translate.Options{Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir, Environ: environ}})
	if err != nil || report.Worst() == diag.Error {
		t.Fatal(err, report.Findings())
	}
	files := rt.Files(result.Project, options, diag.NewScope(&report, result.Where))
	out := map[string]string{}
	for _, f := range files {
		if path.Dir(f.Path) != "shop" {
			continue
		}
		if _, twice := out[f.Path]; twice {
			t.Errorf("%s is written twice", f.Path)
		}
		words := map[string]bool{}
		if !f.Script {
			for _, word := range owner.FindAllString(string(f.Data), -1) {
				words[word] = true
			}
		}
		out[f.Path] = strings.Join(slices.Sorted(maps.Keys(words)), " ")
	}
	for _, f := range report.Findings() {
		if f.Code == diag.Collision && strings.Contains(f.Text, "private file") { // collisions of unit names are expected
			t.Error(f)
		}
	}
	return out
}

var owner = regexp.MustCompile(`\[[A-Za-z0-9._-]+\]`)

// Two things never share a private file. The names of all files of one service are tried as names of further services,
// without the file extensions: a scheme that joined words with a dash would collide with itself.
func TestTwoThingsNeverShareAPrivateFile(t *testing.T) {
	for _, choice := range all.Choices {
		for _, create := range []string{"auto", "api"} {
			t.Run(choice.Runtime.Name()+"/"+create, func(t *testing.T) {
				scale := 1 + len(create)%2 // with the API, several replicas, each with its own file
				options := runtime.Options{Systemd: 252, Create: create, Engine: 504}
				alone := privateFiles(t, choice.Runtime, options, []string{"web"}, scale)
				services := map[string]bool{}
				for name := range alone {
					for _, dashed := range []string{path.Base(name), strings.ReplaceAll(path.Base(name), "+", "-")} {
						for _, ending := range []string{"", ".env", ".json"} {
							if service, ends := strings.CutSuffix(dashed, ending); ends && valid.MatchString(service) {
								services[service] = true
							}
						}
					}
				}
				delete(services, "web")
				all := append([]string{"web"}, slices.Sorted(maps.Keys(services))...) // web first, as when it was alone
				together := privateFiles(t, choice.Runtime, options, all, scale)
				t.Logf("%d files of web alone, %d of %d services", len(alone), len(together), len(all))
				count := map[string]int{}
				for name, words := range together {
					if strings.Contains(words, " ") {
						t.Errorf("%s holds values of several services: %s", name, words)
					}
					count[words]++
				}
				for _, service := range all {
					if got, want := count["["+service+"]"], count["[web]"]; got != want {
						t.Errorf("%s has %d files, web has %d", service, got, want)
					}
				}
			})
		}
	}
}

// valid matches the names that a service may have (compose-spec schema).
var valid = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)
