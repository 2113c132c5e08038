package golden

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Podman itself accepts what the units pass to it, for every case of an attribute, every project of ours and every public
// one: it can create the networks, volumes and containers. What the program rejects is included as well, as it is with
// -allow.
func TestPodmanAccepts(t *testing.T) {
	roots := oracle.PodmanRoots(t)
	t.Parallel()
	a := &asking{networks: map[string]string{}}
	for _, c := range readCases(t) {
		if l := c.load(t, c.section(composeFile)); l.result != nil && l.report.Worst() != diag.Error {
			a.project(c.name, l.result)
		}
	}
	for _, options := range publicProjects(t) {
		result, report, err := translate.Translate(context.Background(), translate.Options{Options: options, RootPath: "/srv/project"})
		if err != nil {
			t.Fatal(err)
		}
		if result != nil && report.Worst() != diag.Error {
			a.project(options.Dir+" "+strings.Join(options.Inputs, "+"), result)
		}
	}
	t.Logf("%d questions", len(a.questions))
	for _, root := range roots {
		refused, err := oracle.Podman(t.Context(), root, a.host(), a.questions)
		if err != nil {
			t.Error(err)
		}
		for _, answer := range refused {
			t.Errorf("%s: podman in %s refuses it: %s", answer.About, root, answer.Said)
		}
	}
}

// publicProjects returns our own projects and those beside the checkout that docker compose loads.
func publicProjects(t *testing.T) []load.Options {
	t.Helper()
	var out []load.Options
	own, _ := filepath.Glob("project/*/compose.y*ml")
	more, _ := filepath.Glob("live/testdata/equal/*/compose.y*ml")
	for _, file := range append(own, more...) {
		out = append(out, load.Options{Dir: filepath.Dir(file), Inputs: []string{filepath.Base(file)}})
	}
	return append(out, corpusProjects()...)
}

// asking collects the questions for podman.
type asking struct {
	questions []oracle.Question
	// networks are the existing networks, by their definition: names are assigned here, since projects share theirs.
	networks map[string]string
	made     int
	dirs     []string
	files    map[string]string
	chars    []string
	blocks   []string
	runtimes []string
}

func (a *asking) ask(about string, argv ...string) {
	a.questions = append(a.questions, oracle.Question{About: about, Argv: argv})
}

func (a *asking) aside(argv ...string) {
	a.questions = append(a.questions, oracle.Question{Argv: argv, Aside: true})
}

func (a *asking) name(kind string) string {
	a.made++
	return fmt.Sprintf("%s%d", kind, a.made)
}

// project adds the questions about a whole project.
func (a *asking) project(about string, result *translate.Result) {
	var report diag.Report
	p := podman.Adapt(result.Project, runtime.Options{Allow: []string{anything}}, diag.NewScope(&report, result.Where))
	if report.Worst() == diag.Error {
		return
	}
	engine := podman.Describe(runtime.Options{})
	names := map[string]string{}
	var gone []string
	for i := range p.Networks {
		name, once := a.network(about, engine, &p.Networks[i])
		names[p.Networks[i].Name] = name
		if once {
			gone = append(gone, name)
		}
	}
	for i := range p.Volumes {
		if v := p.Volumes[i]; v.Driver == "" || v.Driver == "local" { // other drivers depend on the target
			a.ask(about, slices.Concat([]string{"podman", "volume", "create"}, wordsOf(engine.Volumes, &v), []string{a.name("v")})...)
		}
	}
	for i := range p.Containers {
		a.container(about, engine, p.Containers[i], names)
		for _, step := range p.Containers[i].PreStart {
			a.container(about, engine, step, names)
		}
	}
	for _, name := range gone {
		a.aside("podman", "network", "rm", "--force", name)
	}
}

// network adds the question about a network, or reuses an identical one. One with subnets is removed again.
func (a *asking) network(about string, engine *cli.Engine, n *model.Network) (name string, once bool) {
	words := wordsOf(engine.Networks, n)
	var key []string
	for i := 0; i < len(words); i++ {
		if words[i] == "--label" {
			i++
			continue
		}
		key = append(key, words[i])
	}
	like := strings.Join(key, " ")
	if name, ok := a.networks[like]; ok {
		return name, false
	}
	name = a.name("n")
	if i := slices.Index(words, "parent"); i < 0 {
		for _, o := range n.Options {
			if o.Name == "parent" {
				a.aside("ip", "link", "add", o.Value, "type", "dummy")
			}
		}
	}
	a.ask(about, slices.Concat([]string{"podman", "network", "create"}, words, []string{name})...)
	once = len(n.IPAM.Config) > 0 || strings.Contains(like, "--interface-name")
	if !once {
		a.networks[like] = name
	}
	return name, once
}

// container adds the question about a container.
func (a *asking) container(about string, engine *cli.Engine, c model.Container, networks map[string]string) {
	c.Name, c.Image, c.Platform = a.name("c"), oracle.StubImage, ""
	c.Endpoints = slices.Clone(c.Endpoints)
	for i, e := range c.Endpoints {
		if networks[e.Network] == "" { // external
			networks[e.Network] = a.name("n")
			a.aside("podman", "network", "create", networks[e.Network])
		}
		c.Endpoints[i].Network = networks[e.Network]
	}
	c.Host.Mounts = slices.Clone(c.Host.Mounts)
	for i, m := range c.Host.Mounts {
		if m.Type == "image" {
			c.Host.Mounts[i].Source = oracle.StubImage
		}
	}
	a.share(&c)
	a.needs(&c)
	a.ask(about, append([]string{"podman", "create", "--pull=never"}, wordsOf(engine.Containers, &c)...)...)
}

// share creates the containers whose namespaces and volumes another one uses.
func (a *asking) share(c *model.Container) {
	other := func() string {
		name := a.name("o")
		a.aside("podman", "create", "--name", name, oracle.StubImage, "true")
		return name
	}
	for _, mode := range []*string{&c.Host.NetworkMode, &c.Host.IpcMode, &c.Host.PidMode, &c.Host.UTSMode} {
		if strings.HasPrefix(*mode, "container:") {
			*mode = "container:" + other()
		}
	}
	c.Host.VolumesFrom = slices.Clone(c.Host.VolumesFrom)
	for i := range c.Host.VolumesFrom {
		c.Host.VolumesFrom[i] = other()
	}
}

// needs creates what a container needs on its host.
func (a *asking) needs(c *model.Container) {
	for _, b := range c.Host.Binds {
		if strings.HasPrefix(b.Source, "/") {
			a.dirs = append(a.dirs, b.Source)
		}
	}
	for _, m := range c.Host.Mounts {
		if m.Type == "bind" {
			a.dirs = append(a.dirs, m.Source)
		}
	}
	for _, d := range c.Host.Devices {
		a.chars = append(a.chars, d.PathOnHost)
	}
	c.Host.BlkioWeightDevice = slices.Clone(c.Host.BlkioWeightDevice)
	for i := range c.Host.BlkioWeightDevice {
		a.block(&c.Host.BlkioWeightDevice[i].Path)
	}
	for _, limits := range []*[]model.RateDevice{&c.Host.BlkioReadBps, &c.Host.BlkioWriteBps, &c.Host.BlkioReadIOps, &c.Host.BlkioWriteIOps} {
		*limits = slices.Clone(*limits)
		for i := range *limits {
			a.block(&(*limits)[i].Path)
		}
	}
	if c.Host.Runtime != "" {
		a.runtimes = append(a.runtimes, c.Host.Runtime)
	}
	if c.Seccomp != "" {
		a.setFile(c.Seccomp, `{"defaultAction": "SCMP_ACT_ALLOW"}`)
	}
}

// block replaces a path with that of a block device. Podman checks it (since 5.6: "is not a block device"), and the path
// that a project names may be something else here: our projects, which run on any machine, name /dev/null. Older podman
// does not check, so the question is asked here as well.
func (a *asking) block(path *string) {
	*path = "/dev/block-devices" + *path
	a.blocks = append(a.blocks, *path)
	a.ask(*path+" is a block device", "test", "-b", *path)
}

func (a *asking) setFile(path, text string) {
	if a.files == nil {
		a.files = map[string]string{}
	}
	a.files[path] = text
}

// host returns the machine that all questions need.
func (a *asking) host() oracle.Host {
	a.setFile(envOnTarget, "A=b\n")
	a.setFile("/run/podman/podman.sock", "")
	conf := "[engine]\ncgroup_manager = \"systemd\"\n[engine.runtimes]\n"
	for _, name := range slices.Compact(slices.Sorted(slices.Values(a.runtimes))) {
		conf += strconv.Quote(name) + ` = ["/usr/bin/crun"]` + "\n"
	}
	a.setFile("/etc/containers/containers.conf.d/asked.conf", conf)
	return oracle.Host{Dirs: a.dirs, Files: a.files, Chars: a.chars, Blocks: a.blocks}
}

const envOnTarget = "/ask/env"

// wordsOf returns the words of a command as on the target.
func wordsOf[S any](rules []runtime.Rule[S, cli.Flag], of *S) []string {
	places := map[cli.Place]string{cli.EnvFile: envOnTarget, cli.RuntimeDir: "/run", cli.UnitName: "c.service"}
	var out []string
	for _, rule := range rules {
		if rule.Emit == nil {
			continue
		}
		for _, flag := range rule.Emit(of) {
			for _, word := range flag {
				text := word.Spell(func(w cli.Word) string { return places[w.Place] })
				out = append(out, strings.ReplaceAll(text, model.Instance, "1"))
			}
		}
	}
	return out
}
