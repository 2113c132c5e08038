//go:build live

package live

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"syscall"
)

// Most columns keep a stopped container, and restarting it gives the same one. Quadlet differs: a stopped container is
// gone, its unit records how it ended, and the next start creates another. These assertions check what the column
// promises.

// serviceOf returns the unit of a container of the project shop.
func serviceOf(container string) string {
	at := strings.LastIndex(container, "-")
	if container[at+1:] == "1" {
		return container[:at] + ".service"
	}
	return container[:at] + "@" + container[at+1:] + ".service"
}

// found inspects a container that need not exist.
func (l *life) found(name string) (c container, ok bool) {
	l.t.Helper()
	r := l.m.Run("engine", "container", "inspect", name)
	if r.Code != 0 {
		return c, false
	}
	var list []container
	if err := json.Unmarshal([]byte(r.Out), &list); err != nil || len(list) != 1 {
		l.t.Fatalf("inspecting %s: %d, %v", name, len(list), err)
	}
	return list[0], true
}

// exited asserts how a container ended. If the column does not keep it, it is gone, and its unit records the exit code.
func (l *life) exited(name string, code int) {
	l.t.Helper()
	c, there := l.found(name)
	if !l.m.column.removes {
		if !there || c.State.Status != "exited" || c.State.ExitCode != code {
			l.t.Errorf("%s is %s with %d, want exited with %d", name, c.State.Status, c.State.ExitCode, code)
		}
		return
	}
	if there {
		l.t.Errorf("%s is %s, want it removed", name, c.State.Status)
	}
	if got := l.property(serviceOf(name), "ExecMainStatus"); got != fmt.Sprint(code) {
		l.t.Errorf("%s: its unit records exit code %s, want %d", name, got, code)
	}
}

// kept asserts that a container is the same. If the column does not keep it, it is another one of the same name.
func (l *life) kept(name string, before container) {
	l.t.Helper()
	if now := l.container(name); (now.ID == before.ID) == l.m.column.removes {
		l.t.Errorf("%s: %.12s after %.12s, want the same container: %t", name, now.ID, before.ID, !l.m.column.removes)
	}
}

// restarted asserts that a container has been started again: the same one, if the column keeps it.
func (l *life) restarted(name string, before container) {
	l.t.Helper()
	l.kept(name, before)
	if now := l.container(name); now.State.StartedAt == before.State.StartedAt || now.State.Status != "running" {
		l.t.Errorf("%s should have been started again: %.12s %s started %s, was %.12s started %s",
			name, now.ID, now.State.Status, now.State.StartedAt, before.ID, before.State.StartedAt)
	}
}

// signal sends a signal to the container's own process without the engine. (`exec kill 1` would do that from inside, but
// exits with 137 itself one time in thirty: the other processes of a container are killed when its first one exits.)
func (l *life) signal(signal, name string) {
	l.t.Helper()
	l.trapped()
	l.sh("kill -" + signal + " $(engine container inspect -f '{{.State.Pid}}' " + name + ")")
}

// traps waits until a container's process handles a signal. Before that the kernel drops it (pid_namespaces(7)).
func (l *life) traps(name string, signal syscall.Signal) {
	l.t.Helper()
	handled := fmt.Sprintf(`pid=$(engine container inspect -f '{{.State.Pid}}' %s) && set -- $(grep SigCgt: /proc/$pid/status) && [ $((0x$2 >> %d & 1)) = 1 ]`,
		name, signal-1)
	l.eventually(fmt.Sprintf("%s to handle %s", name, signal), func() bool { return l.m.Run("sh", "-c", handled).Code == 0 })
}

// eventuallyRestarted waits for that. Meanwhile the container may not exist.
func (l *life) eventuallyRestarted(name string, before container) {
	l.t.Helper()
	l.eventually(name+" is restarted", func() bool {
		now, ok := l.found(name)
		return ok && now.State.Status == "running" && now.State.StartedAt != before.State.StartedAt
	})
	l.kept(name, before)
}

// neverStarted asserts that a container has not been started: it is created only, if that is a separate step.
func (l *life) neverStarted(name string) {
	l.t.Helper()
	c, there := l.found(name)
	if there == l.m.column.removes || there && c.State.Status != "created" {
		l.t.Errorf("%s exists: %t, %s", name, there, c.State.Status)
	}
}

// layer asserts the content of a file that was written into a container before it was started again. If the column does
// not keep the container, the file is gone.
func (l *life) layer(name, file, want string) {
	l.t.Helper()
	if l.m.column.removes {
		l.fails("engine", "exec", name, "cat", file)
		return
	}
	if got := l.must("engine", "exec", name, "cat", file); got != want {
		l.t.Errorf("%s in %s has %q, want %q", file, name, got, want)
	}
}

// containers asserts the number of containers and of running ones.
func (l *life) containers(all, running int) {
	l.t.Helper()
	if l.m.column.removes {
		all = running
	}
	if got := l.sh("engine ps -aq | wc -l; engine ps -q | wc -l"); got != fmt.Sprintf("%d\n%d", all, running) {
		l.t.Errorf("containers, and those that run: %q, want %d and %d", got, all, running)
	}
}

// began and ended return the times of a container's last run, in a form that can be compared as strings.
func (l *life) began(name string) string {
	l.t.Helper()
	if !l.m.column.removes {
		return l.container(name).State.StartedAt
	}
	return fmt.Sprintf("%020s", l.property(serviceOf(name), "ExecMainStartTimestampMonotonic"))
}

func (l *life) ended(name string) string {
	l.t.Helper()
	if !l.m.column.removes {
		return l.container(name).State.FinishedAt
	}
	if at := l.property(serviceOf(name), "ExecMainExitTimestampMonotonic"); at != "0" {
		return fmt.Sprintf("%020s", at)
	}
	// systemd has unloaded the unit: it is stopped, and nothing refers to it.
	l.m.synced()
	said := l.must("journalctl", "--output", "json", "--lines", "1", "--grep", "^Stopped ", "--unit", serviceOf(name))
	var entry struct {
		At       string `json:"__MONOTONIC_TIMESTAMP"` // when journald read it, which is later than
		Received string `json:"__REALTIME_TIMESTAMP"`
		Sent     string `json:"_SOURCE_REALTIME_TIMESTAMP"`
	}
	if err := json.Unmarshal([]byte(said), &entry); err != nil {
		l.t.Fatalf("%s: %v", said, err)
	}
	return fmt.Sprintf("%020d", micros(entry.At)-max(0, micros(entry.Received)-micros(cmp.Or(entry.Sent, entry.Received))))
}

// micros returns a number of journald's, or 0.
func micros(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
