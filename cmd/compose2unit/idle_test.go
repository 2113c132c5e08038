package main

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/runtime/all"
)

// busy is a project on which every flag can have an effect.
const busy = `
name: shop
services:
  web:
    image: nginx:1.27
    environment: {A: "${A-}"}
    volumes: ["./public:/srv:ro", "data:/data"]
    depends_on: {db: {condition: service_healthy}}
    restart: unless-stopped
    healthcheck: {test: "true", start_interval: 2s, start_period: 5s}
    networks: {front: {mac_address: 02:42:ac:11:00:04}, back: {}}
  db:
    image: postgres:17
    command: ping db
    healthcheck: {test: "true"}
  more: {image: busybox, profiles: [more]}
networks: {front: {}, back: {}, idle: {}}
volumes: {data: {}}
`

// samples are a value for each flag that defines what is read or generated.
var samples = map[string]string{
	"project": "other", "root-path": "/srv/other", "env-files": "other.env", "ignore-missing-env-files": "true", "ignore-dot-env": "true",
	"env-files-only": "true", "profiles": "more", "services": "db", "service-include": "db", "generate-unused-resources": "true",
	"check-bind-mounts": "true", "address-pool": "172.27.0.0/16/24", "unit-prefix": "p-", "user": "true", "auto-start": "false", "logs": "engine",
	"create": "flags", "config-dir": "/etc/shop", "engine-root": "/data", "default-stop-timeout": "50s", "systemd-version": "257",
	"podman-version": "4.9", "docker-caps": "true", "allow": "services.*.nothing",
}

// elsewhere are flags that other tests are about.
var elsewhere = strings.Fields("inputs output runtime format lock locked check list force strict warnings-as-errors diagnostics color quiet q version help")

// busyProject is the folder of the project.
type busyProject string

// made runs the program on the project and returns its files, and what it said.
func (p busyProject) made(t *testing.T, args ...string) (files map[string]string, said string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var stderr bytes.Buffer
	code := run(context.Background(), &world{args: append(args, "-output", out, "compose.yml"), dir: string(p), stdout: &bytes.Buffer{}, stderr: &stderr, pipe: translated})
	if code == exitBroken {
		t.Fatalf("%v: %s", args, stderr.String())
	}
	return tree(t, out), stderr.String()
}

// For each runtime, every flag changes the files or the findings, or is reported to have no effect.
func TestEveryFlagHasAnEffectOrANote(t *testing.T) {
	dir := busyProject(t.TempDir())
	for name, text := range map[string]string{"compose.yml": busy, ".env": "A=1\n", "other.env": "A=2\n"} {
		if err := os.WriteFile(filepath.Join(string(dir), name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range all.Choices {
		chosen := []string{"-runtime", c.Engine, "-format", c.Format}
		files, said := dir.made(t, chosen...)
		for _, flag := range slices.Sorted(maps.Keys(samples)) {
			with, heard := dir.made(t, append(chosen, "-"+flag+"="+samples[flag])...)
			if maps.Equal(with, files) && heard == said {
				t.Errorf("-%s %s has no effect with %s, and nothing says so", flag, samples[flag], c.Runtime.Name())
			}
			if noted := strings.Contains(heard, "note: -"+flag+": has no effect"); noted && !maps.Equal(with, files) {
				t.Errorf("-%s %s has an effect with %s: %s", flag, samples[flag], c.Runtime.Name(), heard)
			}
		}
	}
}

// A new flag is one of the samples.
func TestEveryFlagIsTried(t *testing.T) {
	skip := slices.Clone(elsewhere)
	for _, l := range cmdline.LegacyFlags() {
		skip = append(skip, l.Name)
	}
	defined().VisitAll(func(f *pflag.Flag) {
		if _, tried := samples[f.Name]; tried == slices.Contains(skip, f.Name) {
			t.Errorf("-%s: tried %v", f.Name, tried)
		}
	})
	for _, c := range all.Choices {
		for flag := range c.Runtime.Ignores() {
			if samples[flag] == "" {
				t.Errorf("%s ignores -%s, which is not a flag", c.Runtime.Name(), flag)
			}
		}
	}
}

// Commands for what is installed can be called like apply; a note says which flags they do not use.
func TestFlagsWithoutEffect(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, want := range map[string]string{
		"-check -force":                           "-force: has no effect with -check: nothing is written",
		"-list -force":                            "-force: has no effect with -list: nothing is written",
		"-force":                                  "",
		"-ignore-missing-env-files":               "-ignore-missing-env-files: has no effect without -env-files",
		"-runtime docker -docker-caps=false":      "",
		"-runtime docker -podman-version 5.4":     "", // the default
		"-create auto":                            "",
		"status -project shop -user -json":        "",
		"status -project shop -runtime docker":    "-runtime: has no effect on status",
		"status -project shop -inputs a.yml":      "-inputs: has no effect with -project: no Compose file is read",
		"status -remove_volumes -project shop":    "-remove-volumes: has no effect on status",
		"remove -project shop -config-dir /etc/s": "",
		"remove -project shop -strict -q":         "-strict: has no effect on remove",
	} {
		h := newFakeHost(t)
		_, said, _ := h.command(t, project(service("web", "")), strings.Fields(line)...)
		noted := "command line: note: " + want + " [flag]\n"
		if want != "" && !strings.Contains(said, noted) || want == "" && strings.Contains(said, "command line") {
			t.Errorf("%s: want %q in\n%s", line, want, said)
		}
	}
}

// What the file of a project says is for all runtimes with which it may be used.
func TestSettingsMayBeForAnotherRuntime(t *testing.T) {
	dir := busyProject(t.TempDir())
	text := "x-compose2unit: {docker-caps: true, podman-version: '5.0'}\nservices: {web: {image: nginx}}\n"
	if err := os.WriteFile(filepath.Join(string(dir), "compose.yml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said := dir.made(t, "-runtime", "docker"); said != "" {
		t.Errorf("the settings are reported: %s", said)
	}
	if _, said := dir.made(t, "-runtime", "docker", "-docker-caps"); strings.Count(said, "note: ") != 1 {
		t.Errorf("the flag is not reported: %s", said)
	}
}
