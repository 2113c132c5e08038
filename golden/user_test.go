package golden

import (
	"maps"
	"path/filepath"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
)

// -user with Docker: every command of every unit is told where the user's engine answers, which no unit of the system is.
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

// units are the service units among files.
func units(files map[string]string) map[string]string {
	maps.DeleteFunc(files, func(path, _ string) bool { return filepath.Ext(path) != ".service" })
	return files
}
