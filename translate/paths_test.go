package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func at(t *testing.T, root, compose string) *model.Project {
	t.Helper()
	project, in := loaded(t, compose)
	in.root = root
	var report diag.Report
	return lower(project, in, &report)
}

// Paths in the project's folder move with it, and no others.
func TestRootPath(t *testing.T) {
	p := at(t, "/opt/x", web("volumes: [./data:/data, /etc:/etc2, ../up:/up]", "build: {context: ./web, dockerfile: D}", "secrets: [s]")+"secrets: {s: {file: ./s}}\n")
	c := p.Containers[0]
	same(t, "folder", p.Dir, "/opt/x")
	same(t, "sources", p.Sources, []string{"/opt/x/compose.yml"})
	same(t, "data", c.Host.Binds[0].Source, "/opt/x/data")
	same(t, "etc", c.Host.Binds[1].Source, "/etc")
	if c.Host.Binds[2].Source == "/opt/up" {
		t.Error("a path outside the folder has moved")
	}
	same(t, "secret", c.Host.Mounts[0].Source, "/opt/x/s")
	same(t, "dockerfile", p.Builds[0].Dockerfile, "/opt/x/web/D")
}

// A path that -root-path does not move is reported where it is written, and not where another path was moved.
func TestRootPathReportsEachPathInItsPlace(t *testing.T) {
	const compose = `
services:
  web:
    image: busybox
    security_opt: ["seccomp=../profile.json"]
    volumes: ["../up:/up"]
    build: {context: ../web, additional_contexts: {base: ../base}}
    secrets: [s]
secrets: {s: {file: ../s}}
volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ../v}}}
`
	for range 5 { // map order would vary
		project, in := loaded(t, compose)
		in.root = "/opt/x"
		var report diag.Report
		lower(project, in, &report)
		var got []string
		for _, f := range report.Findings() {
			if f.Code == diag.Flag {
				got = append(got, f.Path)
			}
		}
		same(t, "places", got, []string{
			"secrets.s.file", "services.web.build.additional_contexts.base", "services.web.build.context",
			"services.web.security_opt.0", "services.web.volumes.0", "volumes.v.driver_opts.device"})
	}
}

// The labels name the files by their paths on the target.
func TestRootPathOfEnvFiles(t *testing.T) {
	project, in := loaded(t, web("user: app"))
	in.root, in.envFiles = "/opt/x", []string{in.dir + "/prod.env", "/etc/shop.env"}
	var report diag.Report
	labels := lower(project, in, &report).Containers[0].Config.Labels
	same(t, "label", labels.Get("com.docker.compose.project.environment_file"), "/opt/x/prod.env,/etc/shop.env")
}

// The hash is the one docker compose computes on the target, wherever the units were generated.
func TestHashIsTheTargets(t *testing.T) {
	compose := web("volumes: [./data:/data]", "develop: {watch: [{action: rebuild, path: ./src}]}")
	here, there := at(t, "/srv/shop", compose), at(t, "/srv/shop", compose)
	same(t, "hash", here.Containers[0].Hash, there.Containers[0].Hash)
	if at(t, "/opt", compose).Containers[0].Hash == here.Containers[0].Hash {
		t.Error("another folder has the same hash")
	}
}

// Paths that lead upwards inside a container end at its root, as in the engine; no client and no script sees the dots.
func TestPathsThatLeadUpwards(t *testing.T) {
	c := service(t, web(
		`working_dir: /../../../../root/x`,
		`tmpfs: "/a/../tmp:size=1m"`,
		`devices: ["/dev/null:/dev/../null"]`,
		`volumes: [{type: bind, source: /srv, target: /a/../../b}, {type: volume, source: v, target: /../v, volume: {nocopy: true}}]`,
		`secrets: [{source: s, target: ../../etc/x}]`,
	)+"volumes: {v: {}}\nsecrets: {s: {file: /etc/hosts}}\n", "web")
	same(t, "working_dir", c.Config.WorkingDir, "/root/x")
	same(t, "tmpfs", c.Host.Tmpfs, model.Map{{Name: "/tmp", Value: "size=1m"}})
	same(t, "device", c.Host.Devices[0].PathInContainer, "/null")
	same(t, "bind", c.Host.Binds[0].Target, "/b")
	same(t, "volume", c.Host.Mounts[0].Target, "/v")
	same(t, "secret", c.Host.Mounts[1].Target, "/etc/x")
}

// The engine splits a bind at its colons, and no file is the root.
func TestTargetsThatAreNone(t *testing.T) {
	_, report := reported(t, web(`volumes: [{type: volume, source: v, target: "/a:b"}]`)+"volumes: {v: {}}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.volumes.0.target")
	_, report = reported(t, web(`secrets: [{source: s, target: ../..}]`)+"secrets: {s: {file: /etc/hosts}}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.secrets.0.target")
}
