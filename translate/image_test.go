package translate

import (
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/model"
)

func TestPullPolicies(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  model.Pull
	}{
		{"user: x", model.Pull{Policy: "missing"}},
		{"pull_policy: if_not_present", model.Pull{Policy: "missing"}},
		{"pull_policy: always", model.Pull{Policy: "always"}},
		{"pull_policy: never", model.Pull{Policy: "never"}},
		{"pull_policy: daily", model.Pull{Policy: "refresh", Every: 24 * time.Hour}},
		{"pull_policy: every_1w2h", model.Pull{Policy: "refresh", Every: 170 * time.Hour}},
		{"build: .\n    pull_policy: build", model.Pull{Policy: "build"}},
	} {
		same(t, c.lines, service(t, web(c.lines), "web").Pull, c.want)
	}
}

func TestImageOfABuild(t *testing.T) {
	c := service(t, "services:\n  web: {build: .}\n", "web")
	same(t, "image", c.Image, "shop-web")
	same(t, "pull", c.Pull, model.Pull{Policy: "never"})
	same(t, "build", c.Build, true)
}

func TestPlatform(t *testing.T) {
	same(t, "own", service(t, web("platform: linux/arm64"), "web", "DOCKER_DEFAULT_PLATFORM=linux/amd64").Platform, "linux/arm64")
	same(t, "project's", service(t, web("user: x"), "web", "DOCKER_DEFAULT_PLATFORM=linux/amd64").Platform, "linux/amd64")
}
