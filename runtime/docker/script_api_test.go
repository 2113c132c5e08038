package docker_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate/model"
)

// placeholders may be written only by the encoder; here they are text, JSON strings, and lines.
const placeholders = "<env> <hash> <image> <digests> <taken> <needed> <mounts> <volume> <runtime> <mac> <endpoint>"

// awkward is a container whose body contains, in other places, the very text that the scripts search for.
var awkward = model.Container{
	Name: "web-1", Image: "redis:7",
	ImageVolumes: []model.ImageVolume{{Image: "data:1", Target: "/models"}},
	Env: []model.Variable{
		{Name: "A", Value: "one\ntwo \\ \"three\" %s %% $HOME `x` é"}, {Name: "B", Unset: true},
		{Name: "PATHS", Value: "/usr:/data:/log"}, {Name: "C", Value: "    \"Mounts\": [],"}, {Name: "D", Value: "\n\"<mounts>\"\n"},
		{Name: "<env>", Value: placeholders}, {Name: "E", Value: `\u0000mounts\u0000 \u003cmounts\u003e`},
	},
	Config: model.Config{
		Cmd:         model.Argv{"", "*", "\"Mounts\": [],", "\"Target\": \"/data\"", "com.docker.compose.image", "<hash>", "\"<taken>/data\","},
		Healthcheck: &model.Healthcheck{Test: []string{"CMD", "test", "-e", "/data", "<image>"}},
		Labels: model.Map{{Name: "/data", Value: "x"}, {Name: "<image>", Value: "<hash>"}, {Name: "Mounts", Value: "[],"}, {Name: "Target", Value: "/data"},
			{Name: "com.docker.compose.config-hash", Value: "h1"}, {Name: "lines", Value: "<mounts>\n\"<mounts>\",\n<volume>/own"}, {Name: "z", Value: "a\\nb"}},
	},
	Host: model.HostConfig{
		LogConfig: model.LogConfig{Type: "local", Config: model.Map{{Name: "Tag", Value: "volume"}, {Name: "Target", Value: "/own"}}},
		Binds:     []model.Bind{{Source: "shop_named", Target: "/named", Mode: "rw"}, {Source: "/srv/<runtime>", Target: "/<taken>", Mode: "rw"}},
		Tmpfs:     model.Map{{Name: "/scratch", Value: "size=1m"}},
		Mounts: []model.Mount{
			{Type: "volume", Target: "/own", Volume: &model.VolumeOptions{}},
			{Type: "volume", Target: "/a \"b\"\\c", Volume: &model.VolumeOptions{}},
			{Type: "volume", Source: "shop_other", Target: "/other"},
			{Type: "bind", Source: "/srv", Target: "/bound"},
			{Type: "bind", Source: "<volume>/own", Target: "/<mounts>"},
		},
	},
}

var bare = model.Container{Name: "web-1", Image: "redis:7", Config: model.Config{Labels: awkward.Config.Labels}}

var wired = model.Container{Name: "web-1", Image: "redis:7", Config: bare.Config, Endpoints: []model.Endpoint{
	{Network: "shop_front", IPAM: &model.EndpointIPAM{IPv4Address: "10.0.0.9"}, MacAddress: "02:00:00:00:00:01",
		Aliases:    []string{"web", "EndpointsConfig", "\"<endpoint>x\": {}", `,"MacAddress":"ff"`},
		DriverOpts: model.Map{{Name: "MacAddress", Value: "ff"}, {Name: "<mac>", Value: "<mac>MacAddress"}}},
	{Network: "plain"},
	{Network: "shop_back", Aliases: []string{"a \"b\": {}"}, MacAddress: "02:00:00:00:00:02"},
}}

var options = model.Container{Name: "web-1", Image: "redis:7", Host: model.HostConfig{
	Binds: []model.Bind{{Source: "/srv/a&b", Target: "/bound", Mode: "ro"}}, Tmpfs: model.Map{{Name: "/scratch/"}},
	LogConfig: model.LogConfig{Type: "local", Config: model.Map{{Name: "tag", Value: "a:/x:b"}}},
	Mounts:    []model.Mount{{Type: "volume", Target: "/ro", ReadOnly: true, Volume: &model.VolumeOptions{NoCopy: true}}, {Type: "volume", Target: "/a&b"}},
}}

// ofUser is a user's container that binds the engine's socket, whose path only the target knows.
var ofUser = model.Container{Name: "web-1", Image: "redis:7", Host: model.HostConfig{
	Binds: []model.Bind{{Source: "/var/run/docker.sock", Target: "/var/run/docker.sock", Mode: "rw"}}}}

// body encodes a container for the system's engine or a user's.
func body(c *model.Container, user bool) (text []byte, endpoints int, err error) {
	return docker.Runtime.Describe(runtime.Options{User: user}).Body(c)
}

// The bodies in testdata/scripts/api.txtar are the output of Body: the create script reads nothing else.
func TestBodyIsWhatTheScriptReads(t *testing.T) {
	file := "testdata/scripts/api.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*model.Container{"awkward.json": &awkward, "bare.json": &bare, "wired.json": &wired, "options.json": &options, "user.json": &ofUser} {
		want, _, err := body(c, name == "user.json")
		if err != nil {
			t.Fatal(err)
		}
		for i := range archive.Files {
			section := &archive.Files[i]
			if section.Name != name || bytes.Equal(section.Data, want) {
				continue
			}
			t.Errorf("%s (-update rewrites it):\n%s", name, cmp.Diff(string(section.Data), string(want)))
			section.Data = want
		}
	}
	if *update && t.Failed() {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever a body contains, its placeholders are written by the encoder, one per line, and everything else is JSON without
// a <.
func TestNoValueIsAPlaceholder(t *testing.T) {
	for _, text := range []string{"<hash>", `"<mounts>",`, "\n\"<mounts>\"\n", "\n  \"<taken>/x\",\n", `\`, `\\`, `\u003chash>`, `\u0000hash\u0000`, "<", "<endpoint>x\": {}",
		"\r\n<mac>", "\u2028<env>\u2029", `","<env>","`} {
		c := fill(text)
		got, _, err := body(c, false)
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := body(fill("x"), false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(marks(t, want), marks(t, got)); diff != "" {
			t.Errorf("%q: -want +got:\n%s", text, diff)
		}
		if !json.Valid(got) {
			t.Errorf("%q: no JSON: %s", text, got)
		}
	}
	for _, text := range []string{"a\x00b", "\x00hash\x00", "\xff", "\x00nope\x00"} {
		c := fill("x")
		c.Env[0].Value = text
		if got, _, err := body(c, false); err == nil {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// fill returns a container with a text in every possible place.
func fill(text string) *model.Container {
	options := model.Map{{Name: "a", Value: text}, {Name: text, Value: "b"}}
	return &model.Container{Name: text, Image: text, ImageVolumes: []model.ImageVolume{{Image: text, Target: text}},
		Env:    []model.Variable{{Name: text, Value: text}},
		Config: model.Config{Cmd: model.Argv{text}, Entrypoint: model.Argv{text}, Labels: options, Hostname: text, User: text, WorkingDir: text},
		Host: model.HostConfig{Binds: []model.Bind{{Source: "v" + text, Target: text, Mode: text}, {Source: "/" + text, Target: text, Mode: text}}, Tmpfs: options,
			Mounts:  []model.Mount{{Type: "volume", Target: text, Volume: &model.VolumeOptions{Labels: options}}, {Type: "volume", Source: "v" + text, Target: text}},
			Sysctls: options, ExtraHosts: []string{text}, LogConfig: model.LogConfig{Type: text, Config: options}},
		Endpoints: []model.Endpoint{{Network: text, Aliases: []string{text}, MacAddress: text, DriverOpts: options, GwPriority: 1}, {Network: text + "2", MacAddress: text, Aliases: []string{text}}},
	}
}

// marks returns the placeholders of a body, line by line. Each starts a string, and is the only one on its line.
func marks(t *testing.T, body []byte) []string {
	t.Helper()
	var out []string
	for _, line := range strings.Split(string(body), "\n") {
		found := regexp.MustCompile(`"<[a-z-]+>`).FindAllString(line, -1)
		if len(found) > 1 || strings.Count(line, "<") != len(found) {
			t.Errorf("more than its placeholder: %s", line)
		}
		out = append(out, found...)
	}
	return out
}

// The scripts know every placeholder, and no others.
func TestScriptsKnowThePlaceholders(t *testing.T) {
	create, post := string(docker.Runtime.Describe(runtime.Options{}).Scripts["create"]), string(docker.Runtime.Describe(runtime.Options{}).Scripts["post"])
	for _, name := range docker.Placeholders {
		inCreate := regexp.MustCompile(`\n\t` + name + `\)|"<` + name + `>`).MatchString(create)
		inPost := strings.Contains(post, `"<`+name+`>`) || strings.HasPrefix(name, "endpoint") && strings.Contains(post, `"<endpoint[a-z-]*>`)
		if inCreate == inPost {
			t.Errorf("<%s> is known to create: %t, to post: %t", name, inCreate, inPost)
		}
	}
}
