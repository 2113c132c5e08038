//go:build live

package live

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The life tests play the events of a project's life with real containers, each on a machine of its own. They are named
// after the event, and assert counts and states, never times. Their command `engine` is the engine of the column.

// life is a machine with the image busybox, and the operations of the tests on it. Every method fails the test itself.
type life struct {
	t *testing.T
	m *host
	// flags are further flags of compose2unit.
	flags []string
}

// play plays an event in each of the columns, in a subtest named after the column.
func play(t *testing.T, columns []*column, event func(t *testing.T, l *life)) {
	t.Helper()
	t.Parallel()
	for _, c := range chosen(columns) {
		t.Run(c.name, func(t *testing.T) { event(t, enter(t, c)) })
	}
}

// begin starts an event that concerns docker only.
func begin(t *testing.T) *life {
	t.Helper()
	return enter(t, docker)
}

// enter gives a test a machine of a column for exclusive use.
func enter(t *testing.T, c *column) *life {
	t.Helper()
	c.require(t)
	t.Parallel()
	h, err := borrow(c)
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, m: h}
	t.Cleanup(func() {
		if !t.Failed() {
			name, _, _ := strings.Cut(t.Name(), "/")
			tallyLife(name, c)
			giveBack(h)
			return
		}
		t.Logf("state:\n%s", h.Run("sh", "-c", stateFiles).Out)
		t.Logf("units:\n%s", h.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", "shop*").Out)
		t.Logf("containers:\n%s", h.Run("engine", "ps", "-a").Out)
		h.synced()
		t.Logf("journal:\n%s", h.Run("sh", "-c", "journalctl --no-pager -o short-monotonic -n 60 -u 'shop*'").Out)
		if err := h.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// stateFiles prints what the scripts have recorded: each file with its first lines.
const stateFiles = `cd "${XDG_RUNTIME_DIR:-/run}/compose2unit" && find shop -type f -size +0 ! -path '*/shared/*' | sort | head -n 60 | xargs -r head -n 2 -v | grep -v '^$'`

// must runs a command that must succeed, and returns its output without the last newline. Before one that stops containers it waits
// until they can be stopped.
func (l *life) must(argv ...string) string {
	l.t.Helper()
	if ends(argv) {
		l.trapped()
	}
	r := l.m.RunIn("/srv", argv...)
	if r.Code != 0 {
		l.t.Fatalf("%s\n%s", r, failures(l.m))
	}
	return strings.TrimSpace(r.Out)
}

// sh runs a shell script that must succeed.
func (l *life) sh(script string) string {
	l.t.Helper()
	return l.must("sh", "-c", script)
}

// fails runs a command that must fail, and returns all its output.
func (l *life) fails(argv ...string) string {
	l.t.Helper()
	r := l.m.Run(argv...)
	if r.Code <= 0 { // a negative code means that it was killed after a timeout
		l.t.Fatalf("should fail: %s", r)
	}
	return r.Out + r.Err
}

// install writes the project shop, generates its units and installs them; systemd has loaded them afterwards.
func (l *life) install(compose string) {
	l.t.Helper()
	l.write(compose)
	l.deploy()
}

// deploy generates and installs the units of the Compose file that is there.
func (l *life) deploy() {
	l.t.Helper()
	if err := generate(l.m, &project{Work: "/srv/shop", Inputs: []string{"compose.yml"}}, l.flags...); err != nil {
		l.t.Fatal(err)
	}
	if _, err := install(l.m); err != nil {
		l.t.Fatal(err)
	}
}

// up installs and starts the project.
func (l *life) up(compose string) {
	l.t.Helper()
	l.install(compose)
	l.must("systemctl", "start", "shop.target")
	l.trapped()
}

// container is the part of inspect that the tests use.
type container struct {
	ID    string `json:"Id"`
	Image string
	State struct {
		Status, StartedAt, FinishedAt string
		ExitCode, Pid                 int
	}
}

// container inspects a container that must exist.
func (l *life) container(name string) container {
	l.t.Helper()
	c, ok := l.found(name)
	if !ok {
		l.t.Fatalf("there is no container %s\n%s", name, failures(l.m))
	}
	return c
}

// running asserts that containers run.
func (l *life) running(names ...string) {
	l.t.Helper()
	for _, name := range names {
		if got := l.container(name).State.Status; got != "running" {
			l.t.Errorf("%s is %s, want running", name, got)
		}
	}
}

// untouched asserts that nothing happened to a container: it is the same one and was not started again.
func (l *life) untouched(name string, before container) {
	l.t.Helper()
	if now := l.container(name); now.ID != before.ID || now.State.StartedAt != before.State.StartedAt {
		l.t.Errorf("%s was touched: %.12s started %s, was %.12s started %s", name, now.ID, now.State.StartedAt, before.ID, before.State.StartedAt)
	}
}

// property returns a property of a unit.
func (l *life) property(unit, name string) string {
	l.t.Helper()
	return l.must("systemctl", "show", "--value", "--property", name, unit)
}

// state asserts a unit's ActiveState.
func (l *life) state(unit, want string) {
	l.t.Helper()
	if got := l.property(unit, "ActiveState"); got != want {
		l.t.Errorf("%s is %s, want %s", unit, got, want)
	}
}

// unitJournal returns the journal of a unit: its own messages and its container's output.
func (l *life) unitJournal(unit string) string {
	l.t.Helper()
	l.m.synced()
	return l.must("journalctl", "--no-pager", "-o", "cat", "-u", unit)
}

// journal is the same, plus, for a user's units, lines that carry only the unit's name: a user's journald cannot
// attribute a line whose writer has exited by then.
func (l *life) journal(unit string) string {
	l.t.Helper()
	text := l.unitJournal(unit)
	if l.m.column.as != nil {
		text += l.must("journalctl", "--no-pager", "-o", "cat", "-t", strings.TrimSuffix(unit, ".service"))
	}
	return text
}

// eventually waits for something that takes time. It asserts that it happens, not when.
func (l *life) eventually(what string, holds func() bool) {
	l.t.Helper()
	pause := 50 * time.Millisecond
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(pause) {
		if holds() {
			return
		}
		pause = min(2*pause, 800*time.Millisecond) // a check costs a process of the engine
	}
	l.t.Fatalf("timed out waiting for %s", what)
}

// eventuallyState waits for a unit's ActiveState.
func (l *life) eventuallyState(unit, want string) {
	l.t.Helper()
	l.eventually(unit+" "+want, func() bool { return l.property(unit, "ActiveState") == want })
}

// isRunning reports whether a container runs; it need not exist.
func (l *life) isRunning(name string) bool {
	return l.m.Run("engine", "container", "inspect", "--format", "{{.State.Status}}", name).Out == "running\n"
}

// eventuallyRuns waits for a container that has yet to be created.
func (l *life) eventuallyRuns(name string) {
	l.t.Helper()
	l.eventually(name+" to run", func() bool { return l.isRunning(name) })
}

// squat has a container of no project publish a port, and returns what removes it.
func (l *life) squat(port string) (leave func()) {
	l.t.Helper()
	l.must("engine", "run", "--detach", "--name", "squatter", "--stop-signal", "KILL", "--publish", port+":80", "busybox", "sleep", "1000")
	return func() { l.t.Helper(); l.must("engine", "rm", "--force", "squatter") }
}

// runs counts the lines of a file to which every run of a container adds one.
func (l *life) runs(file string) int {
	return len(strings.Fields(l.m.Run("cat", "/srv/shop/"+file).Out))
}

// loop is a service that runs until it is stopped; it is indented like a service.
const loop = `
    image: busybox
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.1; done']
`

// counting returns a service that records every run in /srv/shop/FILE and then runs a command.
func counting(file, then string) string {
	return fmt.Sprintf(`
    image: busybox
    volumes: [".:/notes"]
    command: [sh, -c, 'echo run >>/notes/%s; %s']
`, file, then)
}
