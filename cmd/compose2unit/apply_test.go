package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// fakeHost is a machine with units, containers and a systemd, that can lose its power at any of the things it is asked.
type fakeHost struct {
	root, others string
	loaded       map[string]string // what systemd has read, by unit
	active       map[string]string // what a unit runs by: its text and values, as they were at its start
	enabled      map[string]bool
	containers   map[string]bool
	fails        map[string]bool   // units that do not start
	holds        map[string]string // units whose start never ends, and other units, by what systemd calls their state
	strangers    []string          // containers of others on the network front
	asked        []string
	fuse         int // things that may still be asked; below zero without end
}

type powerCut struct{}

func newFakeHost(t *testing.T) *fakeHost {
	return &fakeHost{root: t.TempDir(), others: t.TempDir(), loaded: map[string]string{}, active: map[string]string{},
		enabled: map[string]bool{}, containers: map[string]bool{}, fails: map[string]bool{}, holds: map[string]string{}, fuse: -1}
}

func (h *fakeHost) ask(what ...string) {
	if h.fuse == 0 {
		panic(powerCut{})
	}
	h.fuse--
	h.asked = append(h.asked, strings.Join(what, " "))
}

func (h *fakeHost) machine() machine {
	return machine{
		folder:  func(bool) (string, error) { return h.root, nil },
		sources: func(bool) (string, error) { return h.root + "/generator", nil },
		beside:  func(string) (units, sources []string) { return []string{h.others}, nil },
		connect: func(context.Context, bool) (host.Manager, error) { return h, nil },
		run:     h.run,
	}
}

func (h *fakeHost) run(_ context.Context, argv ...string) (string, error) {
	h.ask(argv...)
	switch words := strings.Join(argv, " "); {
	case argv[0] == "journalctl":
		return "first line\nlast line\n", nil
	case strings.HasPrefix(words, "docker network ls") || strings.HasPrefix(words, "podman network ls"):
		return "0123456789ab\n", nil
	case strings.Contains(words, "network=0123456789ab"): // who is on it
		if strings.Contains(words, "label=") {
			return "shop-web-1\n", nil
		}
		return strings.Join(append(h.strangers, "shop-web-1"), "\n"), nil
	case argv[1] == "ps":
		var b strings.Builder
		for name := range h.containers {
			fmt.Fprintf(&b, "%s\texited\tExited (0)\t\n", name)
		}
		return b.String(), nil
	case argv[1] == "rm":
		delete(h.containers, argv[len(argv)-1])
	}
	return "", nil
}

func (h *fakeHost) Close() {}

func (h *fakeHost) States(_ context.Context, patterns ...string) ([]host.State, error) {
	h.ask("states")
	var out []host.State
	for name := range h.active {
		if slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, name); return ok }) {
			out = append(out, host.State{Name: name, Load: "loaded", Active: "active", Sub: "running"})
		}
	}
	for name, active := range h.holds {
		out = append(out, host.State{Name: name, Load: "loaded", Active: active})
	}
	slices.SortFunc(out, func(a, b host.State) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func (h *fakeHost) Restarts(context.Context, string) (int, error) { return 0, nil }

func (h *fakeHost) Enable(_ context.Context, units ...string) error {
	h.ask("enable")
	for _, name := range units {
		h.enabled[name] = true
	}
	return nil
}

func (h *fakeHost) Disable(_ context.Context, units ...string) error {
	h.ask("disable")
	for _, name := range units {
		delete(h.enabled, name)
	}
	return nil
}

func (h *fakeHost) Reload(context.Context) error {
	h.ask("reload")
	clear(h.loaded)
	for name, text := range h.units() {
		h.loaded[name] = text
	}
	return nil
}

func (h *fakeHost) units() map[string]string {
	out := map[string]string{}
	for _, dir := range []string{h.root, h.root + "/generator"} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if data, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil && regexp.MustCompile(`\.(service|target|timer|container|network|volume|build)$`).MatchString(e.Name()) {
				out[host.File{Path: e.Name()}.Name()] = string(data)
			}
		}
	}
	return out
}

func (h *fakeHost) Run(_ context.Context, jobs []host.Job, done func(host.Result), enough func() bool) error {
	held := false
	for _, job := range jobs {
		h.ask(job.Verb.String(), job.Unit)
		said := "done"
		switch {
		case job.Verb == host.Stop:
			delete(h.active, job.Unit)
		case h.fails[job.Unit]:
			said = "failed"
		case h.holds[job.Unit] != "":
			held = true
			continue
		case strings.HasSuffix(job.Unit, "-down.service"):
			clear(h.active)
			clear(h.containers)
		default:
			if job.Verb == host.Restart {
				delete(h.active, job.Unit)
			}
			h.start(job.Unit)
		}
		done(host.Result{Job: job, Said: said})
	}
	for held && !enough() {
		h.ask("wait")
	}
	return nil
}

var valueFile = regexp.MustCompile(`(\S+)/(\S+\.env)`)

func (h *fakeHost) start(name string) {
	if h.active[name] != "" {
		return
	}
	text, known := h.loaded[name]
	if !known { // systemd reads a unit at the first mention
		text = h.units()[name]
		h.loaded[name] = text
	}
	runs := text
	for _, m := range valueFile.FindAllStringSubmatch(text, -1) {
		data, _ := os.ReadFile(filepath.Join(strings.ReplaceAll(m[1], "%Y", h.root), m[2]))
		runs += string(data)
	}
	h.active[name] = runs
	for _, says := range []string{"--container ", "ContainerName="} {
		if _, rest, ok := strings.Cut(text, says); ok {
			h.containers[strings.Fields(rest)[0]] = true
		}
	}
	for _, other := range host.Names([]byte(text), "Unit", "Wants") {
		h.start(other)
	}
}

// command runs a command of the program; cut says that the power went.
func (h *fakeHost) command(t *testing.T, files []runtime.File, args ...string) (code int, said string, cut bool) {
	t.Helper()
	var out bytes.Buffer
	defer func() {
		if p := recover(); p != nil {
			if _, cut = p.(powerCut); !cut {
				panic(p)
			}
			said = out.String()
		}
	}()
	code = run(context.Background(), &world{args: args, stdout: &out, stderr: &out, pipe: fake(nil, files), machine: h.machine()})
	return code, out.String(), false
}

// state is all that is left of a run.
func (h *fakeHost) state(t *testing.T) map[string]string {
	out := tree(t, h.root)
	for kind, all := range map[string]map[string]string{"loaded ": h.loaded, "active ": h.active} {
		for name, text := range all {
			out[kind+name] = text
		}
	}
	for kind, all := range map[string]map[string]bool{"enabled ": h.enabled, "container ": h.containers} {
		for name := range all {
			out[kind+name] = ""
		}
	}
	for name, text := range out {
		out[name] = strings.ReplaceAll(text, h.root, "ROOT")
	}
	return out
}

// service is a unit that makes a container and names its values.
func service(name, more string) []runtime.File {
	return []runtime.File{
		file("shop-"+name+".service", "[Unit]\nX-ComposeProject=shop\n[Service]\nExecStart=x --container shop-"+name+"-1 --env-file=%Y/shop/"+name+".env\n"+more),
		file("shop/"+name+".env", "VALUE="+name+"\n"),
	}
}

// source is the same for podman's generator.
func source(name, more string) []runtime.File {
	return []runtime.File{
		file("shop-"+name+".container", "[Unit]\nX-ComposeProject=shop\n[Container]\nContainerName=shop-"+name+"-1\nEnvironmentFile=%Y/shop/"+name+".env\n"+more),
		file("shop/"+name+".env", "VALUE="+name+"\n"),
	}
}

// network is the unit of a network, of a definition that Compose gives this hash.
func network(hash string) []runtime.File {
	return []runtime.File{file("shop-front-network.service", "[Unit]\nX-ComposeProject=shop\n[Service]\nExecStart=ensure network shop_front "+hash+" \\\n"+
		"    --label com.docker.compose.config-hash="+hash+" \\\n    --label com.docker.compose.network=front\n")}
}

// on is a service with this network.
func on(service []runtime.File) []runtime.File {
	service[0].Data = bytes.Replace(service[0].Data, []byte("[Service]"), []byte("Wants=shop-front-network.service\n[Service]"), 1)
	return service
}

func project(services ...[]runtime.File) []runtime.File {
	files := []runtime.File{file("shop-down.service", "[Unit]\nX-ComposeProject=shop\nConflicts=shop.target\n[Service]\nExecStart=down\n")}
	wants := ""
	for _, s := range services {
		files = append(files, s...)
		wants += " " + host.File{Path: s[0].Path}.Name()
	}
	return append(files, file("shop.target", "[Unit]\nX-ComposeProject=shop\nWants="+wants+"\n[Install]\nWantedBy=multi-user.target\n"))
}

// A service that changes, one whose value does, one with a comment, one that goes, one that comes.
func versions() (before, after []runtime.File) {
	value := service("value", "")
	value[1] = file("shop/value.env", "VALUE=other\n")
	return project(service("same", ""), service("web", ""), service("value", ""), service("noted", ""), service("gone", "")),
		project(service("same", ""), service("web", "ExecStop=y\n"), value, service("noted", "# a word\n"), service("new", ""))
}

// uncut runs a command that nothing disturbs.
func (h *fakeHost) uncut(t *testing.T, files []runtime.File, args ...string) string {
	t.Helper()
	h.fuse = -1
	code, said, _ := h.command(t, files, args...)
	if code != exitDone {
		t.Fatalf("%v ends with %d: %s", args, code, said)
	}
	return said
}

// jobs are what was asked of systemd that changes something.
func (h *fakeHost) jobs() []string {
	return slices.DeleteFunc(slices.Clone(h.asked), func(what string) bool {
		verb, _, _ := strings.Cut(what, " ")
		return !strings.HasSuffix(verb, "ed") && verb != "reload"
	})
}

func TestApplyTouchesOnlyWhatChanged(t *testing.T) {
	before, after := versions()
	h := newFakeHost(t)
	h.uncut(t, before, "apply")
	h.asked = nil
	h.uncut(t, after, "apply")
	same(t, "asked of systemd", h.jobs(), []string{"stopped shop-gone.service", "reload",
		"restarted shop-value.service", "restarted shop-web.service", "started shop-new.service"})
	same(t, "a second time", h.uncut(t, after, "apply"), "shop: nothing to do\n")
}

// A network whose definition changed is recreated between the stop and the start of those that have it; nobody else is
// restarted.
func TestApplyRecreatesANetwork(t *testing.T) {
	of := func(hash string) []runtime.File {
		files := project(on(service("app", "")), service("db", ""), on(service("web", "")))
		return append(files, network(hash)...)
	}
	h := newFakeHost(t)
	h.uncut(t, of("aa"), "apply")
	delete(h.active, "shop-front-network.service") // it does not stay active
	h.asked = nil
	said := h.uncut(t, of("bb"), "apply")
	if !strings.Contains(said, "  change  shop-front-network.service           network front: recreated, restarts app, web\n") {
		t.Errorf("the plan does not say what becomes of the network:\n%s", said)
	}
	same(t, "asked of systemd", h.jobs(), []string{"reload", "restarted shop-app.service", "restarted shop-web.service"})
	same(t, "a second time", h.uncut(t, of("bb"), "apply"), "shop: nothing to do\n")

	delete(h.active, "shop-front-network.service")
	h.asked, h.strangers = nil, []string{"other"}
	said = h.uncut(t, of("cc"), "apply")
	if !strings.Contains(said, "network front: kept, in use by other\n") {
		t.Errorf("the plan does not say that the network is kept:\n%s", said)
	}
	same(t, "asked of systemd, for a network that others use", h.jobs(), []string{"reload"})
}

// A source is known to systemd by the unit that is made of it.
func TestApplyOfSources(t *testing.T) {
	h := newFakeHost(t)
	h.uncut(t, project(source("same", ""), source("web", ""), source("gone", "")), "apply")
	h.asked = nil
	said := h.uncut(t, project(source("same", ""), source("web", "Exec=y\n"), source("new", "")), "apply")
	same(t, "asked of systemd", h.jobs(), []string{"stopped shop-gone.service", "reload", "restarted shop-web.service", "started shop-new.service"})
	if !strings.Contains(said, "change  shop-web.container                   restart\n") {
		t.Errorf("the plan does not say what becomes of the source:\n%s", said)
	}
	same(t, "containers", h.containers, map[string]bool{"shop-same-1": true, "shop-web-1": true, "shop-new-1": true})
	h.asked = nil
	h.uncut(t, project(service("same", ""), service("web", ""), service("new", "")), "apply")
	same(t, "asked of systemd, for the other format", h.jobs(), []string{
		"stopped shop-new.service", "stopped shop-same.service", "stopped shop-web.service", "reload",
		"started shop-new.service", "started shop-same.service", "started shop-web.service"})
}

// Whatever the power goes at, the same command again ends where it would have ended undisturbed.
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
				h.fuse = fuse
				_, _, cut := h.command(t, in.then, in.args...)
				if !cut {
					if fuse < 3 {
						t.Fatalf("only %d things were asked", fuse)
					}
					break
				}
				h.uncut(t, in.then, in.args...)
				same(t, fmt.Sprint("cut after ", fuse), h.state(t), whole.state(t))
			}
		})
	}
}

// writingSteps are those of folder.Output.Update.
const writingSteps = 10

// cut loses the power before a step of writing.
func cut(t *testing.T, w folder.Output, before int) {
	t.Helper()
	defer func() {
		if _, is := recover().(powerCut); !is {
			t.Fatal("the run was not cut at step ", before)
		}
	}()
	w.Before = func(step int) {
		if step == before {
			panic(powerCut{})
		}
	}
	_, _ = w.Update(func() error { return nil })
}

// The power may go between the renames as well.
func TestAnApplyThatIsCutWhileItWritesIsFinishedByTheNext(t *testing.T) {
	before, after := versions()
	whole := newFakeHost(t)
	whole.uncut(t, before, "apply")
	whole.uncut(t, after, "apply")
	for steps := range writingSteps {
		h := newFakeHost(t)
		h.uncut(t, before, "apply")
		in := &installed{world: &world{machine: h.machine()}, options: &options{}, systemd: h,
			Output: folder.Output{Root: h.root, Project: "shop", Files: after}}
		left, _, err := host.Hold(h.root, "shop")
		if err != nil {
			t.Fatal(err)
		}
		if err := in.decide(t.Context(), host.Plan{}); err != nil {
			t.Fatal(err)
		}
		if in.plan.Gone, err = in.containersOf(t.Context(), in.plan); err != nil {
			t.Fatal(err)
		}
		in.plan.Reload = true
		if err := left.Write(in.plan); err != nil {
			t.Fatal(err)
		}
		cut(t, in.Output, steps)
		left.Release()
		h.uncut(t, after, "apply")
		same(t, fmt.Sprint("cut after step ", steps), h.state(t), whole.state(t))
	}
}

// A remove whose files are half gone cannot take the project down any more, and need not.
func TestARemoveThatIsCutWhileItWritesIsFinishedByTheNext(t *testing.T) {
	before, _ := versions()
	for steps := range writingSteps {
		h := newFakeHost(t)
		h.uncut(t, before, "apply")
		left, _, err := host.Hold(h.root, "shop")
		if err != nil {
			t.Fatal(err)
		}
		clear(h.active)
		clear(h.containers)
		clear(h.enabled)
		if err := left.Write(host.Plan{Leaving: true, Taken: true}); err != nil {
			t.Fatal(err)
		}
		cut(t, folder.Output{Root: h.root, Project: "shop"}, steps)
		left.Release()
		h.fails["shop-down.service"] = true
		h.uncut(t, nil, "remove", "-project", "shop")
		same(t, fmt.Sprint("cut after step ", steps), h.state(t), map[string]string{})
	}
}

// Who changes his mind gets the project back, as if it had never been there.
func TestApplyAfterARemoveThatWasCut(t *testing.T) {
	before, _ := versions()
	whole := newFakeHost(t)
	whole.uncut(t, before, "apply")
	for fuse := 0; ; fuse++ {
		h := newFakeHost(t)
		h.uncut(t, before, "apply")
		h.fuse = fuse
		_, _, cut := h.command(t, before, "remove", "-project", "shop")
		if !cut {
			break
		}
		h.uncut(t, before, "apply")
		same(t, fmt.Sprint("cut after ", fuse), h.state(t), whole.state(t))
	}
}

// A unit that fails is told with the end of its journal, each line on its own, and is tried again by the next apply.
func TestApplyTellsWhatFailed(t *testing.T) {
	before, _ := versions()
	h := newFakeHost(t)
	h.fails["shop-web.service"] = true
	code, said, _ := h.command(t, before, "apply")
	if code != exitFailed || !strings.Contains(said, "shop-web.service: failed\n  first line\n  last line\n") {
		t.Errorf("exit %d: %s", code, said)
	}
	if h.active["shop-same.service"] == "" {
		t.Error("the others were not started")
	}
	clear(h.fails)
	if h.uncut(t, before, "apply"); h.active["shop-web.service"] == "" {
		t.Error("it was not tried again")
	}
}

// A unit that fails and is started again by systemd may never start: what waits for it is not waited for, and is started by
// the next apply. Where something else is still on its way, it is waited for.
func TestApplyDoesNotWaitForWhatMayNeverStart(t *testing.T) {
	files := func(more string) []runtime.File {
		return append(project(service("web", ""), service("late", "[Unit]\nAfter=shop-web-started.service\n"), service("slow", more)),
			file("shop-web-started.service", "[Unit]\nX-ComposeProject=shop\nAfter=shop-web.service\n[Service]\nType=oneshot\nExecStart=await\n"))
	}
	h := newFakeHost(t)
	h.fails["shop-web.service"] = true
	h.holds = map[string]string{"shop-web.service": "activating", "shop-web-started.service": "activating", "shop-late.service": "inactive"}
	code, said, _ := h.command(t, files(""), "apply")
	if code != exitFailed || !strings.Contains(said, "shop-late.service: not started: it waits for shop-web.service, which failed") {
		t.Errorf("exit %d: %s", code, said)
	}
	if n := len(slices.DeleteFunc(slices.Clone(h.asked), func(what string) bool { return what != "wait" })); n != certain-1 {
		t.Errorf("it waited for %d looks beside the last", n)
	}
	clear(h.fails)
	clear(h.holds)
	if h.uncut(t, files(""), "apply"); h.active["shop-late.service"] == "" {
		t.Error("what waited is not started by the next apply")
	}

	h = newFakeHost(t)
	h.fails["shop-web.service"] = true
	h.holds = map[string]string{"shop-web.service": "activating", "shop-web-started.service": "activating", "shop-slow.service": "activating"}
	h.fuse = 200
	if _, said, cut := h.command(t, files(""), "apply"); !cut {
		t.Errorf("it does not wait for what is on its way:\n%s", said)
	}
}

// A unit of a package's by the same name would be hidden by ours.
func TestApplyHidesNobodysUnit(t *testing.T) {
	before, _ := versions()
	h := newFakeHost(t)
	put(t, h.others, "shop-web.service", "[Service]\nExecStart=/usr/sbin/shopd\n")
	put(t, h.others, "shop-value.service", unitOf("shop")) // a package of this very project
	code, said, _ := h.command(t, before, "apply")
	if code != exitBroken || !strings.Contains(said, "shop-web.service belongs to something else") || strings.Contains(said, "shop-value.service is") {
		t.Errorf("exit %d: %s", code, said)
	}
	if left := maps.Clone(tree(t, h.root)); len(left) > 1 { // the note
		t.Errorf("written: %v", left)
	}
}

// With -config-dir the units read their values there: what differs there is put right, and what is gone goes.
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
	put(t, dir, "a.env", "VALUE=somebody\n")
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

// A value of the user's in the folder of -config-dir is his own, though a private file of ours has its name: what was
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
