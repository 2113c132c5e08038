package golden

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/svg"
	scheme "github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/model"
)

// drawing returns the output of `compose2unit graph` for a project, by format.
func drawing(t testing.TB, p *model.Project) map[string][]byte {
	t.Helper()
	g := graph.Of(p, scheme.Scheme{Project: p.Name})
	return map[string][]byte{"svg": svg.Render(g), "dot": g.DOT(), "mmd": g.Mermaid()}
}

// sample draws a whole project.
func sample(t testing.TB, name string) map[string][]byte {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{composeFile}, Dir: filepath.Join("project", name)}, RootPath: "/srv/" + name,
	})
	if err != nil || result == nil {
		t.Fatal(err, report.Findings())
	}
	return drawing(t, result.Project)
}

// The pictures of the sample projects. Look at them before committing them.
func TestPictures(t *testing.T) {
	for _, name := range []string{"shop", "workshop"} {
		for form, got := range sample(t, name) {
			file := filepath.Join("graph", name+"."+form)
			if name+form == "shopsvg" {
				file = "../docs/shop.svg" // the README's; make docs writes it
			} else if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s differs from the golden (-update rewrites it):\n%s", file, diff)
			}
		}
	}
}

// Every unit that a picture names is one that a run writes, for every runtime.
func TestPicturesNameUnits(t *testing.T) {
	id := regexp.MustCompile(`id="([^"]+\.(?:service|target|timer))"`)
	for _, name := range []string{"shop", "workshop"} {
		picture := sample(t, name)["svg"]
		for _, choice := range all.Choices {
			files, _ := render(t, choice.Runtime, filepath.Join("project", name), "/srv/"+name, "compose.yml")
			units := map[string]bool{}
			for _, f := range files {
				units[scheme.OfFile(f.Path)] = true
			}
			for _, m := range id.FindAllStringSubmatch(string(picture), -1) {
				if !units[m[1]] {
					t.Errorf("%s has %s, which %s does not write", name, m[1], choice.Runtime.Name())
				}
			}
		}
	}
}

// A picture contains no values, wherever a Compose file can have one.
func TestPicturesHaveNoValues(t *testing.T) {
	result, _ := translated(t, `
name: shop
services:
  web:
    build:
      context: https://user:hush@git.example.org/shop.git?token=hush#main
      args: {PASSWORD: hush}
      labels: {secret: hush}
      additional_contexts: {base: "https://hush@example.org/x.git"}
    command: [serve, --password=hush]
    entrypoint: [sh, -c, hush]
    environment: {PASSWORD: hush, hush: "1"}
    labels: {token: hush}
    healthcheck: {test: [CMD, check, hush]}
    secrets: [token]
    configs: [conf]
    sysctls: {net.core.somaxconn: 17}
    logging: {driver: syslog, options: {tag: hush}}
    post_start: [{command: [echo, hush], environment: {A: hush}}]
    networks: {front: {driver_opts: {key: hush}, aliases: [hush]}}
    extra_hosts: ["hush.example.org:192.0.2.1"]
    volumes: ["data:/data"]
networks:
  front: {driver_opts: {password: hush}, labels: {a: hush}}
volumes:
  data: {driver: local, driver_opts: {type: cifs, o: "username=a,password=hush", device: //hush.example.org/x}}
secrets:
  token: {environment: HUSH}
configs:
  conf: {content: hush}
`)
	for form, picture := range drawing(t, result.Project) {
		if at := bytes.Index(picture, []byte("hush")); at >= 0 {
			t.Errorf("%s has a value: %s", form, picture[max(0, at-80):min(len(picture), at+80)])
		}
	}
}

// Untrusted text in a name or a path remains text: it does not become an element, attribute, link or statement.
func TestPicturesOfHostileTexts(t *testing.T) {
	for _, poison := range []string{
		`</text><script>alert(1)</script>`, `"><image href="https://example.org/x"/>`, `javascript:alert(1)`, `' onload='alert(1)`,
		`&lt;b&gt;`, `]]>`, `--> s0 & end`, "\"]\n    click s0 \"javascript:alert(1)\"", `"] ; x [label="`, `\`, `\"`, `<!--`, "\u202e\u2066x",
		"`**bold**`", `#quot;`, `%%{init: {"securityLevel": "loose"}}%%`, "a\tb", "\x1b[31m",
	} {
		got, want := drawing(t, poisoned(poison)), drawing(t, poisoned("plain"))
		if diff := cmp.Diff(kindsOf(t, want["svg"]), kindsOf(t, got["svg"])); diff != "" {
			t.Errorf("%q changes the elements of the SVG: %v", poison, diff)
		}
		for _, form := range []string{"dot", "mmd"} {
			if bytes.Count(got[form], []byte("\n")) != bytes.Count(want[form], []byte("\n")) {
				t.Errorf("%q changes the lines: %s", poison, got[form])
			}
		}
		for _, line := range strings.Split(string(got["mmd"]), "\n") {
			if rest := strings.ReplaceAll(line, "<br/>", ""); strings.Count(rest, `"`)%2 != 0 || strings.ContainsAny(rest, "<`%&") || strings.Count(rest, `"`) > 2 {
				t.Errorf("%q is not quoted in Mermaid: %s", poison, line)
			}
		}
		for _, line := range strings.Split(string(got["dot"]), "\n") {
			if rest := quoted.ReplaceAllString(line, ""); strings.ContainsAny(rest, `"\<`) || strings.Contains(rest, "alert") {
				t.Errorf("%q is not quoted in DOT: %s", poison, line)
			}
		}
	}
}

// quoted matches a string of DOT, or an arrow.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|->`)

// poisoned returns a project that has a text everywhere.
func poisoned(text string) *model.Project {
	return &model.Project{
		Name: "shop" + text, Dir: "/srv",
		Containers: []model.Container{
			{Service: text + "a", Name: text, Kind: model.Service, Replicas: 1, Image: text, Update: text, Networks: []string{text}, Volumes: []string{text},
				After:     []model.Dependency{{Service: text + "b", Condition: model.Healthy, Required: true}},
				Endpoints: []model.Endpoint{{Network: text, Key: text}}, ExternalNetworks: []string{"x" + text}, ExternalVolumes: []string{"x" + text},
				Host: model.HostConfig{
					Binds:        []model.Bind{{Source: "/" + text, Target: text, Mode: "rw"}, {Source: text, Target: text, Mode: "ro"}},
					Mounts:       []model.Mount{{Type: "image", Source: text + "i", Target: text}},
					PortBindings: []model.PortBinding{{Port: text, HostPort: text, HostIP: text}},
				}},
			{Service: text + "b", Name: text, Kind: model.Service, Replicas: 1, Image: text, Build: true, Host: model.HostConfig{NetworkMode: text}},
			{Service: text + "c", Name: text, Kind: model.Job, Replicas: 1},
		},
		Networks: []model.Network{{Key: text, Name: text, Driver: text}},
		Volumes:  []model.Volume{{Key: text, Name: text, Driver: text}},
		Builds:   []model.Build{{Service: text + "b", Tags: []string{text}, Context: "/" + text}},
		Timers:   []model.Timer{{Service: text + "c", Calendar: text}},
	}
}

// kindsOf returns the elements, each kind once: how many texts there are depends on their length.
func kindsOf(t *testing.T, picture []byte) []string {
	t.Helper()
	all := elements(t, picture)
	slices.Sort(all)
	return slices.Compact(all)
}

// elements returns the tags of an SVG file with the names of their attributes. It must be well-formed, without scripts, and
// without external references.
func elements(t *testing.T, picture []byte) (out []string) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, picture)
		}
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		words := start.Name.Local
		for _, a := range start.Attr {
			words += " " + a.Name.Local
			if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") || strings.HasPrefix(a.Name.Local, "on") {
				t.Errorf("%s has %s=%q", start.Name.Local, a.Name.Local, a.Value)
			}
		}
		if slices.Contains([]string{"script", "image", "foreignObject", "use", "iframe"}, start.Name.Local) {
			t.Errorf("there is a %s", start.Name.Local)
		}
		out = append(out, words)
	}
}

// A picture is self-contained: it uses no font, style sheet or picture from elsewhere.
func TestPicturesAreWhole(t *testing.T) {
	picture := sample(t, "workshop")["svg"]
	elements(t, picture)
	for _, outside := range regexp.MustCompile(`https?://[^"]+|url\([^)]*\)|@import`).FindAllString(string(picture), -1) {
		if outside != "http://www.w3.org/2000/svg" {
			t.Errorf("it refers to %s", outside)
		}
	}
}

// Every case of an attribute can be drawn: the picture is well-formed, and the same each time.
func TestEveryCaseCanBeDrawn(t *testing.T) {
	for _, c := range readCases(t) {
		made := c.load(t, c.section(composeFile))
		if made.result == nil || made.report.Worst() == diag.Error {
			continue
		}
		first, second := drawing(t, made.result.Project), drawing(t, made.result.Project)
		elements(t, first["svg"])
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s: two pictures of the same differ", c.name)
		}
	}
}
