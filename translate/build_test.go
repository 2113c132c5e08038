package translate

import (
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
      ssh: [default, key=/k]
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
		Service: "app", Tags: []string{"me/app", "me/app:1"}, Context: "/srv/shop/app", Dockerfile: "/srv/shop/app/Other",
		Args: []model.Variable{{Name: "A", Value: "1"}, {Name: "FROM_ENV", Value: "2"}},
		SSH:  model.Map{{Name: "default"}, {Name: "key", Value: "/k"}}, Labels: labels("app", model.Pair{Name: "a", Value: "b"}),
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
		Service: "base", Tags: []string{"shop-base"}, Context: "https://x.test/base.git", Labels: labels("base"), Always: true,
		Inline: &model.File{Key: "build-base-Dockerfile", Kind: "build", Content: "FROM scratch"},
	}})
}

// `up` lets the builder decide where several platforms are listed and none is the service's.
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
