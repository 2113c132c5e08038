package source

import (
	"fmt"
	"strings"
	"testing"
)

// The items of a list have the indexes of the loaded project, in which one that a later item replaces is not counted.
func TestFindCountsUniqueItems(t *testing.T) {
	m := read(t, `
-- a.yml --
services:
  a:
    secrets: [t, t, {source: t, target: x}, {source: u}]
    configs: [c, {source: c}, d]
    cap_add: [A, A, B]
    volumes: ["./a:/v", "./b:/v:ro", {type: volume, target: /v}, /w]
    ports: ["1:1", "1:1", {target: 2, published: "3"}, {target: 2, published: "3"}, 4]
    networks: {n: {aliases: [x, x, y]}}
    build: {args: [A=1, A=2, B=3]}
    security_opt: [a, a, b]
jobs:
  a:
    cap_add: [A, A, B]
-- b.yml --
services:
  a:
    secrets: [u, t, v]
    security_opt: [b, c]
`)
	for path, want := range map[string]string{
		"services a secrets 0":            "a.yml:3:18 4",
		"services a secrets 1":            "a.yml:3:21 4",
		"services a secrets 2":            "b.yml:3:15 4",
		"services a secrets 3":            "b.yml:3:21 4",
		"services a configs 0":            "a.yml:4:18 4",
		"services a configs 1":            "a.yml:4:31 4",
		"services a cap_add 1":            "a.yml:5:21 4",
		"services a volumes 0":            "a.yml:6:38 4",
		"services a volumes 1":            "a.yml:6:66 4",
		"services a ports 1":              "a.yml:7:56 4",
		"services a ports 2":              "a.yml:7:85 4",
		"services a networks n aliases 1": "a.yml:8:36 6",
		"services a build args 1":         "a.yml:9:30 5",
		"services a security_opt 2":       "a.yml:10:26 4",
		"services a security_opt 3":       "b.yml:4:23 4",
		"jobs a cap_add 2":                "a.yml:13:21 4",
	} {
		pos, n := m.Find(strings.Fields(path)...)
		if got := fmt.Sprintf("%s %d", pos, n); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// A mapping that another file has as well is not repeated, whatever the order of its keys.
func TestFindCountsEqualMappingsOnce(t *testing.T) {
	m := read(t, `
-- a.yml --
services:
  web:
    gpus:
      - {driver: nvidia, count: 1}
-- b.yml --
services:
  web:
    gpus:
      - {count: 1, driver: nvidia}
      - {driver: amd}
`)
	for path, want := range map[string]string{"services web gpus 0": "a.yml:4", "services web gpus 1": "b.yml:5"} {
		if at, _ := m.Find(strings.Fields(path)...); !strings.HasPrefix(at.String(), want) {
			t.Errorf("%s is at %s, want %s", path, at, want)
		}
	}
}
