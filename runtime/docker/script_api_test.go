package docker_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate/model"
)

// awkward is a container whose body has, in other places, the very text by which the create script finds its way.
var awkward = model.Container{
	Name: "web-1", Image: "redis:7",
	ImageVolumes: []model.ImageVolume{{Image: "data:1", Target: "/models"}},
	Env: []model.Variable{
		{Name: "A", Value: "one\ntwo \\ \"three\" %s %% $HOME `x` é"}, {Name: "B", Unset: true},
		{Name: "PATHS", Value: "/usr:/data:/log"}, {Name: "C", Value: "    \"Mounts\": [],"},
	},
	Config: model.Config{
		Cmd:         model.Argv{"", "*", "\"Mounts\": [],", "\"Target\": \"/data\"", "com.docker.compose.image"},
		Healthcheck: &model.Healthcheck{Test: []string{"CMD", "test", "-e", "/data"}},
		Labels: model.Map{{Name: "/data", Value: "x"}, {Name: "Mounts", Value: "[],"}, {Name: "Target", Value: "/data"},
			{Name: "com.docker.compose.config-hash", Value: "h1"}, {Name: "z", Value: "a\\nb"}},
	},
	Host: model.HostConfig{
		LogConfig: model.LogConfig{Type: "local", Config: model.Map{{Name: "Tag", Value: "volume"}, {Name: "Target", Value: "/own"}}},
		Binds:     []model.Bind{{Source: "shop_named", Target: "/named", Mode: "rw"}},
		Tmpfs:     model.Map{{Name: "/scratch", Value: "size=1m"}},
		Mounts: []model.Mount{
			{Type: "volume", Target: "/own", Volume: &model.VolumeOptions{}},
			{Type: "volume", Target: "/a \"b\"\\c", Volume: &model.VolumeOptions{}},
			{Type: "volume", Source: "shop_other", Target: "/other"},
			{Type: "bind", Source: "/srv", Target: "/bound"},
		},
	},
}

// The bodies in testdata/scripts/api.txtar are those that Body prints: the create script reads nothing else.
func TestBodyIsWhatTheScriptReads(t *testing.T) {
	bare := model.Container{Name: "web-1", Image: "redis:7", Config: model.Config{Labels: awkward.Config.Labels}}
	wired := model.Container{Name: "web-1", Image: "redis:7", Config: bare.Config, Endpoints: []model.Endpoint{
		{Network: "shop_front", IPAM: &model.EndpointIPAM{IPv4Address: "10.0.0.9"}, Aliases: []string{"web", "EndpointsConfig"}, MacAddress: "02:00:00:00:00:01",
			DriverOpts: model.Map{{Name: "MacAddress", Value: "ff"}}},
		{Network: "plain"},
		{Network: "shop_back", Aliases: []string{"a \"b\": {}"}, MacAddress: "02:00:00:00:00:02"},
	}}
	file := "testdata/scripts/api.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*model.Container{"awkward.json": &awkward, "bare.json": &bare, "wired.json": &wired} {
		want, _, err := docker.Body(c)
		if err != nil {
			t.Fatal(err)
		}
		for i := range archive.Files {
			section := &archive.Files[i]
			if section.Name != name || bytes.Equal(section.Data, want) {
				continue
			}
			t.Errorf("%s (-update writes it anew):\n%s", name, cmp.Diff(string(section.Data), string(want)))
			section.Data = want
		}
	}
	if *update && t.Failed() {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
