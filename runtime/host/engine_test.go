package host_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
	"github.com/compose2unit/compose2unit/runtime/podman"
)

// madeFor returns a project whose target records a runtime.
func madeFor(name string) []runtime.File {
	files := hosttest.Project(hosttest.Service("web", ""))
	last := &files[len(files)-1]
	last.Data = bytes.Replace(last.Data, []byte("[Unit]\n"), []byte("[Unit]\nX-ComposeRuntime="+name+"\n"), 1)
	return files
}

// twoEngines gives a machine a second engine with a project of the same name, which docker compose created.
func twoEngines(h *hosttest.Host, theirs string) *hosttest.Host {
	h.Programs = []string{"docker", "podman"}
	h.Second = hosttest.Engine{Program: theirs, Containers: []string{"shop-web-1", "shop-db-1"}, Volumes: []string{"shop_data"}}
	h.Volumes = []string{"shop_data"}
	return h
}

// untouched fails if the second engine was asked to change something.
func untouched(t *testing.T, h *hosttest.Host) {
	t.Helper()
	for _, asked := range h.Asked {
		words := strings.Fields(asked)
		if words[0] == h.Second.Program && !(words[1] == "ps" || words[2] == "ls") {
			t.Errorf("asked: %s", asked)
		}
	}
	if len(h.Second.Containers) != 2 || len(h.Second.Volumes) != 1 {
		t.Errorf("left: %+v", h.Second)
	}
}

// What remove removes is in the engine for which the project was applied, whether its units are installed, generated, or gone.
// The same name in another engine is another project.
func TestRemoveTouchesOneEngine(t *testing.T) {
	refused := []runtime.File{
		foldertest.File("shop.target", "[Unit]\nX-ComposeProject=shop\nWants=shop-refused.service\n"),
		foldertest.File("shop-refused.service", "[Unit]\nX-ComposeProject=shop\n"),
	}
	for _, rt := range []string{"docker", "podman", "quadlet"} {
		theirs := map[string]string{"docker": "podman", "podman": "docker", "quadlet": "docker"}[rt]
		removed := func(t *testing.T, h *hosttest.Host, o host.Options) {
			if _, err := host.Remove(t.Context(), o, host.RemoveOptions{Volumes: true}); err != nil {
				t.Error(err)
			}
			untouched(t, h)
			if len(h.Volumes)+len(h.Containers) > 0 {
				t.Errorf("left: %v, %v", h.Volumes, h.Containers)
			}
		}
		t.Run(rt+", installed", func(t *testing.T) {
			h := twoEngines(hosttest.New(t), theirs)
			one(t, h, madeFor(rt))
			removed(t, h, shop(h, nil))
		})
		for name, is := range map[string]struct {
			now      []runtime.File // what is generated of the project's folder, nothing without the folder
			reloaded bool
		}{
			"generated": {nil, false},
			"gone":      {nil, true},
			"refused":   {refused, true},
		} {
			t.Run(rt+", "+name, func(t *testing.T) {
				projects := map[string][]runtime.File{"shop": madeFor(rt)}
				h := twoEngines(generated(t, projects), theirs)
				brought(t, h, "shop", madeFor(rt))
				if delete(projects, "shop"); is.now != nil {
					projects["shop"] = is.now
				}
				if is.reloaded {
					if err := h.Reload(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				removed(t, h, of(h, "shop", nil))
			})
		}
	}
}

// A project that was started by hand and never applied has no record once its units are gone. Its engine is the only one that has
// containers of it; if several have, nothing is removed.
func TestRemoveWithoutARecord(t *testing.T) {
	start := func(t *testing.T) *hosttest.Host {
		projects := map[string][]runtime.File{"shop": madeFor("docker")}
		h := twoEngines(generated(t, projects), "podman")
		if err := errors.Join(h.Reload(t.Context()), h.Run(t.Context(), []host.Job{{Verb: host.Start, Unit: "shop.target"}}, func(host.Result) {}, nil)); err != nil {
			t.Fatal(err)
		}
		delete(projects, "shop")
		if err := h.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
		return h
	}
	h := start(t)
	before := h.State(t)
	_, err := host.Remove(t.Context(), of(h, "shop", nil), host.RemoveOptions{Volumes: true})
	var unknown host.EngineError
	if !errors.As(err, &unknown) || !slices.Equal(unknown.Programs, []string{"docker", "podman"}) {
		t.Errorf("%v", err)
	}
	untouched(t, h)
	foldertest.Same(t, "after an error", h.State(t), before)

	h = start(t)
	h.Second.Containers = nil
	if _, err := host.Remove(t.Context(), of(h, "shop", nil), host.RemoveOptions{Volumes: true}); err != nil {
		t.Error(err)
	}
	if len(h.Containers)+len(h.Volumes) > 0 || len(h.Second.Volumes) != 1 {
		t.Errorf("left: %v, %v, %+v", h.Containers, h.Volumes, h.Second)
	}
}

// An engine that does not answer may be the project's: the other one's containers and volumes may be another project's.
func TestRemoveWithoutARecordAndAnAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		away    string
		theirs  []string
		volumes bool
		fails   bool
	}{
		"the project's own engine is away":                {away: "docker", theirs: []string{"shop-web-1", "shop-db-1"}, fails: true},
		"and volumes are to be removed":                   {away: "docker", theirs: []string{"shop-web-1", "shop-db-1"}, volumes: true, fails: true},
		"and no engine has containers":                    {away: "docker"},
		"nor is it known whose volumes are to be removed": {away: "docker", volumes: true, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			projects := map[string][]runtime.File{"shop": madeFor("docker")}
			h := twoEngines(generated(t, projects), "podman")
			h.Second.Containers = c.theirs
			if err := errors.Join(h.Reload(t.Context()), h.Run(t.Context(), []host.Job{{Verb: host.Start, Unit: "shop.target"}}, func(host.Result) {}, nil)); err != nil {
				t.Fatal(err)
			}
			delete(projects, "shop")
			if err := h.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			o := of(h, "shop", nil)
			run := o.Machine.Run
			o.Machine.Run = func(ctx context.Context, argv ...string) (string, error) {
				if argv[0] == c.away {
					return "", errors.New("no answer")
				}
				return run(ctx, argv...)
			}
			_, err := host.Remove(t.Context(), o, host.RemoveOptions{Volumes: c.volumes})
			var unknown host.EngineError
			if errors.As(err, &unknown) != c.fails || !c.fails && err != nil || c.fails && !slices.Equal(unknown.Programs, []string{"docker", "podman"}) {
				t.Errorf("%v", err)
			}
			if len(h.Second.Containers) != len(c.theirs) || len(h.Second.Volumes) != 1 {
				t.Errorf("left: %+v", h.Second)
			}
		})
	}
}

// A removal that is cut short remembers the engine, although what showed it may be gone.
func TestARemovalThatIsCutTouchesOneEngine(t *testing.T) {
	for fuse := 0; ; fuse++ {
		projects := map[string][]runtime.File{"shop": madeFor("docker")}
		h := twoEngines(generated(t, projects), "podman")
		brought(t, h, "shop", madeFor("docker"))
		delete(projects, "shop")
		if err := h.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
		remove := func() error {
			_, err := host.Remove(t.Context(), of(h, "shop", nil), host.RemoveOptions{Volumes: true})
			return err
		}
		h.Fuse = fuse
		cut := isCut(func() { _ = remove() })
		h.Fuse = -1
		if cut {
			if err := remove(); err != nil {
				t.Errorf("cut at %d: %v", fuse, err)
			}
		}
		untouched(t, h)
		if len(h.Volumes)+len(h.Containers) > 0 {
			t.Errorf("cut at %d, left: %v, %v", fuse, h.Volumes, h.Containers)
		}
		if !cut {
			return
		}
	}
}

// Volumes that were to be removed and cannot be listed are an error.
func TestRemoveVolumesOfAnEngineThatDoesNotAnswer(t *testing.T) {
	h := hosttest.New(t)
	one(t, h, madeFor("docker"))
	o := shop(h, nil)
	o.Machine.Run = silent(o.Machine.Run)
	if _, err := host.Remove(t.Context(), o, host.RemoveOptions{Volumes: true}); err == nil || !strings.Contains(err.Error(), "the volumes of project shop cannot be removed: no answer") {
		t.Error(err)
	}
}

// Status shows containers of the project's engine only.
func TestStatusOfOneEngine(t *testing.T) {
	h := twoEngines(hosttest.New(t), "docker")
	one(t, h, madeFor("podman"))
	if _, err := host.Status(t.Context(), shop(h, nil)); err != nil {
		t.Error(err)
	}
	for _, asked := range h.Asked {
		if strings.HasPrefix(asked, "docker ps") {
			t.Errorf("asked: %s", asked)
		}
	}
}

// silent makes an engine list no volumes.
func silent(run runtime.Run) runtime.Run {
	return func(ctx context.Context, argv ...string) (string, error) {
		if slices.Contains(argv, "volume") {
			return "", errors.New("no answer")
		}
		return run(ctx, argv...)
	}
}

// A project that moves to another engine removes nothing there, even if docker compose has a project of its name and the container of
// a service that is gone.
func TestAMoveRemovesNothing(t *testing.T) {
	h := twoEngines(hosttest.New(t), "podman")
	one(t, h, append(hosttest.Service("db", ""), madeFor("docker")...))
	want := desired(madeFor("podman"))
	want.Runtime, want.Force = podman.Runtime, true
	if _, err := host.Apply(t.Context(), shop(h, nil), want); err != nil {
		t.Fatal(err)
	}
	untouched(t, h)
}
