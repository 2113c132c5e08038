package load

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// With -env-files-only no finding shows a value from outside: neither in its path nor in a sentence that quotes it.
func TestFindingsShowNoValueFromOutside(t *testing.T) {
	const canary = "Canary:7q,c4n4ry"
	for _, c := range []struct{ name, service, want string }{
		{"a schema's enum", `cgroup: "${V}"`, "${V}"},
		{"a number", `mem_limit: "${V}"`, "${V}"},
		{"a duration", `stop_grace_period: "${V}"`, "${V}"},
		{"a port", `ports: ["${V}:80"]`, "${V}"},
		{"a piece of a port", `ports: ["127.0.0.1:${V}:80"]`, "${V}"},
		{"a network", `networks: ["${V}"]`, "${V}"},
		{"a dependency", `depends_on: ["${V}"]`, "${V}"},
		{"a volume", `volumes: ["${V}:/d"]`, ""},
		{"a required variable", `hostname: "${GONE:?${V}}"`, "GONE"},
		{"a boolean", `privileged: "${V}"`, "${V}"},
		{"a long value", `network_mode: "service:${LONG}"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := "name: shop\nservices:\n  web:\n    image: a\n    " + c.service + "\n"
			_, report, err := Load(context.Background(), Options{Inputs: []string{"-"}, Stdin: strings.NewReader(file), Dir: t.TempDir(),
				Environ: []string{"V=" + canary, "LONG=" + strings.Repeat("canary7q", 40)}, EnvFilesOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(report.Findings()) == 0 {
				t.Fatal("nothing is found")
			}
			for _, f := range report.Findings() {
				said := fmt.Sprint(f)
				for _, piece := range []string{"anary", "7q", "c4n4ry"} {
					if strings.Contains(said, piece) {
						t.Errorf("the finding shows the value: %s", said)
					}
				}
				if !strings.Contains(said, c.want) || f.Pos.Line != 5 {
					t.Errorf("want line 5 and %s: %s", c.want, said)
				}
			}
		})
	}
}
