package host_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// shop returns the options for the project on a machine.
func shop(h *hosttest.Host, events func(host.Event)) host.Options {
	return host.Options{Project: "shop", Runtimes: all.Operated(), Machine: h.Machine(), Events: events}
}

func desired(files []runtime.File) host.Desired {
	return host.Desired{Files: files, Runtime: docker.Runtime}
}

// steps records events as lines: action, object, name (only the base name of a file), and reason.
type steps []string

func (l *steps) add(e host.Event) {
	line := []string{string(e.Action), string(e.Object), filepath.Base(e.Name)}
	if e.Reason != "" {
		line = append(line, e.Reason)
	}
	*l = append(*l, strings.Join(append(line, e.Journal...), " "))
}

// one applies a project and returns the events.
func one(t *testing.T, h *hosttest.Host, files []runtime.File) steps {
	t.Helper()
	var events steps
	if _, err := host.Apply(t.Context(), shop(h, events.add), desired(files)); err != nil {
		t.Fatal(err)
	}
	return events
}

// Every step is reported, in order.
func TestApplyTellsWhatItDoes(t *testing.T) {
	h := hosttest.New(t)
	web := hosttest.Project(hosttest.Service("web", ""))
	foldertest.Same(t, "the first time", one(t, h, web), steps{
		"written file shop-down.service", "written file shop-web.service", "written file web.env", "written file shop.target",
		"enabled unit shop.target", "reloaded manager .", "started unit shop-web.service", "started unit shop.target",
	})
	foldertest.Same(t, "a second time", one(t, h, web), steps(nil))
	foldertest.Same(t, "another service", one(t, h, hosttest.Project(hosttest.Service("app", ""))), steps{
		"stopped unit shop-web.service",
		"written file shop-app.service", "written file app.env", "written file shop.target",
		"removed file shop-web.service", "removed file web.env",
		"reloaded manager .", "removed container shop-web-1", "started unit shop-app.service",
	})
}

// If Agree returns an error the machine is left as it was; Diff reports the same changes and does not call Agree.
func TestNothingChangesWithoutAgreement(t *testing.T) {
	h := hosttest.New(t)
	web, no := hosttest.Project(hosttest.Service("web", "")), errors.New("no")
	var events steps
	want := desired(web)
	want.Agree = func(c *host.Changes) error {
		foldertest.Same(t, "to be started", c.Start, []string{"shop-web.service", "shop.target"})
		return no
	}
	if _, err := host.Apply(t.Context(), shop(h, events.add), want); !errors.Is(err, no) {
		t.Error(err)
	}
	changes, err := host.Diff(t.Context(), shop(h, events.add), desired(web))
	if err != nil || changes.Empty() || changes.Target != "shop.target" || changes.Root != h.Units {
		t.Errorf("%+v, %v", changes, err)
	}
	text, err := changes.Diff()
	if err != nil || !strings.Contains(text, "+ExecStart=x --container shop-web-1") || strings.Contains(text, "VALUE=web") {
		t.Errorf("%v:\n%s", err, text)
	}
	if left := foldertest.Tree(t, h.Units); len(h.Active)+len(events)+len(left) > 0 {
		t.Errorf("started %v, told %v, left %v", h.Active, events, left)
	}
}

// A project is removed with its volumes if requested, and is not installed afterwards.
func TestRemoveTellsWhatItDoes(t *testing.T) {
	h := applied(t, hosttest.New(t), hosttest.Project(hosttest.Service("web", "")))
	h.Volumes = []string{"shop_data"}
	var events steps
	removed, err := host.Remove(t.Context(), shop(h, events.add), host.RemoveOptions{Volumes: true})
	if err != nil {
		t.Fatal(err)
	}
	foldertest.Same(t, "units", removed.Units, []string{"shop-down.service", "shop-web.service", "shop.target"})
	foldertest.Same(t, "events", events, steps{
		"stopped unit shop.target", "started unit shop-down.service", "removed volume shop_data", "disabled unit shop.target",
		"removed file shop-down.service", "removed file shop-web.service", "removed file shop.target", "removed file web.env", "reloaded manager .",
	})
	foldertest.Same(t, "left", h.State(t), map[string]string{})
	if _, err := host.Status(t.Context(), shop(h, nil)); !errors.As(err, new(host.NotInstalledError)) {
		t.Error(err)
	}
	if _, err := host.Remove(t.Context(), shop(h, nil), host.RemoveOptions{}); !errors.As(err, new(host.NotInstalledError)) {
		t.Error(err)
	}
}

// A project that cannot be taken down keeps its files.
func TestRemoveKeepsWhatCannotBeTakenDown(t *testing.T) {
	h := applied(t, hosttest.New(t), hosttest.Project(hosttest.Service("web", "")))
	h.Fails["shop-down.service"] = true
	_, err := host.Remove(t.Context(), shop(h, nil), host.RemoveOptions{})
	if !errors.As(err, new(host.FailedError)) {
		t.Error(err)
	}
	if text := foldertest.Tree(t, h.Units)["shop-web.service"]; text == "" {
		t.Error("the unit is gone")
	}
}

// Status reports units with what they run, of plain units and of sources.
func TestStatus(t *testing.T) {
	for name, service := range map[string][]runtime.File{"unit": hosttest.Service("web", ""), "source": hosttest.Source("web", "")} {
		h := applied(t, hosttest.New(t), hosttest.Project(service))
		units, err := host.Status(t.Context(), shop(h, nil))
		if err != nil {
			t.Fatal(err)
		}
		foldertest.Same(t, name, units, []host.UnitStatus{
			{Unit: "shop-web.service", State: "active (running)", Container: "shop-web-1"},
			{Unit: "shop.target", State: "active (running)"},
		})
	}
}
