package podman

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func old() *model.Project {
	return &model.Project{Name: "shop", Networks: []model.Network{{Key: "n", At: []string{"networks", "n"}, Name: "n", Options: model.Map{{Name: bridgeName, Value: "br0"}}}},
		Volumes: []model.Volume{{Key: "v", At: []string{"volumes", "v"}, Name: "v", Options: model.Map{{Name: "o", Value: "uid=1,size=1m"}, {Name: "type", Value: "tmpfs"}}}},
		Containers: []model.Container{{
			Kind: model.Service, At: []string{"services", "web"}, Service: "web", Name: "web", Image: "nginx", Replicas: 1, Pull: model.Pull{Policy: "missing"},
			Config: model.Config{Healthcheck: &model.Healthcheck{Test: []string{"CMD", "a", "b"}, StartInterval: 1}},
			Host: model.HostConfig{
				ExtraHosts:  []string{"host:host-gateway", "other:192.0.2.1"},
				Annotations: model.Map{{Name: "a", Value: "1,2"}},
				Mounts:      []model.Mount{{Type: "volume", Source: "v", Target: "/v", Volume: &model.VolumeOptions{Subpath: "s"}}},
			},
		}}}
}

func rendered(o runtime.Options) (string, []string) {
	var report diag.Report
	var text strings.Builder
	for _, f := range Runtime.Files(old(), o, diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{File: "c.yml"} })) {
		if strings.HasSuffix(f.Path, ".service") {
			text.Write(f.Data)
		}
	}
	var said []string
	for _, f := range report.Findings() {
		if f.Code == diag.Runtime {
			continue
		}
		said = append(said, f.String())
	}
	return text.String(), said
}

// What the oldest podman lacks is left out and reported; what cannot be left out is an error.
func TestVersions(t *testing.T) {
	text, said := rendered(runtime.Options{Engine: 403})
	want := []string{
		"c.yml: note: name: before podman 5.4, containers see the names in the host's /etc/hosts [version]",
		"c.yml: warning: networks.n.driver_opts.com.docker.network.bridge.name: podman 4.3 has no name for a bridge, so it is left out; 4.5 has [version]",
		"c.yml: error: services.web.annotations: podman 4.3 has no way to pass an annotation that contains a comma; 5.0 has [version]",
		"c.yml: warning: services.web.extra_hosts: podman 4.3 has no `host-gateway`, so that name is left out; 4.7 has [version]",
		"c.yml: warning: services.web.healthcheck.start_interval: podman 4.3 has no start-up checks, so `start_interval` is left out; 4.4 has [version]",
		"c.yml: error: services.web.volumes: podman 4.3 has no subpath of a volume; 5.4 has [version]",
		"c.yml: error: volumes.v.driver_opts.o: podman 4.3 cannot limit the size of a tmpfs volume; 4.8 can [version]",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	for _, word := range []string{"--hosts-file", "host-gateway", "--health-startup", "--interface-name"} {
		if strings.Contains(text, word) {
			t.Errorf("podman 4.3 has no %s", word)
		}
	}
	text, said = rendered(runtime.Options{})
	if len(said) != 0 {
		t.Error(said)
	}
	for _, word := range []string{"--hosts-file=none", "host:host-gateway", "--health-startup-interval 1ns", "--interface-name br0", "subpath=s"} {
		if !strings.Contains(text, word) {
			t.Errorf("podman 5.4 has %s", word)
		}
	}
}

// A user's project waits for no system unit, and uses the user's own socket.
func TestUserUnits(t *testing.T) {
	p := old()
	p.Containers[0].Host.Binds = []model.Bind{{Source: "/var/run/docker.sock", Target: "/var/run/docker.sock", Mode: "rw"}}
	var report diag.Report
	for _, f := range Runtime.Files(p, runtime.Options{User: true}, diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{} })) {
		text := string(f.Data)
		if strings.HasSuffix(f.Path, ".service") && strings.Contains(text, "network-online.target") {
			t.Errorf("%s waits for network-online.target", f.Path)
		}
		if f.Path == "shop-web.service" {
			for _, want := range []string{"--volume %t/podman/podman.sock:/var/run/docker.sock:rw", "Wants=podman.socket"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %s in\n%s", want, text)
				}
			}
		}
	}
}

// Adapting a project does not modify the model: other runtimes render it, too.
func TestModelIsNotTouched(t *testing.T) {
	p := old()
	p.Containers[0].Endpoints = []model.Endpoint{{Network: "n", Links: []string{"web:alias"}}}
	p.Containers[0].HostPaths = []string{"/run/docker.sock", "/srv"}
	before := old()
	before.Containers[0].Endpoints = []model.Endpoint{{Network: "n", Links: []string{"web:alias"}}}
	before.Containers[0].HostPaths = []string{"/run/docker.sock", "/srv"}
	var report diag.Report
	Runtime.Files(p, runtime.Options{}, diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{} }))
	if diff := cmp.Diff(before, p); diff != "" {
		t.Error(diff)
	}
}
