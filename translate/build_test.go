package translate

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestBuild(t *testing.T) {
	p := lowered(t, `
services:
  app:
    image: me/app
    platform: linux/amd64
    build:
      context: ./app
      dockerfile: Other
      args: {A: "1", FROM_ENV: , UNKNOWN: }
      ssh: [default, key=/etc/hostname]
      labels: {a: b}
      cache_from: [x]
      cache_to: [y]
      no_cache: true
      no_cache_filter: [stage]
      additional_contexts: {base: "service:base", src: ./src, web: "https://x.test/y.git"}
      network: host
      provenance: mode=max
      sbom: "false"
      pull: true
      target: prod
      shm_size: 64m
      extra_hosts: ["h:1.2.3.4"]
      privileged: true
      entitlements: [network.host]
      secrets: [file, {source: token, target: t}]
      tags: [me/app:1]
      ulimits: {nofile: 10}
      platforms: [linux/amd64, linux/arm64]
  base: {build: {context: "https://x.test/base.git", dockerfile_inline: "FROM scratch"}, pull_policy: build}
secrets:
  file: {file: /etc/hostname}
  token: {environment: TOKEN}
`, "FROM_ENV=2", "TOKEN=canary")
	labels := func(service string, more ...model.Pair) model.Map {
		m := model.Map{
			{Name: "com.docker.compose.project", Value: "shop"},
			{Name: "com.docker.compose.service", Value: service},
			{Name: "com.docker.compose.version", Value: ComposeVersion},
		}
		for _, p := range more {
			m.Set(p.Name, p.Value)
		}
		return m
	}
	same(t, "builds", p.Builds, []model.Build{{
		Service: "app", At: []string{"services", "app", "build"}, First: model.Pull{Policy: "missing"}, PullPlatform: "linux/amd64", Tags: []string{"me/app", "me/app:1"}, Context: "/srv/shop/app", Dockerfile: "/srv/shop/app/Other",
		Args: []model.Variable{{Name: "A", Value: "1"}, {Name: "FROM_ENV", Value: "2"}},
		SSH:  model.Map{{Name: "default"}, {Name: "key", Value: "/etc/hostname"}}, Labels: labels("app", model.Pair{Name: "a", Value: "b"}),
		CacheFrom: []string{"x"}, CacheTo: []string{"y"}, NoCache: true, NoCacheFilter: []string{"stage"},
		Contexts: model.Map{{Name: "base", Value: "docker-image://shop-base"}, {Name: "src", Value: "/srv/shop/src"}, {Name: "web", Value: "https://x.test/y.git"}},
		Network:  "host", Provenance: "mode=max", Pull: true, Target: "prod", ShmSize: 64 << 20, ExtraHosts: []string{"h:1.2.3.4"},
		Privileged: true, Entitlements: []string{"network.host", "security.insecure"},
		Secrets: []model.BuildSecret{
			{ID: "file", Source: "/etc/hostname"},
			{ID: "t", File: &model.File{Key: "build-secret-app-token", Kind: "secret", Content: "canary"}},
		},
		Ulimits: []model.Ulimit{{Name: "nofile", Soft: 10, Hard: 10}}, Platforms: []string{"linux/amd64"}, After: []string{"base"},
		HostPaths: []string{"/etc/hostname", "/srv/shop/app", "/srv/shop/app/Other", "/srv/shop/src"},
	}, {
		Service: "base", At: []string{"services", "base", "build"}, First: model.Pull{Policy: "never"}, Tags: []string{"shop-base"}, Context: "https://x.test/base.git", Labels: labels("base"), Always: true,
		Inline: &model.File{Key: "build-base-Dockerfile", Kind: "build", Content: "FROM scratch"},
	}})
}

// `up` leaves the choice to the builder if several platforms are listed and the service sets none.
func TestBuildForSeveralPlatforms(t *testing.T) {
	p := lowered(t, "services:\n  a: {build: {context: ., platforms: [linux/amd64, linux/arm64]}}\n")
	same(t, "platforms", len(p.Builds[0].Platforms), 0)
	_, report := reported(t, "services:\n  a: {build: {context: ., platforms: [linux/arm64]}}\n", "DOCKER_DEFAULT_PLATFORM=linux/amd64")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.a.build.platforms")
}

func TestEmptyBuildSecret(t *testing.T) {
	_, report := reported(t, "services:\n  a: {build: {context: ., secrets: [s]}}\nsecrets: {s: {environment: NOT_SET}}\n")
	wantFinding(t, report, diag.Warning, diag.Unresolved, "secrets.s.environment")
}

// Which containers wait for which build, and when its image is pulled first.
func TestBuildsAndTheirUsers(t *testing.T) {
	p := lowered(t, `
services:
  web: {image: myapp, build: .}
  worker: {image: "docker.io/library/myapp:latest", pull_policy: daily}
  same: {image: myapp, build: {context: .}}
  app: {image: busybox, pre_start: [{image: myapp, command: [migrate]}], volumes: [{type: image, source: web, target: /web}]}
  named: {build: ./named}
  off: {image: off, build: ./off, scale: 0}
  tags: {image: tags, build: {context: ., tags: ["tags:2"]}, pull_policy: never}
  second: {image: "tags:2"}
  always: {image: r/always, build: ., pull_policy: always}
  built: {image: r/built, build: ., pull_policy: build}
jobs:
  report: {image: myapp, triggers: {manual: true}}
`)
	got := map[string]any{}
	for _, b := range p.Builds {
		got[b.Service] = []any{b.First.Policy, b.First.Every.String(), b.Always}
	}
	same(t, "builds", got, map[string]any{
		"same":  []any{"refresh", "24h0m0s", false}, // also for web, worker, app and report
		"named": []any{"never", "0s", false}, "tags": []any{"never", "0s", false},
		"always": []any{"always", "0s", false}, "built": []any{"never", "0s", true},
	})
	users := map[string]any{}
	for _, c := range p.Containers {
		users[c.Service] = []any{strings.Join(c.Builds, " "), c.Build}
	}
	same(t, "users", users, map[string]any{
		"web": []any{"same", true}, "worker": []any{"same", true}, "same": []any{"same", true}, "report": []any{"same", true},
		"app": []any{"same", false}, "named": []any{"named", true}, "tags": []any{"tags", true}, "second": []any{"tags", false},
		"always": []any{"always", true}, "built": []any{"built", true},
	})
	app := containerOf(t, p, "app")
	same(t, "app's step and image volume", []bool{app.PreStart[0].Build, app.ImageVolumes[0].Build}, []bool{true, true})
}

func TestBuildsUnderOneName(t *testing.T) {
	p, report := reported(t, "services:\n  a: {image: x, build: ./a}\n  b: {image: 'x:latest', build: ./b}\n  c: {build: {context: ., tags: [x]}}\n")
	var found []string
	for _, f := range report.Findings() {
		found = append(found, string(f.Code)+" "+f.Path)
	}
	same(t, "findings", found, []string{"collision services.b.image", "collision services.c.build.tags"})
	same(t, "order", []any{p.Builds[1].After, p.Builds[2].After, containerOf(t, p, "a").Builds}, []any{[]string{"a"}, []string{"a", "b"}, []string{"a", "b", "c"}})
}

func TestBuildNeedsItself(t *testing.T) {
	_, report := reported(t, "services:\n  a: {build: {context: ., additional_contexts: {x: 'service:b'}}}\n  b: {build: {context: ., additional_contexts: {x: 'service:a'}}}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.a.build.additional_contexts")
}

func TestBuildContextOfAnother(t *testing.T) {
	p := lowered(t, "services:\n  a: {build: {context: ., additional_contexts: {x: 'service:b'}}}\n  b: {build: {context: ., additional_contexts: {x: 'service:c'}}, scale: 0}\n  c: {build: ./c, scale: 0}\n")
	same(t, "builds", []any{len(p.Containers), len(p.Builds), p.Builds[0].After, p.Builds[1].After}, []any{1, 3, []string{"b"}, []string{"c"}})
}

func TestCachesInAFolder(t *testing.T) {
	p := lowered(t, `
services:
  a:
    build:
      context: .
      cache_from: ["type=local,src=./cache", "alpine:latest", "type=registry,ref=x/y", "type=local,src=/var/cache/x", "src=./none"]
      cache_to: ["type=local,dest=cache,mode=max", 'type=local,"dest=a,b"']
`)
	b := p.Builds[0]
	same(t, "cache_from", b.CacheFrom, []string{"type=local,src=/srv/shop/cache", "alpine:latest", "type=registry,ref=x/y", "type=local,src=/var/cache/x", "src=./none"})
	same(t, "cache_to", b.CacheTo, []string{"type=local,dest=/srv/shop/cache,mode=max", `type=local,"dest=/srv/shop/a,b"`})
	same(t, "paths", b.HostPaths, []string{"/srv/shop", "/srv/shop/Dockerfile", "/srv/shop/a,b", "/srv/shop/cache", "/var/cache/x"})
}
