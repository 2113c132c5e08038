// Package hosttest provides a machine for tests of package host and of programs that use it: folders of units, containers,
// and a systemd that runs the jobs it is given. Its power can fail at every request.
package hosttest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Host is the machine, and its host.Manager.
type Host struct {
	// Units is the folder of units, Sources that of source files, and Others another folder of units, a package's.
	Units, Sources, Others string
	// Loaded is what systemd has read, by unit, and Active what a running unit was started with: its text and values.
	Loaded, Active      map[string]string
	Enabled, Containers map[string]bool
	// Since is the time at which a unit was started, if a test sets it.
	Since map[string]time.Time
	// Fails are units that fail to start; Holds are units whose start never ends, and other units, with the state that
	// systemd reports.
	// Outcomes are other results of jobs.
	Fails           map[string]bool
	Holds, Outcomes map[string]string
	// Journal is what the units have logged, and Invocations the IDs of their latest starts.
	Journal     Journal
	Invocations map[string]string
	// Strangers are foreign containers on the network front, Volumes the project's volumes.
	Strangers, Volumes []string
	// Programs are the clients that the machine has, docker if a test sets none. Containers, Strangers and Volumes are those of every
	// engine but Second, which has objects of its own for a project of the same name.
	Programs []string
	Second   Engine
	// Asked are the requests to the machine, in order.
	Asked []string
	// Generate, if set, is a generator: it returns the files that are in the folder Generated after a reload.
	Generate  func() []runtime.File
	Generated string
	// Fuse is the number of requests until the power fails; negative means never.
	Fuse int

	root string
}

// PowerCut is the value of the panic when the power fails.
type PowerCut struct{}

// New returns a machine without any units.
func New(t testing.TB) *Host {
	root := t.TempDir()
	return &Host{root: root, Units: root + host.SystemUnits, Sources: root + "/etc/containers/systemd", Others: root + "/usr/lib/systemd/system", Generated: root + "/run/systemd/generator",
		Loaded: map[string]string{}, Active: map[string]string{}, Enabled: map[string]bool{}, Containers: map[string]bool{},
		Programs: []string{"docker"}, Fails: map[string]bool{}, Holds: map[string]string{}, Fuse: -1}
}

func (h *Host) ask(what ...string) {
	if h.Fuse == 0 {
		panic(PowerCut{})
	}
	h.Fuse--
	h.Asked = append(h.Asked, strings.Join(what, " "))
}

// Machine returns the machine for package host.
func (h *Host) Machine() host.Machine {
	return host.Machine{Root: h.root, Run: h.run, Has: func(program string) bool { return slices.Contains(h.Programs, program) },
		Connect: func(context.Context, bool) (host.Manager, error) { return h, nil }}
}

func (h *Host) run(_ context.Context, argv ...string) (string, error) {
	h.ask(argv...)
	if argv[0] == h.Second.Program {
		return h.Second.run(argv)
	}
	switch words := strings.Join(argv, " "); {
	case argv[0] == "journalctl":
		return h.Journal.read(argv), nil
	case strings.HasPrefix(words, "docker network ls") || strings.HasPrefix(words, "podman network ls"):
		return "0123456789ab\n", nil
	case strings.Contains(words, "network=0123456789ab"): // the containers on it
		if strings.Contains(words, "label=") {
			return "shop-web-1\n", nil
		}
		return strings.Join(append(h.Strangers, "shop-web-1"), "\n"), nil
	case argv[1] == "ps":
		var b strings.Builder
		for name := range h.Containers {
			fmt.Fprintf(&b, "%s\texited\tExited (0)\t\n", name)
		}
		return b.String(), nil
	case argv[1] == "volume" && argv[2] == "ls":
		return strings.Join(h.Volumes, "\n"), nil
	case argv[1] == "volume":
		h.Volumes = slices.DeleteFunc(h.Volumes, func(name string) bool { return name == argv[3] })
	case argv[1] == "rm":
		delete(h.Containers, argv[len(argv)-1])
	}
	return "", nil
}

// Close implements host.Manager.
func (h *Host) Close() {}

// States implements host.Manager.
func (h *Host) States(_ context.Context, patterns ...string) ([]host.State, error) {
	h.ask("states")
	var out []host.State
	for name := range h.Active {
		if slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, name); return ok }) {
			load := "loaded"
			if _, known := h.Loaded[name]; !known {
				load = "not-found"
			}
			out = append(out, host.State{Name: name, Load: load, Active: "active", Sub: "running"})
		}
	}
	for name, active := range h.Holds {
		out = append(out, host.State{Name: name, Load: "loaded", Active: active})
	}
	slices.SortFunc(out, func(a, b host.State) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Restarts implements host.Manager.
func (h *Host) Restarts(context.Context, string) (int, error) { return 0, nil }

// Started implements host.Manager.
func (h *Host) Started(_ context.Context, unit string) (time.Time, error) { return h.Since[unit], nil }

// Enable implements host.Manager.
func (h *Host) Enable(_ context.Context, units ...string) error {
	h.ask("enable")
	for _, name := range units {
		h.Enabled[name] = true
	}
	return nil
}

// Disable implements host.Manager.
func (h *Host) Disable(_ context.Context, units ...string) error {
	h.ask("disable")
	for _, name := range units {
		delete(h.Enabled, name)
	}
	return nil
}

// Reset implements host.Manager.
func (h *Host) Reset(_ context.Context, units ...string) error {
	if len(units) > 0 {
		h.ask("reset")
	}
	return nil
}

// Reload implements host.Manager: it reads the files again.
func (h *Host) Reload(context.Context) error {
	h.ask("reload")
	if h.Generate != nil {
		if err := h.generate(); err != nil {
			return err
		}
	}
	clear(h.Loaded)
	for name, text := range h.units() {
		h.Loaded[name] = text
	}
	return nil
}

func (h *Host) generate() error {
	err := os.RemoveAll(h.Generated)
	for _, file := range h.Generate() {
		at := filepath.Join(h.Generated, filepath.FromSlash(file.Path))
		dir := fs.FileMode(0o755)
		if strings.Contains(file.Path, "/") {
			dir = 0o700
		}
		err = errors.Join(err, os.MkdirAll(h.Generated, 0o755), os.MkdirAll(filepath.Dir(at), dir), os.WriteFile(at, file.Data, file.Mode))
	}
	return err
}

func (h *Host) units() map[string]string {
	out := map[string]string{}
	for _, dir := range []string{h.Generated, h.Units, h.Sources} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if data, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil && regexp.MustCompile(`\.(service|target|timer|container|network|volume|build)$`).MatchString(e.Name()) {
				out[names.OfFile(e.Name())] = string(data)
			}
		}
	}
	return out
}

// Run implements host.Manager: jobs end at once.
func (h *Host) Run(_ context.Context, jobs []host.Job, done func(host.Result), enough func() bool) error {
	held := false
	for _, job := range jobs {
		h.ask(job.Verb.String(), job.Unit)
		said := "done"
		switch {
		case job.Verb == host.Stop:
			delete(h.Active, job.Unit)
		case h.Fails[job.Unit]:
			said = "failed"
		case h.Outcomes[job.Unit] != "":
			said = h.Outcomes[job.Unit]
		case h.Holds[job.Unit] != "":
			held = true
			continue
		case strings.HasSuffix(job.Unit, "-down.service"):
			clear(h.Active)
			clear(h.Containers)
		default:
			if job.Verb == host.Restart {
				delete(h.Active, job.Unit)
			}
			h.start(job.Unit)
		}
		done(host.Result{Job: job, Outcome: said, Invocation: h.Invocations[job.Unit]})
	}
	for held && !enough() {
		h.ask("wait")
	}
	return nil
}

var valueFile = regexp.MustCompile(`(\S+)/(\S+\.env)`)

func (h *Host) start(name string) {
	if h.Active[name] != "" {
		return
	}
	text, known := h.Loaded[name]
	if !known { // systemd reads a unit when it is first mentioned
		text = h.units()[name]
		h.Loaded[name] = text
	}
	runs := text
	for _, m := range valueFile.FindAllStringSubmatch(text, -1) {
		dir := h.Units
		if h.Generate != nil {
			dir = h.Generated
		}
		data, _ := os.ReadFile(filepath.Join(strings.ReplaceAll(m[1], "%Y", dir), m[2]))
		runs += string(data)
	}
	h.Active[name] = runs
	for _, says := range []string{"--container ", "ContainerName="} {
		if _, rest, ok := strings.Cut(text, says); ok {
			h.Containers[strings.Fields(rest)[0]] = true
		}
	}
	for _, other := range host.Names([]byte(text), "Unit", "Wants") {
		h.start(other)
	}
}

// Jobs returns the requests that change something.
func (h *Host) Jobs() []string {
	return slices.DeleteFunc(slices.Clone(h.Asked), func(what string) bool {
		verb, _, _ := strings.Cut(what, " ")
		return !strings.HasSuffix(verb, "ed") && verb != "reload"
	})
}

// State returns everything that remains of a run: files, what systemd has loaded and started, and containers.
func (h *Host) State(t testing.TB) map[string]string {
	out := foldertest.Tree(t, h.Units)
	for name, text := range foldertest.Tree(t, h.Sources) {
		out["generator/"+name] = text
	}
	for kind, all := range map[string]map[string]string{"loaded ": h.Loaded, "active ": h.Active} {
		for name, text := range all {
			out[kind+name] = text
		}
	}
	for kind, all := range map[string]map[string]bool{"enabled ": h.Enabled, "container ": h.Containers} {
		for name := range all {
			out[kind+name] = ""
		}
	}
	for name, text := range out {
		out[name] = strings.ReplaceAll(text, h.root, "ROOT")
	}
	return out
}
