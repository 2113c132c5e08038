//go:build live

package live

import (
	"encoding/json"
	"strings"
	"testing"
)

// builtImages are the names of the images in testdata/build, including those that `tags` adds.
var builtImages = []string{"build-args", "build-extra:1", "build-extra:2", "named-by-image:7", "build-secret", "build-contexts"}

// An image is the same whether Compose or our unit built it: its configuration and what the build saw.
func TestBuildsEqualCompose(t *testing.T) {
	l := begin(t)
	if err := l.m.Copy("testdata/build", "/srv/build"); err != nil {
		t.Fatal(err)
	}
	l.must("env", "-C", "/srv/build", debianCompose, "build")
	want := built(l)
	l.must(append([]string{"docker", "rmi", "--force"}, builtImages...)...)
	l.must("docker", "builder", "prune", "--all", "--force")

	p := &project{Work: "/srv/build", Inputs: []string{"compose.yml"}}
	if err := generate(l.m, p); err != nil {
		t.Fatal(err)
	}
	if _, err := install(l.m); err != nil {
		t.Fatal(err)
	}
	l.must("systemctl", "start", "build.target")
	if units := failures(l.m); units != "" {
		t.Fatal(units)
	}
	got := built(l)
	for _, name := range builtImages {
		if want[name] != got[name] {
			t.Errorf("%s: Compose built\n%s\nour unit built\n%s", name, want[name], got[name])
		}
	}
	for _, name := range []string{"build-args-1", "build-inline-1", "build-secret-1", "build-contexts-1"} {
		l.running(name)
	}
	if text := l.sh("docker history --no-trunc build-secret; systemctl show 'build-*'"); strings.Contains(text, "canary") {
		t.Error("a secret of the build is in the image's history or in a unit")
	}
}

// built returns the images: their configuration, without the version of Compose in a label, and the file /seen.
func built(l *life) map[string]string {
	l.t.Helper()
	found := map[string]string{}
	for _, name := range builtImages {
		var list []struct {
			Config struct {
				Labels, Env, Entrypoint, Cmd, WorkingDir, User any
			}
		}
		if err := json.Unmarshal([]byte(l.must("docker", "image", "inspect", name)), &list); err != nil || len(list) != 1 {
			l.t.Fatalf("%s: %v", name, err)
		}
		if labels, ok := list[0].Config.Labels.(map[string]any); ok {
			delete(labels, "com.docker.compose.version")
		}
		text, _ := json.MarshalIndent(list[0].Config, "", "  ")
		found[name] = string(text) + "\n" + l.must("docker", "run", "--rm", name, "cat", "/seen")
	}
	return found
}
