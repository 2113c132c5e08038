package load

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// What is small in a file and large in memory is counted before it is built: each of these is refused, with a line, because of
// a number in the file and not of the time it takes.
func TestExpansionIsBounded(t *testing.T) {
	repeat := strings.Repeat
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	service := func(attributes string) string { return "services:\n  a: {image: a, " + attributes + "}\n" }
	const ports = "ports once ranges are expanded"
	const merged = "too many items in lists that are merged"
	cases := map[string]struct{ file, want string }{
		"ports of services":           {"services:\n" + numbered(20, "  s%d: {image: a, ports: ['1-65535:1-65535']}\n"), ports},
		"ports of one service":        {service("ports: ['1-60000:1-60000']"), ports},
		"ports of an alias":           {"x-p: &p ['[::1]:1-9000:1-9000']\nservices:\n" + numbered(3, "  s%d: {image: a, ports: *p }\n"), ports},
		"ports of extends":            {"services:\n  b: {image: a, ports: [1-9000]}\n" + numbered(3, "  s%d: {extends: b}\n"), ports},
		"ports of a variable":         {"services:\n" + numbered(3, "  s%d: {image: a, ports: ['${P:-1-9000}']}\n"), ports},
		"ports of a job":              {service("ports: [1-15000]") + "jobs: {j: {image: a, triggers: {manual: true}, ports: [1-15000]}}\n", ports},
		"exposed ports":               {"services:\n" + numbered(20, "  s%d: {image: a, expose: ['1-65535/udp']}\n"), ports},
		"ports that a document drops": {"services:\n" + numbered(3, "  s%d: {image: a, ports: [1-9000]}\n") + "---\nservices:\n" + numbered(3, "  s%d: {ports: !override []}\n"), ports},
		"large mappings":              {"services:\n" + numbered(2, "  s%d: {image: a, environment: {"+numbered(19_000, "k%d: 1, ")+"}}\n"), "too many keys in large mappings"},
		"nodes of a large file":       {service("cap_add: [" + repeat("A,", 2_000_000) + "]"), "more than 1500000 keys and items"},
		"items of a large file":       {service("x-a:\n" + repeat("- a\n", 2_000_000)), "more than 1500000 keys and items"},
		"keys of a large file":        {"x-a: [" + repeat("{a: b},", 400_000) + "]\n", "more than 1500000 keys and items"},
		"aliases of one anchor":       {"x-a: &a {b: c}\nx-b: [" + repeat("*a ,", 20_000) + "]\n" + service("tty: true"), "too many aliases of one anchor"},
		"resets":                      {"x-a: {" + numbered(4000, "k%d: !reset null, ") + "}\nx-b: [" + repeat("a,", 50_000) + "]\n" + service("tty: true"), "too many !reset and !override"},
		"extends of something large":  {"services:\n  b: {image: a, cap_add: [" + repeat("A,", 10_000) + "]}\n" + numbered(100, "  s%d: {extends: b}\n"), "nodes once extends, includes and steps are expanded"},
		"nodes of a small file":       {service("cap_add: [" + repeat("A,", 110_000) + "]"), "and fewer than 10 bytes for each"},
		"an alias everywhere":         {"x-e: &e {" + numbered(200, "k%d: 1,") + "}\nservices:\n" + numbered(600, "  s%d: {image: a, environment: *e }\n"), "and fewer than 10 bytes for each"},
		"steps of something large":    {service("cap_add: [" + repeat("A,", 10_000) + "], pre_start: [" + repeat("{command: a},", 100) + "]"), "nodes once extends, includes and steps are expanded"},
		"steps with large lists":      {service("cap_add: [" + repeat("A,", 10_000) + "], pre_start: [{command: a, cap_add: [" + repeat("B,", 10_000) + "]}]"), merged},
		"lists of documents":          {"services: {a: {image: a, cap_add: [" + repeat("A,", 10_000) + "]}}\n---\nservices: {a: {cap_add: [" + repeat("A,", 10_000) + "]}}\n", merged},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, report, err := inTime(t, Options{Dir: t.TempDir(), Inputs: []string{"-"}, Stdin: strings.NewReader(c.file)})
			found := slices.ContainsFunc(report.Findings(), func(f diag.Finding) bool {
				return f.Code == diag.Limit && strings.Contains(f.Text, c.want) && f.Pos.Line > 0
			})
			if got != nil || err != nil || !found || len(report.Findings()) != 1 {
				t.Error(report.Findings(), err)
			}
		})
	}
}

// Public projects are far below the limits: port ranges of a SIP server, an anchor that every service uses, long lists.
func TestUsualExpansionIsAccepted(t *testing.T) {
	var b strings.Builder
	b.WriteString("x-l: &l {driver: local}\nservices:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "  s%d: {image: a, logging: *l , environment: {A: b}, tmpfs: !override [/a]}\n", i)
	}
	b.WriteString("  sip: {image: a, ports: ['10000-20000:10000-20000/udp'], expose: ['30000-40000'], environment: {")
	for i := range 5000 {
		fmt.Fprintf(&b, "K%d: v, ", i)
	}
	b.WriteString("}}\n")
	got := loads(t, Options{Dir: t.TempDir(), Inputs: []string{"-"}, Stdin: strings.NewReader(b.String())})
	if n := len(got.Project.Services["sip"].Ports); n != 10_001 || n > source.MaxPorts {
		t.Error(n, "ports")
	}
}

// Containers are counted, and not only services.
func TestContainersAreBounded(t *testing.T) {
	cases := map[string]string{
		"replicas": "services:\n" + services(6, "scale: 1000"),
		"steps":    "services:\n" + services(1001, "pre_start: [{command: a}, {command: a}, {command: a}, {command: a}]"),
		"services": "services:\n" + services(MaxContainers+1, "tty: true"),
	}
	for name, file := range cases {
		t.Run(name, func(t *testing.T) {
			got, report, err := inTime(t, Options{Dir: t.TempDir(), Inputs: []string{"-"}, Stdin: strings.NewReader(file)})
			if f := report.Findings(); got != nil || err != nil || len(f) != 1 || f[0].Text != "the project has more than 5000 containers" || f[0].Pos.Line == 0 {
				t.Error(f, err)
			}
		})
	}
}

func services(n int, attribute string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  s%d: {image: a, %s}\n", i, attribute)
	}
	return b.String()
}
