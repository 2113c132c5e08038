package golden

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/quadlet"
)

// -user with Docker: every command of every unit is given the address of the user's engine; no system unit is.
func TestUserUnitsNameTheUsersEngine(t *testing.T) {
	const socket = "DOCKER_HOST=unix://%t/docker.sock"
	for _, project := range []string{"shop", "workshop"} {
		for path, text := range units(rendered(t, project, runtime.Options{User: true})) {
			if got := directives(t, text, "Environment"); len(got) != 1 || got[0] != socket {
				t.Errorf("%s: Environment=%v, want %s", path, got, socket)
			}
		}
		for path, text := range units(rendered(t, project, runtime.Options{})) {
			if got := directives(t, text, "Environment"); len(got) != 0 {
				t.Errorf("%s: Environment=%v in a unit of the system", path, got)
			}
		}
	}
}

// -user with Quadlet: nothing waits for the system's network-online.target, which a user's manager does not have. By
// default Quadlet would make every unit wait a minute and a half if nothing on the system wants that target.
func TestUserQuadletWaitsForNoNetwork(t *testing.T) {
	for _, project := range []string{"shop", "workshop"} {
		sources := map[string][]byte{}
		for path, text := range renderedBy(t, quadlet.Runtime, project, runtime.Options{User: true}) {
			if oracle.IsSource(path) {
				sources[path] = []byte(text)
			}
		}
		for _, units := range generate(t, sources, "--user") {
			if len(units) == 0 {
				t.Fatal("Quadlet makes no unit")
			}
			for name, text := range units {
				if strings.Contains(string(text), "network-online") {
					t.Errorf("%s waits for the network:\n%s", name, text)
				}
			}
		}
	}
}

// units returns the service units among files.
func units(files map[string]string) map[string]string {
	maps.DeleteFunc(files, func(path, _ string) bool { return filepath.Ext(path) != ".service" })
	return files
}
