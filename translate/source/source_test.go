package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// read reads an archive of files; those whose names have no slash are the inputs, in order.
func read(t testing.TB, archive string) *Map {
	t.Helper()
	dir := t.TempDir()
	opts := Options{Dir: dir, MaxNodes: 1000}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.Name, "/") {
			opts.Files = append(opts.Files, File{Name: f.Name, Path: path, Data: f.Data})
		}
	}
	return Read(opts)
}

func patterns() *Patterns {
	var paths []string
	for _, p := range schema.AttributePaths() {
		paths = append(paths, string(p))
	}
	return NewPatterns(paths)
}

// Find returns the position of the value that takes precedence in a merge, however it got there.
func TestFind(t *testing.T) {
	m := read(t, `
-- a.yml --
x-base: &base
  restart: always
  labels: {from: base}
include: [parts/inc.yml]
services:
  web:
    <<: *base
    extends: {file: parts/ext.yml, service: base}
    image: a
    ports: ["80:80", {target: 443}]
    environment: [A=b, C]
    command: [run]
    healthcheck: {test: [CMD, a], retries: 1}
  my.db:
    image: db
    x-systemd: {Service: {Nice: 5}}
-- b.yml --
services:
  web:
    image: b
    ports: ["81:81"]
    environment: {A: c, D: e}
    command: [again, and, again]
    hostname: !reset null
---
services: {web: {tty: true}}
-- parts/inc.yml --
services:
  cache:
    image: c
    depends_on: [web]
-- parts/ext.yml --
services:
  base:
    extends: deeper
    hostname: gone
    user: me
  deeper:
    working_dir: /deep
`)
	if m.Report.Worst()+m.Reasons.Worst() > 0 {
		t.Fatal(m.Report.Findings(), m.Reasons.Findings())
	}
	cases := []struct{ path, want string }{
		{"services", "b.yml:9:1 1"},
		{"services image", "b.yml:9:1 1"},
		{"services web image", "b.yml:3:5 3"},
		{"services web restart", "a.yml:2:3 3"},
		{"services web labels from", "a.yml:3:12 4"},
		{"services web user", "parts/ext.yml:5:5 3"},
		{"services web working_dir", "parts/ext.yml:7:5 3"},
		{"services web hostname", "b.yml:9:12 2"},
		{"services web tty", "b.yml:9:18 3"},
		{"services web ports 0", "a.yml:10:13 4"},
		{"services web ports 1 target", "a.yml:10:23 5"},
		{"services web ports 2", "b.yml:4:13 4"},
		{"services web ports 7", "b.yml:4:5 3"},
		{"services web environment A", "b.yml:5:19 4"},
		{"services web environment C", "a.yml:11:24 4"},
		{"services web command 2", "b.yml:6:27 4"},
		{"services web healthcheck retries", "a.yml:13:35 4"},
		{"services my.db x-systemd Service Nice", "a.yml:16:27 5"},
		{"services cache depends_on web", "parts/inc.yml:4:18 4"},
		{"nothing at all", "a.yml 0"},
	}
	for _, c := range cases {
		pos, n := m.Find(strings.Fields(c.path)...)
		if got := fmt.Sprintf("%s %d", pos, n); got != c.want {
			t.Errorf("%s: %s, want %s", c.path, got, c.want)
		}
	}
	if got := m.Split("services.my.db.image"); !cmp.Equal(got, []string{"services", "my.db", "image"}) {
		t.Error(got)
	}
}

// Written is what the files contain: no default, no extension, nothing that was reset; lists by index.
func TestWritten(t *testing.T) {
	m := read(t, `
-- a.yml --
x-tpl: &tpl {init: true}
services:
  web:
    <<: *tpl
    image: a
    x-mine: {a: b}
    hostname: h
    ports: ["80:80", {target: 443, mode: host}]
    environment: {A: b}
    depends_on: {x-db: {condition: service_started}}
    develop: {watch: [{path: ., action: sync}]}
  x-db: {build: .}
  off: {image: c}
volumes: {data: {}}
-- b.yml --
services: {web: {hostname: !reset null}}
`)
	var got []string
	for _, w := range m.Written(patterns(), func(section, name string) bool { return name != "off" }) {
		got = append(got, fmt.Sprintf("%s %s (%s)", w.Pos, strings.Join(w.Path, "."), w.Pattern))
	}
	want := []string{
		"b.yml:1:1 services (services)",
		"b.yml:1:12 services.web (services.*)",
		"a.yml:5:5 services.web.image (services.*.image)",
		"a.yml:8:5 services.web.ports (services.*.ports)",
		"a.yml:8:23 services.web.ports.1.target (services.*.ports.[].target)",
		"a.yml:8:36 services.web.ports.1.mode (services.*.ports.[].mode)",
		"a.yml:9:5 services.web.environment (services.*.environment)",
		"a.yml:9:19 services.web.environment.A (services.*.environment.*)",
		"a.yml:10:5 services.web.depends_on (services.*.depends_on)",
		"a.yml:10:18 services.web.depends_on.x-db (services.*.depends_on.*)",
		"a.yml:10:25 services.web.depends_on.x-db.condition (services.*.depends_on.*.condition)",
		"a.yml:11:5 services.web.develop (services.*.develop)",
		"a.yml:11:15 services.web.develop.watch (services.*.develop.watch)",
		"a.yml:11:24 services.web.develop.watch.0.path (services.*.develop.watch.[].path)",
		"a.yml:11:33 services.web.develop.watch.0.action (services.*.develop.watch.[].action)",
		"a.yml:1:14 services.web.init (services.*.init)",
		"a.yml:12:3 services.x-db (services.*)",
		"a.yml:12:10 services.x-db.build (services.*.build)",
		"a.yml:14:1 volumes (volumes)",
		"a.yml:14:11 volumes.data (volumes.*)",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A variable is found inside longer strings, but not in an escape or a longer name; every string has its position.
func TestUses(t *testing.T) {
	m := read(t, "-- a.yml --\nservices:\n  web:\n    image: \"$$TAG ${TAGS} $TAG_2\"\n    command: [a, 'x${TAG:-1}']\n")
	var got []string
	m.Strings(func(text string, at diag.Pos, path []string, _ Env) {
		if Uses(text, "TAG") {
			got = append(got, at.String()+" "+strings.Join(path, "."))
		}
	})
	if d := cmp.Diff([]string{"a.yml:4:18 services.web.command.1"}, got); d != "" {
		t.Error(d)
	}
}

// Whatever a file contains, reading ends and reports what is wrong.
func FuzzRead(f *testing.F) {
	f.Add("services: {a: &a {x: *a}}")
	f.Add("a: &a [1]\nb: {<<: *a}\n---\n- *a")
	f.Add("services: {a: {extends: {service: b}}, b: {extends: a}}\ninclude: [{path: []}]")
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Contains(data, "/") {
			t.Skip("a path of the machine could be named")
		}
		m := Read(Options{Dir: t.TempDir(), MaxNodes: 1000, Files: []File{{Name: "a", Path: "a", Data: []byte(data)}}})
		for _, w := range m.Written(patterns(), nil) {
			if _, n := m.Find(w.Path...); n != len(w.Path) {
				t.Errorf("%v is written, but not found", w.Path)
			}
		}
	})
}
