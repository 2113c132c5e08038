package world

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/runtime/unit"
)

// life is what a world records while units are played: the calls, and who waits for the end of a container.
type life struct {
	calls   []Call
	stands  func([]string) bool
	ready   bool // systemd-notify --ready
	waiting int
	changed *sync.Cond
	start   func(unit string) // systemctl start, which waits
}

// called records a call; a call that stands is not answered before its container has ended.
func (l *life) called(w *World, c Call) {
	if l.ready = l.ready || c.Program == "systemd-notify"; c.Program != "systemd-notify" {
		l.calls = append(l.calls, c)
	}
	if words := strings.Join(c.Args, " "); c.Program == "systemctl" && strings.Contains(words, "start --quiet ") {
		w.mu.Unlock()
		l.start(c.Args[len(c.Args)-1])
		w.mu.Lock()
	}
	if c.Program != w.suite.Program || l.stands == nil || !l.stands(c.Args) {
		return
	}
	container := w.Find(c.Args[len(c.Args)-1])
	l.waiting++
	l.changed.Broadcast()
	for container != nil && container.Running() {
		l.changed.Wait()
	}
	l.waiting--
}

// played is a unit as a player needs it.
type played struct {
	name, kind, container string
	exec                  map[string][]string // command lines by directive
	run                   chan error          // its main script
	process               *os.Process         // the one of the script that runs or ran last
	records               []string            // it is skipped if none of these files is empty
}

// read finds the units of the project's networks and volumes, services and gates, in the order in which they are started.
func (p *player) read(folder string) {
	files, err := filepath.Glob(folder + "/*.*")
	if err != nil || len(files) == 0 {
		p.t.Fatalf("%s: no units: %v", folder, err)
	}
	for _, file := range files {
		stem, extension := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), filepath.Ext(file)
		if extension != ".service" && extension != ".container" || strings.HasSuffix(stem, "-down") {
			continue
		}
		text, err := os.ReadFile(file)
		p.world.must(p.t, err)
		entries, err := unit.Check(text)
		p.world.must(p.t, err)
		u := &played{name: stem + ".service", kind: "oneshot", exec: map[string][]string{}}
		for _, e := range entries {
			switch {
			case strings.HasPrefix(e.Key, "Exec") && e.Section == "Service":
				u.exec[e.Key] = append(u.exec[e.Key], e.Value)
			case e.Key == "ConditionFileNotEmpty":
				u.records = append(u.records, strings.TrimPrefix(e.Value, "|!"))
			case e.Key == "ContainerName":
				u.kind, u.container = "source", e.Value
			case e.Key == "Type" && e.Value == "notify":
				u.kind, u.container = "service", stem+"-1"
			}
		}
		p.units = append(p.units, u)
	}
	rank := func(u *played) int {
		return slices.IndexFunc(startOrder, func(suffix string) bool { return strings.HasSuffix(u.name, suffix) })
	}
	slices.SortStableFunc(p.units, func(a, b *played) int { return cmp.Compare(rank(a), rank(b)) })
}

var startOrder = []string{"-network.service", "-volume.service", "-db.service", "-started.service", ".service"}

// byName starts a unit that a script requested.
func (p *player) byName(name string) {
	for _, u := range p.units {
		if u.name == name {
			p.start(u)
		}
	}
}

// player is the service manager: it runs the units' commands, and prints the calls of each event.
type player struct {
	t      *testing.T
	world  *World
	shell  shell
	folder string
	units  []*played
	out    []string
	env    []string
	begun  int
	quiet  bool // -logs engine
}

// events are the events of a unit's life, each for all units before the next.
var events = []struct {
	name string
	play func(*player, *played, string)
}{
	{"first start", func(p *player, u *played, name string) { p.event(u, name, p.start) }},
	{"stop", func(p *player, u *played, name string) {
		if u.kind != "oneshot" {
			p.event(u, name, func(u *played) { p.stop(u, "stop") })
		}
	}},
	{"start of what exists", func(p *player, u *played, name string) { p.event(u, name, p.start) }},
	{"restart", func(p *player, u *played, name string) {
		if u.kind != "oneshot" {
			p.event(u, name, func(u *played) { p.stop(u, "restart"); p.start(u) })
		}
	}},
	{"crash", func(p *player, u *played, name string) {
		if u.kind != "oneshot" {
			p.event(u, name, p.crash)
		}
	}},
}

// event plays an event and prints its calls, script by script.
func (p *player) event(u *played, name string, play func(*played)) {
	w := p.world
	w.mu.Lock()
	w.life.calls = nil
	w.mu.Unlock()
	play(u)
	w.mu.Lock()
	defer w.mu.Unlock()
	var client, systemctl int
	var scripts []string
	by := map[string][]string{}
	for _, c := range w.life.calls {
		switch c.Program {
		case w.suite.Program:
			client++
		case "systemctl":
			systemctl++
		default:
			continue
		}
		if by[c.Script] == nil {
			scripts = append(scripts, c.Script)
		}
		by[c.Script] = append(by[c.Script], brief(c))
	}
	p.out = append(p.out, fmt.Sprintf("%s of %s: %s %d, systemctl %d", name, u.name, w.suite.Program, client, systemctl))
	for _, s := range scripts {
		p.out = append(p.out, fmt.Sprintf("    %-9s %s", s, strings.Join(by[s], " · ")))
	}
}

// brief returns a call without the names in it.
func brief(c Call) string {
	var words []string
	for i, word := range c.Args {
		switch {
		case word == "--user" || word == "--no-block" || word == "--no-legend" || word == "--quiet":
		case word == "--property":
			property, more, several := strings.Cut(c.Args[i+1], ",")
			if several && more != "" {
				property += ",…"
			}
			return strings.Join(append([]string{c.Program}, append(words, property)...), " ")
		case strings.HasPrefix(word, "-") || strings.ContainsAny(word, ".:") || strings.Contains(word, "plain") || word == "busybox":
			return strings.Join(append([]string{c.Program}, words...), " ")
		default:
			words = append(words, word)
		}
	}
	return strings.Join(append([]string{c.Program}, words...), " ")
}

func (p *player) is(u *played, state string, more ...string) {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	p.world.must(p.t, p.world.apply("unit "+u.name+" ActiveState="+state+" "+strings.Join(more, " ")))
}

// start runs what systemd runs for a start, until the unit is active.
func (p *player) start(u *played) {
	p.begun += 2
	if p.skips(u) {
		return
	}
	p.is(u, "activating", fmt.Sprintf("Job=7 InvocationID=%032x InactiveExitTimestampMonotonic=%d", p.begun, p.begun))
	p.all(u, "ExecCondition")
	p.all(u, "ExecStartPre")
	switch u.kind {
	case "oneshot":
		p.all(u, "ExecStart")
	case "source":
		p.generated(u)
	default:
		p.main(u)
	}
	p.all(u, "ExecStartPost")
	p.is(u, "active", fmt.Sprintf("Job= ActiveEnterTimestampMonotonic=%d", p.begun+1))
}

// skips reports whether systemd skips the start of a unit: none of its files is missing or empty (systemd.unit(5),
// ConditionFileNotEmpty=).
func (p *player) skips(u *played) bool {
	return len(u.records) > 0 && !slices.ContainsFunc(u.records, func(file string) bool {
		is, err := os.Stat(strings.NewReplacer("%t", p.world.runtimeDir, "/plain/", "/"+filepath.Base(p.folder)+"/").Replace(file))
		return err != nil || is.Size() == 0
	})
}

// main runs the main script until it stands or exits successfully.
func (p *player) main(u *played) {
	w := p.world
	w.mu.Lock()
	w.life.ready, w.life.waiting = false, 0
	w.mu.Unlock()
	u.run = make(chan error, 1)
	go func() { u.run <- p.script(u, u.exec["ExecStart"][0]) }()
	ended := make(chan struct{})
	go func() {
		err := <-u.run
		u.run <- err
		close(ended)
		w.mu.Lock()
		w.life.changed.Broadcast()
		w.mu.Unlock()
	}()
	w.mu.Lock()
	defer w.mu.Unlock()
	for !w.life.ready || w.life.waiting == 0 {
		select {
		case <-ended:
			return
		default:
			w.life.changed.Wait()
		}
	}
}

// generated is the part of a unit that the generator writes: it creates the container, and removes it at the end.
func (p *player) generated(u *played) {
	w := p.world
	w.mu.Lock()
	defer w.mu.Unlock()
	w.life.called(w, Call{Program: w.suite.Program, Args: []string{"run"}, Script: "(quadlet)"})
	w.must(p.t, w.apply("container "+u.container+" running"))
	c := w.Find(u.container)
	w.must(p.t, w.StartConmon(c, "journald"))
	w.must(p.t, w.apply(fmt.Sprintf("unit %s MainPID=%d", u.name, w.ConmonPid(c))))
}

func (p *player) removed(u *played) {
	if u.kind != "source" {
		return
	}
	w := p.world
	w.mu.Lock()
	defer w.mu.Unlock()
	w.life.called(w, Call{Program: w.suite.Program, Args: []string{"rm"}, Script: "(quadlet)"})
	w.Gone("container", u.container)
}

// stop runs what systemd runs for a job that stops the unit.
func (p *player) stop(u *played, job string) {
	w := p.world
	w.mu.Lock()
	w.jobs = []string{u.name + " " + job + " running"}
	w.mu.Unlock()
	p.is(u, "deactivating", "Job=8")
	p.all(u, "ExecStop")
	p.removed(u)
	w.mu.Lock()
	if len(u.exec["ExecStop"]) == 0 { // the main process stops the container
		w.must(p.t, u.process.Signal(syscall.SIGTERM))
	}
	w.mu.Unlock()
	p.over(u, "EXIT_CODE=exited", "EXIT_STATUS=0", "SERVICE_RESULT=success")
	w.mu.Lock()
	w.jobs = nil
	w.mu.Unlock()
	p.is(u, "inactive", "Job= NRestarts=0")
}

// over waits for the main script and runs what follows.
func (p *player) over(u *played, env ...string) {
	if u.run != nil {
		<-u.run
		u.run = nil
	}
	p.env = env
	p.all(u, "ExecStopPost")
	p.removed(u)
	p.env = nil
}

// crash makes the container exit, and restarts the unit.
func (p *player) crash(u *played) {
	w := p.world
	w.mu.Lock()
	w.must(p.t, w.apply("is "+u.container+" exited exit=1"))
	w.life.changed.Broadcast()
	w.mu.Unlock()
	p.over(u, "EXIT_CODE=exited", "EXIT_STATUS=1", "SERVICE_RESULT=exit-code")
	p.is(u, "activating", "NRestarts=1")
	p.start(u)
}

// all runs the command lines of a directive, one after another.
func (p *player) all(u *played, directive string) {
	for _, line := range u.exec[directive] {
		if p.t.Failed() {
			return // the rest would only wait
		}
		if err := p.script(u, line); err != nil && directive != "ExecCondition" {
			p.t.Errorf("%s: %.120s: %v", u.name, line, err)
		}
	}
}

// script runs a command line of a unit.
func (p *player) script(u *played, line string) error {
	words, err := unit.Split(strings.TrimLeft(line, "-:"))
	if err != nil || len(words) < 2 || words[0] != "/bin/sh" {
		p.t.Errorf("%s: no script: %s", u.name, line)
		return err
	}
	words = words[1:]
	for i := range words {
		words[i] = strings.NewReplacer("%Y/plain", p.folder, "%E/systemd/system/plain", p.folder,
			"com.docker.compose.project=plain", "com.docker.compose.project="+filepath.Base(p.folder), "%n", u.name, "%t", p.world.runtimeDir).Replace(words[i])
	}
	if words[0] = filepath.Base(words[0]); words[0] == "run" && p.quiet {
		words = slices.Insert(words, 1, "--quiet")
	}
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	cmd := p.world.command(ctx, p.t, p.shell, p.folder, words)
	script := words[0]
	if i := slices.Index(words, "/bin/sh"); script == "met" && i > 0 {
		script = filepath.Base(words[i+1]) // which `met` becomes
	}
	cmd.Env = append(append(cmd.Env, "FAKE_SCRIPT="+script), p.env...)
	p.world.mu.Lock()
	cmd.Env = append(cmd.Env, "INVOCATION_ID="+p.world.property(u.name, "InvocationID"), "MAINPID="+p.world.property(u.name, "MainPID"))
	p.world.mu.Unlock()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err = cmd.Start()
	p.world.mu.Lock()
	u.process = cmd.Process
	p.world.mu.Unlock()
	if err = cmp.Or(err, cmd.Wait()); err != nil {
		return fmt.Errorf("%w\n%s", err, &said)
	}
	return nil
}
