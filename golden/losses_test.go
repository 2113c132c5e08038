package golden

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/runtime/quadlet"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// lossy is a piece of a Compose file that requests something that podman lacks: a path, and the value there. A list is
// extended, so that two pieces of one attribute can be combined.
type lossy struct {
	path, value string
	// toPodman reports whether it is lost with plain units only, and not with Quadlet.
	toPodman bool
}

// losses are at least one for every attribute whose rule can be inexact, and more if an attribute can lose several things.
var losses = []lossy{
	{"services.web.logging.driver", "syslog", false},
	{"services.web.logging.options", "{tag: x}", false},
	{"services.web.logging.options", "{labels: a}", false},
	{"services.web.logging.options", "{env: B}", false},
	{"services.web.security_opt", "[foo=bar]", false},
	{"services.web.security_opt", "[writable-cgroups=true]", false},
	{"services.web.tmpfs", "['/t:uid=1']", false},
	{"services.web.tmpfs", "['/u:gid=2']", false},
	{"services.web.volumes", "[{type: volume, target: /a, volume: {labels: {a: b}}}]", true},
	{"services.web.volumes", "[{type: volume, target: /b, volume: {nocopy: true}}]", true},
	{"services.web.volumes", "[{type: volume, source: data, target: /c, volume: {nocopy: true, subpath: s}}]", false},
	{"services.web.volumes", "[{type: bind, source: /d, target: /d, read_only: true, bind: {recursive: readonly}}]", false},
	{"services.web.volumes", "['/e:/e:mystery']", false},
	{"services.web.volumes", "[{type: npipe, source: /f, target: /f}]", false},
	{"services.web.ports", "['8000-8001:80']", false},
	{"services.web.ports", "['9000-9001:81/udp']", false},
	{"services.web.networks.front.driver_opts", "{foo: x}", false},
	{"services.web.networks.front.driver_opts", "{com.docker.network.endpoint.sysctls: y}", false},
	{"services.web.networks.back.driver_opts", "{foo: x}", false},
	{"services.web.sysctls", "{kernel.domainname: x}", false},
	{"services.web.sysctls", "{vm.swappiness: '1'}", false},
	{"services.web.devices", "[{source: '/dev/a:b', target: /dev/a}]", false},
	{"services.web.labels", "{'a=b': x}", false},
	{"services.web.gpus", "[{driver: other, count: 1}]", false},
	{"services.web.gpus", "[{driver: nvidia, count: 1, options: {a: b}}]", false},
	{"services.web.healthcheck", "{test: [CMD]}", false},
	{"services.web.environment", "{'A B': x}", false},
	{"services.web.build.cache_from", "['type=local,src=/a']", false},
	{"services.web.build.cache_to", "['type=local,dest=/b']", false},
	{"networks.front.driver_opts", "{com.docker.network.bridge.enable_icc: 'false'}", false},
	{"networks.front.driver_opts", "{com.docker.network.bridge.enable_ip_masquerade: 'false'}", false},
	{"networks.front.driver_opts", "{encrypted: 'true'}", false},
	{"networks.back.driver", "overlay", false},
	{"networks.back.ipam.driver", "infoblox", false},
	{"networks.front.enable_ipv4", "false", false},
	{"networks.front.ipam.config", "[{subnet: 10.1.0.0/24, gateway: 10.2.0.1}]", false},
	{"networks.front.ipam.config", "[{gateway: 10.3.0.1}]", false},
}

// inexactWithoutLoss are rules that can be inexact and have no entry above, with the reason.
var inexactWithoutLoss = map[string]string{
	"services.command":         "only an argument over 128 KiB is one",
	"services.build.platforms": "docker compose builds for one platform",
}

const lossless = `
services: {web: {image: x, build: {context: .}, networks: {front: {}, back: {}}}}
networks: {front: {}, back: {}}
volumes: {data: {}}
`

// Every loss is reported: of any two losses in one project both are found, each as it is found alone.
func TestNoLossHidesAnother(t *testing.T) {
	t.Parallel()
	alone := make([]said, len(losses))
	for i, l := range losses {
		alone[i] = lost(t, l)
		for runtime, findings := range alone[i] {
			if len(findings) == 0 && !(runtime == "quadlet" && l.toPodman) {
				t.Errorf("%s: no finding about %v", runtime, l)
			}
		}
	}
	for i, a := range losses {
		for j, b := range losses[:i] {
			if strings.Split(a.path, ".")[1] != strings.Split(b.path, ".")[1] || collide(a, b) {
				continue
			}
			for runtime, both := range lost(t, b, a) {
				for _, want := range slices.Concat(alone[i][runtime], alone[j][runtime]) {
					if !slices.Contains(both, want) {
						t.Errorf("%s: %v beside %v: no finding about %s", runtime, a, b, want)
					}
				}
			}
		}
	}
}

// collide reports whether two pieces are values of one scalar, or a parent and something below it.
func collide(a, b lossy) bool {
	scalar := func(l lossy) bool { return !strings.ContainsAny(l.value[:1], "[{") }
	return a.path == b.path && (scalar(a) || scalar(b)) || strings.HasPrefix(a.path, b.path+".") || strings.HasPrefix(b.path, a.path+".")
}

// Every rule that can be inexact has a loss above.
func TestEveryInexactRuleHasALoss(t *testing.T) {
	engine := podman.Describe(runtime.Options{})
	check := func(owner string, attrs []string) {
		for _, attr := range attrs {
			path := owner + "." + strings.TrimSuffix(attr, ".**")
			has := slices.ContainsFunc(losses, func(l lossy) bool {
				parts := strings.SplitN(l.path, ".", 3)
				at := parts[0] + "." + parts[2]
				return strings.HasPrefix(at+".", path+".") || strings.HasPrefix(path+".", at+".")
			})
			if reason := inexactWithoutLoss[path]; has == (reason != "") {
				t.Errorf("%s: has a loss: %t, and a reason to have none: %q", path, has, reason)
			}
		}
	}
	check("services", inexactAttrs(engine.Containers))
	check("networks", inexactAttrs(engine.Networks))
	check("services.build", inexactAttrs(engine.Builds))
}

func inexactAttrs[S any](rules []runtime.Rule[S, cli.Flag]) []string {
	var out []string
	for _, rule := range rules {
		if rule.Inexact != nil {
			out = append(out, rule.Attr)
		}
	}
	return out
}

// said are findings by runtime.
type said map[string][]string

// lost returns the findings that the pieces add, without their positions: entries of a list move.
func lost(t *testing.T, pieces ...lossy) said {
	t.Helper()
	root := parseYAML(t, "lossless", []byte(lossless))
	for _, p := range pieces {
		lay(root, strings.Split(p.path, "."), parseYAML(t, p.path, []byte(p.value)))
	}
	c := &attrCase{name: "losses", archive: archiveOf(printYAML(t, root))}
	l := c.load(t, c.section(composeFile))
	if l.result == nil {
		t.Fatalf("%v: %v", pieces, l.report.Findings())
	}
	out := said{}
	for _, rt := range []runtime.Runtime{podman.Runtime, quadlet.Runtime} {
		findings := []string{}
		for _, f := range l.render(rt, runtime.Options{}).findings {
			if f.Severity >= diag.Warning {
				findings = append(findings, fmt.Sprintf("%s %s: %s", f.Severity, strings.Join(withoutIndexes(f.Path), "."), f.Text))
			}
		}
		out[rt.Name()] = findings
	}
	return out
}

// withoutIndexes returns the elements of a path that are not an index.
func withoutIndexes(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "."), func(part string) bool { return strings.Trim(part, "0123456789") == "" })
}

// lay sets a value at a path: an existing mapping or list is extended.
func lay(root *yaml.Node, path []string, value *yaml.Node) {
	n := root
	for _, part := range path[:len(path)-1] {
		next := child(n, part)
		if next == nil {
			next = &yaml.Node{Kind: yaml.MappingNode}
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: part}, next)
		}
		n = next
	}
	last := path[len(path)-1]
	if old := child(n, last); old != nil && old.Kind == value.Kind && old.Kind != yaml.ScalarNode {
		old.Content = append(old.Content, value.Content...)
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: last}, value)
}

func archiveOf(compose []byte) *txtar.Archive {
	return &txtar.Archive{Files: []archiveFile{{Name: composeFile, Data: compose}}}
}
