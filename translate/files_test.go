package translate

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// A secret or config that is a file is bound; one with content is copied in before every start.
func TestSecretsAndConfigs(t *testing.T) {
	c := service(t, `
services:
  web:
    image: nginx
    secrets:
    - file
    - token
    - {source: token, target: /etc/token, uid: "7", gid: "8", mode: 0o400}
    configs: [file, text, {source: text, target: sub/text}, empty]
secrets:
  file: {file: /etc/hostname}
  token: {environment: TOKEN}
configs:
  file: {file: /etc/hostname}
  text: {content: "hello $WHO\n"}
  empty: {environment: EMPTY}
`, "web", "TOKEN=canary", "WHO=you", "EMPTY=")
	same(t, "mounts", c.Host.Mounts, []model.Mount{
		{Type: "bind", Source: "/etc/hostname", Target: "/run/secrets/file", ReadOnly: true, Bind: &model.BindOptions{}},
		{Type: "bind", Source: "/etc/hostname", Target: "/file", ReadOnly: true},
	})
	same(t, "host paths", c.HostPaths, []string{"/etc/hostname"})
	same(t, "none is made", len(c.MakePaths), 0)
	same(t, "copies", c.Copies, []model.File{
		{Key: "secret-web-token", Kind: "secret", Entry: 2, Content: "canary", Target: "/run/secrets/token", Mode: 0o444},
		{Key: "secret-web-token.2", Kind: "secret", Entry: 3, Content: "canary", Target: "/etc/token", Mode: 0o400, UID: 7, GID: 8},
		{Key: "config-web-text", Kind: "config", Entry: 2, Content: "hello you\n", Target: "/text", Mode: 0o444},
		{Key: "config-web-text.2", Kind: "config", Entry: 3, Content: "hello you\n", Target: "/sub/text", Mode: 0o444},
	})
}

func TestAVolumeWinsOverASecret(t *testing.T) {
	p, report := reported(t, web("volumes: [/tmp:/run/secrets/s]", "secrets: [s]")+"secrets: {s: {file: /etc/hostname}}\n")
	wantFinding(t, report, diag.Warning, diag.Collision, "services.web.secrets.0")
	same(t, "mounts", len(containerOf(t, p, "web").Host.Mounts), 0)
}

func TestSecretsComposeRefuses(t *testing.T) {
	for _, c := range []struct {
		lines, object, path string
		severity            diag.Severity
		code                diag.Code
	}{
		{"secrets: [s]", "{environment: NOT_SET}", "secrets.s.environment", diag.Error, diag.Unresolved},
		{"secrets: [s]", "{file: ./gone}", "secrets.s.file", diag.Warning, diag.Missing},
		{"secrets: [{source: s, mode: 0400}]", "{file: /etc/hostname}", "services.web.secrets.0", diag.Warning, diag.NoEffect},
		{"read_only: true\n    secrets: [s]", "{environment: SET}", "services.web.secrets.0", diag.Error, diag.Unsupported},
		{"secrets: [{source: s, target: ../../etc/s}]", "{environment: SET}", "services.web.secrets.0.target", diag.Error, diag.Unsafe},
	} {
		_, report := reported(t, web(c.lines)+"secrets: {s: "+c.object+"}\n", "SET=1")
		wantFinding(t, report, c.severity, c.code, c.path)
	}
}

// What only a swarm supports is refused by the runtimes' rows; with -allow the service starts without the file.
func TestSecretsOfASwarmAreLeftOut(t *testing.T) {
	for _, object := range []string{"{external: true}", "{file: /etc/hostname, template_driver: golang}", "{file: /etc/hostname, driver: vault}"} {
		c := service(t, web("secrets: [s]")+"secrets: {s: "+object+"}\n", "web")
		same(t, object, len(c.Host.Mounts)+len(c.Copies), 0)
	}
}

// Compose writes contents into a service's containers, not into those of its steps.
func TestAStepHasNoCopies(t *testing.T) {
	p, report := reported(t, web("pre_start: [{command: x, configs: [c]}]", "configs: [c]")+"configs: {c: {content: hello}}\n")
	c := containerOf(t, p, "web")
	same(t, "the service's", len(c.Copies), 1)
	same(t, "the step's", len(c.PreStart[0].Copies), 0)
	wantFinding(t, report, diag.Warning, diag.NoEffect, "services.web.pre_start.0.configs")
}

// File systems limit the length of names: a long one is cut, and stays distinct from its neighbour's.
func TestLongNamesOfFiles(t *testing.T) {
	long := strings.Repeat("x", 300)
	c := service(t, web("configs: ["+long+"1, "+long+"2]")+"configs:\n  "+long+"1: {content: a}\n  "+long+"2: {content: b}\n", "web")
	if a, b := c.Copies[0].Key, c.Copies[1].Key; len(a) > 200 || len(b) > 200 || a == b {
		t.Errorf("the files are called %s and %s", a, b)
	}
}
