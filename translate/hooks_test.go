package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestHooks(t *testing.T) {
	c := service(t, web("post_start: [{command: ./warm up, user: root, privileged: true, working_dir: /x, environment: {A: b}}]", "pre_stop: [{command: [./drain]}]"), "web")
	same(t, "post_start", c.PostStart, []model.Hook{{
		Command: []string{"./warm", "up"}, User: "root", Privileged: true, WorkingDir: "/x", Env: []model.Variable{{Name: "A", Value: "b"}},
	}})
	same(t, "pre_stop", c.PreStop, []model.Hook{{Command: []string{"./drain"}}})
}

// A step is created like its service, with its volumes and in its networks, but it is not a container of the service.
func TestPreStart(t *testing.T) {
	c := service(t, `
services:
  web:
    image: nginx
    user: app
    environment: {A: "1", B: "2"}
    cap_add: [NET_ADMIN]
    ports: ["80:80"]
    restart: always
    labels: {team: blue}
    volumes: [data:/data]
    networks: {default: {aliases: [www]}}
    pre_start:
    - {command: [migrate], environment: {B: "3"}}
    - {image: busybox, command: chown -R app /data, user: root}
volumes: {data: }
`, "web")
	if len(c.PreStart) != 2 {
		t.Fatalf("%d steps", len(c.PreStart))
	}
	step := c.PreStart[0]
	same(t, "kind", step.Kind, model.PreStart)
	same(t, "image", step.Image, "nginx")
	same(t, "pull", step.Pull, model.Pull{Policy: "never"})
	same(t, "command", step.Config.Cmd, model.Argv{"migrate"})
	same(t, "env", step.Env, []model.Variable{{Name: "A", Value: "1"}, {Name: "B", Value: "3"}})
	same(t, "labels", step.Config.Labels, model.Map{
		{Name: "com.docker.compose.depends_on", Value: ""},
		{Name: "com.docker.compose.hook", Value: "pre_start"},
		{Name: "com.docker.compose.hook-index", Value: "0"},
		{Name: "com.docker.compose.project", Value: "shop"},
		{Name: "com.docker.compose.service", Value: "web"},
		{Name: "com.docker.compose.version", Value: ComposeVersion},
		{Name: "team", Value: "blue"},
	})
	same(t, "volumes", step.Host.VolumesFrom, []string{"shop-web-1"})
	same(t, "no mounts of its own", len(step.Host.Binds)+len(step.Host.Mounts), 0)
	same(t, "aliases", step.Endpoints[0].Aliases, []string{"shop-web-0", "web", "www"})
	same(t, "capabilities", step.Host.CapAdd, []string{"CAP_NET_ADMIN"})
	same(t, "no ports", len(step.Host.PortBindings), 0)
	same(t, "no restart", step.Restart, model.Restart{Name: "no"})
	same(t, "own image", c.PreStart[1].Pull, model.Pull{Policy: "missing"})
	same(t, "own user", c.PreStart[1].Config.User, "root")
}

func TestPreStartPerReplica(t *testing.T) {
	_, report := reported(t, web("pre_start: [{command: x, per_replica: true}]"))
	wantFinding(t, report, diag.Error, diag.Unsupported, "services.web.pre_start.0.per_replica")
}

func TestUseAPISocket(t *testing.T) {
	c := service(t, web("use_api_socket: true"), "web")
	same(t, "binds", c.Host.Binds, []model.Bind{{Source: "/var/run/docker.sock", Target: "/var/run/docker.sock", Mode: "rw"}})
	same(t, "env", c.Env, []model.Variable{{Name: "DOCKER_CONFIG", Value: "/run/secrets/docker"}})
	same(t, "config", c.Copies, []model.File{{
		Key: "config-web-_apisocket", Kind: "config", Entry: 1, Content: "{\n\t\"auths\": {}\n}", Target: "/run/secrets/docker/config.json", Mode: 0o444,
	}})
}

// What only a step uses exists before the unit runs the step.
func TestPreStartNeeds(t *testing.T) {
	p := lowered(t, web("networks: [front]", "pre_start: [{command: x, networks: [back], volumes: ['data:/d', '/srv/x:/x']}]")+
		"networks: {front: , back: }\nvolumes: {data: }\n")
	c := containerOf(t, p, "web")
	same(t, "networks", c.Networks, []string{"back", "front"})
	same(t, "volumes", c.Volumes, []string{"data"})
	same(t, "paths", c.HostPaths, []string{"/srv/x"})
}
