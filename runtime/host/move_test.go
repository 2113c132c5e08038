package host_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// madeBy returns the files of a project with one service for a runtime: the units contain the runtime's name, the target
// its mark.
func madeBy(rt runtime.Operated, service func(name, more string) []runtime.File) host.Desired {
	section := map[bool]string{true: "[Container]\n", false: "ExecStop=" + rt.Name() + " stop\n"}[rt.Name() == "quadlet"]
	files := hosttest.Project(service("web", section))
	for i := range files {
		if files[i].Path == "shop.target" {
			files[i].Data = []byte(strings.Replace(string(files[i].Data), "[Unit]\n", "[Unit]\nX-ComposeRuntime="+rt.Name()+"\n", 1))
		}
	}
	return host.Desired{Files: files, Runtime: rt}
}

// Units of one runtime are replaced with those of another only with force. The container of the other engine is stopped by
// the text that started it, and is kept; so is one whose description only changes its format.
func TestAnotherRuntimeIsForced(t *testing.T) {
	docker, podman, quadlet := all.Operated()[0], all.Operated()[1], all.Operated()[2]
	for _, c := range []struct {
		was, is host.Desired
		asked   []string
	}{
		{madeBy(docker, hosttest.Service), madeBy(podman, hosttest.Service), []string{"stopped shop-web.service", "reload", "started shop-web.service"}},
		{madeBy(podman, hosttest.Service), madeBy(docker, hosttest.Service), []string{"stopped shop-web.service", "reload", "started shop-web.service"}},
		{madeBy(docker, hosttest.Service), madeBy(quadlet, hosttest.Source), []string{"stopped shop-web.service", "reload", "started shop-web.service"}},
		{madeBy(podman, hosttest.Service), madeBy(quadlet, hosttest.Source), []string{"stopped shop-web.service", "reload", "started shop-web.service"}},
		{madeBy(quadlet, hosttest.Source), madeBy(docker, hosttest.Service), []string{"stopped shop-web.service", "reload", "started shop-web.service"}},
	} {
		t.Run(c.was.Runtime.Name()+" to "+c.is.Runtime.Name(), func(t *testing.T) {
			h := hosttest.New(t)
			apply := func(want host.Desired) error {
				_, err := host.Apply(t.Context(), shop(h, nil), want)
				return err
			}
			if err := apply(c.was); err != nil {
				t.Fatal(err)
			}
			before := h.State(t)
			h.Asked = nil
			var other folder.MadeForError
			if err := apply(c.is); !errors.As(err, &other) || other.Was != c.was.Runtime.Name() || other.Is != c.is.Runtime.Name() || len(h.Jobs()) > 0 || !maps.Equal(before, h.State(t)) {
				t.Errorf("without force: %v, %q", err, h.Jobs())
			}
			changes, err := host.Diff(t.Context(), shop(h, nil), c.is)
			if err != nil || changes.MadeFor != c.was.Runtime.Name() {
				t.Errorf("%+v, %v", changes, err)
			}
			c.is.Force = true
			if err := apply(c.is); err != nil {
				t.Fatal(err)
			}
			foldertest.Same(t, "asked", h.Jobs(), c.asked)
			if !h.Containers["shop-web-1"] {
				t.Error("the container is removed")
			}
			c.is.Force = false
			if err := apply(c.is); err != nil || slices.Contains(h.Jobs(), "restarted shop-web.service") {
				t.Errorf("again: %v, %q", err, h.Jobs())
			}
		})
	}
}

// The power may fail at any point: the next run completes the move, with force, or without it if the units are already the
// new ones.
func TestAMoveThatIsCutIsFinishedByTheNext(t *testing.T) {
	docker, podman := all.Operated()[0], all.Operated()[1]
	was, is := madeBy(docker, hosttest.Service), madeBy(podman, hosttest.Service)
	is.Force = true
	start := func() *hosttest.Host {
		h := hosttest.New(t)
		if _, err := host.Apply(t.Context(), shop(h, nil), was); err != nil {
			t.Fatal(err)
		}
		return h
	}
	whole := start()
	if _, err := host.Apply(t.Context(), shop(whole, nil), is); err != nil {
		t.Fatal(err)
	}
	for fuse := range 100 {
		h := start()
		h.Fuse = fuse
		if done := powered(t, h, is); done {
			return
		}
		h.Fuse = -1
		if _, err := host.Apply(t.Context(), shop(h, nil), is); err != nil {
			t.Fatal(err)
		}
		foldertest.Same(t, "the machine", h.State(t), whole.State(t))
	}
	t.Error("never done")
}

// powered applies a project, and reports whether it finished before the power failed.
func powered(t *testing.T, h *hosttest.Host, want host.Desired) (done bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, cut := p.(hosttest.PowerCut); !cut {
				panic(p)
			}
		}
	}()
	if _, err := host.Apply(t.Context(), shop(h, nil), want); err != nil {
		t.Fatal(err)
	}
	return true
}
