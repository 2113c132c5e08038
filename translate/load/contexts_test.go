package load

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A service whose image a build uses is in the project, whether it is started or not: only with what it is built from.
func TestBuildContextsThatAreNotStarted(t *testing.T) {
	dir := folder(t, `
-- compose.yaml --
services:
  app: {build: {context: ., additional_contexts: {b: "service:base", other: ./other}}}
  base:
    build: {context: ., secrets: [s], additional_contexts: {c: "service:further"}}
    profiles: [build]
    privileged: true
    networks: [apart]
    env_file: missing.env
  further: {build: ., volumes: ["data:/data"]}
  unrelated: {build: .}
networks: {apart: {}}
volumes: {data: {}}
secrets: {s: {file: ./s}}
`)
	got := loads(t, Options{Dir: dir, Services: []string{"app"}})
	p := got.Project
	if diff := cmp.Diff([]string{"app", "base", "further"}, slices.Sorted(maps.Keys(p.Services))); diff != "" {
		t.Errorf("services: %s", diff)
	}
	base := p.Services["base"]
	if base.GetScale() != 0 || base.Privileged || len(base.Networks) > 0 || base.Build == nil {
		t.Errorf("base is %+v", base)
	}
	if _, ok := p.Secrets["s"]; !ok || len(p.Volumes) > 0 || len(p.Networks) != 1 {
		t.Errorf("secrets %v, volumes %v, networks %v", p.Secrets, p.Volumes, p.Networks)
	}
	for _, a := range got.Written {
		if a.Path[0] == "services" && len(a.Path) > 2 && a.Path[1] == "base" && a.Path[2] != "build" {
			t.Errorf("%v counts", a.Path)
		}
	}
}
