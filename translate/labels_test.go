package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/model"
)

func TestContainerLabels(t *testing.T) {
	p := lowered(t, `
services:
  web:
    image: nginx
    labels: {team: blue, com.docker.compose.service: mine}
    depends_on:
      db: {condition: service_healthy, restart: true}
      cache: {condition: service_started}
      gone: {condition: service_started, required: false}
  db: {image: postgres}
  cache: {image: redis}
  gone: {image: x, profiles: [never]}
`)
	c := containerOf(t, p, "web")
	same(t, "labels", c.Config.Labels, model.Map{
		{Name: "com.docker.compose.config-hash", Value: c.Hash},
		{Name: "com.docker.compose.container-number", Value: "1"},
		{Name: "com.docker.compose.depends_on", Value: "cache:service_started:false,db:service_healthy:true"},
		{Name: "com.docker.compose.oneoff", Value: "False"},
		{Name: "com.docker.compose.project", Value: "shop"},
		{Name: "com.docker.compose.project.config_files", Value: "/srv/shop/compose.yml"},
		{Name: "com.docker.compose.project.working_dir", Value: "/srv/shop"},
		{Name: "com.docker.compose.service", Value: "web"},
		{Name: "com.docker.compose.version", Value: ComposeVersion},
		{Name: "team", Value: "blue"},
	})
	same(t, "no dependencies", containerOf(t, p, "db").Config.Labels.Get("com.docker.compose.depends_on"), "")
	same(t, "network", p.Networks[0].Labels, model.Map{
		{Name: "com.docker.compose.config-hash", Value: p.Networks[0].Hash},
		{Name: "com.docker.compose.network", Value: "default"},
		{Name: "com.docker.compose.project", Value: "shop"},
		{Name: "com.docker.compose.version", Value: ComposeVersion},
	})
}

// The hashes are docker compose's own (`docker compose config --hash`), so `up` over running units recreates nothing.
// They change when compose-go changes its JSON; Compose's change with it.
func TestHashDoesNotSeeWhatComposeLeavesOut(t *testing.T) {
	plain := service(t, web("user: app"), "web").Hash
	same(t, "scale, pull_policy, profiles", service(t, web("user: app", "scale: 2", "pull_policy: always"), "web").Hash, plain)
	if service(t, web("user: root"), "web").Hash == plain {
		t.Error("another user has the same hash")
	}
}
