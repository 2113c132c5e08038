package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// fakeHost is the host of hosttest, on which the program runs.
type fakeHost struct{ *hosttest.Host }

func newFakeHost(t *testing.T) *fakeHost { return &fakeHost{hosttest.New(t)} }

var (
	service  = hosttest.Service
	source   = hosttest.Source
	network  = hosttest.Network
	on       = hosttest.On
	project  = hosttest.Project
	versions = hosttest.Versions
)

// command runs a command of the program; cut reports a power failure.
func (h *fakeHost) command(t *testing.T, files []runtime.File, args ...string) (code int, said string, cut bool) {
	t.Helper()
	var out bytes.Buffer
	defer func() {
		if p := recover(); p != nil {
			if _, cut = p.(hosttest.PowerCut); !cut {
				panic(p)
			}
			said = out.String()
		}
	}()
	code = run(context.Background(), &world{args: args, stdout: &out, stderr: &out, pipe: fake(nil, files), machine: h.Machine()})
	return code, out.String(), false
}

// uncut runs a command without interruption.
func (h *fakeHost) uncut(t *testing.T, files []runtime.File, args ...string) string {
	t.Helper()
	h.Fuse = -1
	code, said, _ := h.command(t, files, args...)
	if code != exitDone {
		t.Fatalf("%v ends with %d: %s", args, code, said)
	}
	return said
}

func TestApplyTouchesOnlyWhatChanged(t *testing.T) {
	before, after := versions()
	h := newFakeHost(t)
	h.uncut(t, before, "apply")
	h.Asked = nil
	h.uncut(t, after, "apply")
	same(t, "asked of systemd", h.Jobs(), []string{"stopped shop-gone.service", "reload",
		"restarted shop-value.service", "restarted shop-web.service", "started shop-new.service"})
	same(t, "a second time", h.uncut(t, after, "apply"), "shop: nothing to do\n")
}

// A network whose definition changed is recreated between the stop and the start of the units that use it; no other unit is
// restarted.
func TestApplyRecreatesANetwork(t *testing.T) {
	of := func(hash string) []runtime.File {
		files := project(on(service("app", "")), service("db", ""), on(service("web", "")))
		return append(files, network(hash)...)
	}
	h := newFakeHost(t)
	h.uncut(t, of("aa"), "apply")
	delete(h.Active, "shop-front-network.service") // it does not stay active
	h.Asked = nil
	said := h.uncut(t, of("bb"), "apply")
	if !strings.Contains(said, "  change  shop-front-network.service           network front: recreated, restarts app, web\n") {
		t.Errorf("the plan does not say what happens to the network:\n%s", said)
	}
	same(t, "asked of systemd", h.Jobs(), []string{"reload", "restarted shop-app.service", "restarted shop-web.service"})
	same(t, "a second time", h.uncut(t, of("bb"), "apply"), "shop: nothing to do\n")

	delete(h.Active, "shop-front-network.service")
	h.Asked, h.Strangers = nil, []string{"other"}
	said = h.uncut(t, of("cc"), "apply")
	if !strings.Contains(said, "network front: kept, in use by other\n") {
		t.Errorf("the plan does not say that the network is kept:\n%s", said)
	}
	same(t, "asked of systemd, for a network that others use", h.Jobs(), []string{"reload"})
}

// systemd knows a source by the unit that is generated from it.
func TestApplyOfSources(t *testing.T) {
	h := newFakeHost(t)
	h.uncut(t, project(source("same", ""), source("web", ""), source("gone", "")), "apply")
	h.Asked = nil
	said := h.uncut(t, project(source("same", ""), source("web", "Exec=y\n"), source("new", "")), "apply")
	same(t, "asked of systemd", h.Jobs(), []string{"stopped shop-gone.service", "reload", "restarted shop-web.service", "started shop-new.service"})
	if !strings.Contains(said, "change  shop-web.container                   restart\n") {
		t.Errorf("the plan does not say what happens to the source:\n%s", said)
	}
	same(t, "containers", h.Containers, map[string]bool{"shop-same-1": true, "shop-web-1": true, "shop-new-1": true})
	h.Asked = nil
	h.uncut(t, project(service("same", ""), service("web", ""), service("new", "")), "apply")
	same(t, "asked of systemd, for the other format", h.Jobs(), []string{
		"stopped shop-new.service", "stopped shop-same.service", "stopped shop-web.service", "reload",
		"started shop-new.service", "started shop-same.service", "started shop-web.service"})
}

// Wherever the power fails, the same command run again ends in the same state as without the failure.
func TestACommandThatIsCutIsFinishedByTheNext(t *testing.T) {
	before, after := versions()
	for name, in := range map[string]struct {
		first, then []runtime.File
		args        []string
	}{
		"the first apply":  {nil, before, []string{"apply"}},
		"a later apply":    {before, after, []string{"apply"}},
		"only a comment":   {project(service("a", "")), project(service("a", "# a word\n")), []string{"apply"}},
		"only one is gone": {project(service("a", ""), service("b", "")), project(service("a", "")), []string{"apply"}},
		"remove":           {before, before, []string{"remove", "-project", "shop"}},
		"sources": {project(source("same", ""), source("web", ""), source("gone", "")),
			project(source("same", ""), source("web", "Exec=y\n"), source("new", "")), []string{"apply"}},
		"a network's definition": {append(project(on(service("web", ""))), network("aa")...), append(project(on(service("web", ""))), network("bb")...), []string{"apply"}},
		"remove sources":         {project(source("a", ""), source("b", "")), project(source("a", "")), []string{"remove", "-project", "shop"}},
		"units into sources":     {project(service("a", ""), service("b", "")), project(source("a", ""), source("b", "")), []string{"apply"}},
		"sources into units":     {project(source("a", ""), source("b", "")), project(service("a", ""), service("b", "")), []string{"apply"}},
	} {
		t.Run(name, func(t *testing.T) {
			begin := func() *fakeHost {
				h := newFakeHost(t)
				if in.first != nil {
					h.uncut(t, in.first, "apply")
				}
				return h
			}
			whole := begin()
			whole.uncut(t, in.then, in.args...)
			for fuse := 0; ; fuse++ {
				h := begin()
				h.Fuse = fuse
				_, _, cut := h.command(t, in.then, in.args...)
				if !cut {
					if fuse < 3 {
						t.Fatalf("only %d things were asked", fuse)
					}
					break
				}
				h.uncut(t, in.then, in.args...)
				same(t, fmt.Sprint("cut after ", fuse), h.State(t), whole.State(t))
			}
		})
	}
}

// An apply after an interrupted remove restores the project completely.
func TestApplyAfterARemoveThatWasCut(t *testing.T) {
	before, _ := versions()
	whole := newFakeHost(t)
	whole.uncut(t, before, "apply")
	for fuse := 0; ; fuse++ {
		h := newFakeHost(t)
		h.uncut(t, before, "apply")
		h.Fuse = fuse
		_, _, cut := h.command(t, before, "remove", "-project", "shop")
		if !cut {
			break
		}
		h.uncut(t, before, "apply")
		same(t, fmt.Sprint("cut after ", fuse), h.State(t), whole.State(t))
	}
}

// A unit that fails is reported with the end of its journal, each entry on its own line, and is started again by the next
// apply.
func TestApplyTellsWhatFailed(t *testing.T) {
	before, _ := versions()
	h := newFakeHost(t)
	h.Fails["shop-web.service"] = true
	h.Journal = hosttest.Journal{{Unit: "shop-web.service", Text: "first line"}, {Unit: "shop-web.service", Text: "last line"}}
	code, said, _ := h.command(t, before, "apply")
	if code != exitFailed || !strings.Contains(said, "shop-web.service: failed\n  first line\n  last line\n") {
		t.Errorf("exit %d: %s", code, said)
	}
	if h.Active["shop-same.service"] == "" {
		t.Error("the others were not started")
	}
	clear(h.Fails)
	if h.uncut(t, before, "apply"); h.Active["shop-web.service"] == "" {
		t.Error("it was not tried again")
	}
}

// A unit that fails and is restarted by systemd may never start: units that depend on it are not waited for, and are started by
// the next apply. If another job is still running, it is waited for.
func TestApplyDoesNotWaitForWhatMayNeverStart(t *testing.T) {
	files := func(more string) []runtime.File {
		return append(project(service("web", ""), service("late", "[Unit]\nAfter=shop-web-started.service\n"), service("slow", more)),
			file("shop-web-started.service", "[Unit]\nX-ComposeProject=shop\nAfter=shop-web.service\n[Service]\nType=oneshot\nExecStart=await\n"))
	}
	h := newFakeHost(t)
	h.Fails["shop-web.service"] = true
	h.Holds = map[string]string{"shop-web.service": "activating", "shop-web-started.service": "activating", "shop-late.service": "inactive"}
	code, said, _ := h.command(t, files(""), "apply")
	if code != exitFailed || !strings.Contains(said, "shop-late.service: not started: it waits for shop-web.service, which failed") {
		t.Errorf("exit %d: %s", code, said)
	}
	if n := len(slices.DeleteFunc(slices.Clone(h.Asked), func(what string) bool { return what != "wait" })); n != 2 {
		t.Errorf("it waited for %d looks beside the last", n)
	}
	clear(h.Fails)
	clear(h.Holds)
	if h.uncut(t, files(""), "apply"); h.Active["shop-late.service"] == "" {
		t.Error("what waited is not started by the next apply")
	}

	h = newFakeHost(t)
	h.Fails["shop-web.service"] = true
	h.Holds = map[string]string{"shop-web.service": "activating", "shop-web-started.service": "activating", "shop-slow.service": "activating"}
	h.Fuse = 200
	if _, said, cut := h.command(t, files(""), "apply"); !cut {
		t.Errorf("it does not wait for what is on its way:\n%s", said)
	}
}

// A unit with the same name in a package would be hidden.
func TestApplyHidesNobodysUnit(t *testing.T) {
	before, _ := versions()
	h := newFakeHost(t)
	put(t, h.Others, "shop-web.service", "[Service]\nExecStart=/usr/sbin/shopd\n")
	put(t, h.Others, "shop-value.service", unitOf("shop")) // a package of the same project
	code, said, _ := h.command(t, before, "apply")
	if code != exitBroken || !strings.Contains(said, "shop-web.service belongs to something else") || strings.Contains(said, "shop-value.service is") {
		t.Errorf("exit %d: %s", code, said)
	}
	if left := maps.Clone(tree(t, h.Units)); len(left) > 1 { // the note
		t.Errorf("written: %v", left)
	}
}

// With -config-dir the units read their values there: changed ones are restored, and obsolete ones are removed.
func TestApplyMindsTheConfigDir(t *testing.T) {
	h, dir := newFakeHost(t), filepath.Join(t.TempDir(), "values")
	in := func(services ...[]runtime.File) []runtime.File {
		files := project(services...)
		for i := range files {
			files[i].Data = bytes.ReplaceAll(files[i].Data, []byte("%Y/shop/"), []byte(dir+"/"))
		}
		return files
	}
	both := in(service("a", ""), service("b", ""))
	h.uncut(t, both, "apply", "-config-dir", dir)
	same(t, "values", tree(t, dir), map[string]string{"a.env": "VALUE=a\n", "b.env": "VALUE=b\n"})
	put(t, dir, "a.env", "VALUE=someone\n")
	put(t, dir, "mine", "by hand\n")
	if said := h.uncut(t, both, "apply", "-config-dir", dir); !strings.Contains(said, "shop-a.service: restarted") {
		t.Error(said)
	}
	same(t, "a second time", h.uncut(t, both, "apply", "-config-dir", dir), "shop: nothing to do\n")
	outside := t.TempDir()
	put(t, outside, "a.env", "OUTSIDE\n")
	if err := errors.Join(os.Remove(filepath.Join(dir, "a.env")), os.Symlink(filepath.Join(outside, "a.env"), filepath.Join(dir, "a.env"))); err != nil {
		t.Fatal(err)
	}
	h.uncut(t, in(service("a", "")), "apply", "-config-dir", dir)
	same(t, "outside", tree(t, outside), map[string]string{"a.env": "OUTSIDE\n"})
	same(t, "values", tree(t, dir), map[string]string{"a.env": "VALUE=a\n", "mine": "by hand\n"})
	h.uncut(t, nil, "remove", "-project", "shop", "-config-dir", dir)
	same(t, "values", tree(t, dir), map[string]string{"mine": "by hand\n"})

	put(t, dir, "a.env", "SOMEBODY=1\n")
	code, said, _ := h.command(t, both, "apply", "-config-dir", dir)
	if code != exitBroken || !strings.Contains(said, "a.env: already exists") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// A user's file in the folder of -config-dir is never replaced, even if a private file of the project has its name: what was
// applied without the flag was never copied there.
func TestApplyTouchesNobodysValues(t *testing.T) {
	h, dir := newFakeHost(t), t.TempDir()
	h.uncut(t, project(service("a", ""), service("b", "")), "apply")
	mine := map[string]string{"a.env": "MINE=1\n", "b.env": "MINE=2\n"}
	for name, text := range mine {
		put(t, dir, name, text)
	}
	code, said, _ := h.command(t, project(service("a", "")), "apply", "-config-dir", dir)
	if code != exitBroken || !strings.Contains(said, dir+"/a.env: already exists") {
		t.Errorf("exit %d: %s", code, said)
	}
	same(t, "values", tree(t, dir), mine)
	if err := os.Remove(filepath.Join(dir, "a.env")); err != nil {
		t.Fatal(err)
	}
	h.uncut(t, project(service("a", "")), "apply", "-config-dir", dir)
	same(t, "b is stale here, and was never copied", tree(t, dir), map[string]string{"a.env": "VALUE=a\n", "b.env": "MINE=2\n"})
	h.uncut(t, nil, "remove", "-project", "shop", "-config-dir", dir)
	same(t, "removed", tree(t, dir), map[string]string{"b.env": "MINE=2\n"})
}

// Units that were applied for another runtime are kept without -force; diff names the runtime.
func TestApplyKeepsTheRuntime(t *testing.T) {
	h := newFakeHost(t)
	of := func(made string) []runtime.File {
		files := project(service("web", ""))
		last := &files[len(files)-1]
		last.Data = bytes.Replace(last.Data, []byte("[Unit]\n"), []byte("[Unit]\nX-ComposeRuntime="+made+"\n"), 1)
		return files
	}
	h.uncut(t, of("podman"), "apply")
	code, said, _ := h.command(t, of("docker"), "apply", "-runtime", "docker")
	same(t, "refused", said, "compose2unit: error: the units in "+h.Units+" were applied for podman, and this run is for docker: choose the runtime with -runtime and -format, or add -force\n")
	same(t, "code", code, exitBroken)
	_, said, _ = h.command(t, of("docker"), "diff", "-runtime", "docker")
	if want := "comparing the units of this machine, applied for podman, with shop for docker\n"; !strings.HasPrefix(said, want) {
		t.Errorf("%q", said)
	}
	h.uncut(t, of("docker"), "apply", "-runtime", "docker", "-force")
	h.uncut(t, of("docker"), "apply", "-runtime", "docker")
}
