//go:build live

package live

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
)

// A pre_stop hook may take longer than the grace period, which begins when the hook has ended: nothing kills the hook,
// the container gets its stop signal afterwards, and the stop is not a failure.
func TestSlowPreStopHook(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    volumes: [".:/notes"]
    stop_grace_period: 5s
    command: [sh, -c, 'trap "echo stopped >>/notes/log; exit 0" TERM; while :; do sleep 0.1; done']
    pre_stop:
    - {command: [sh, -c, "sleep 22; echo hook >>/notes/log"]}
`)
		l.must("systemctl", "stop", "shop-web")
		if got := l.must("cat", "/srv/shop/log"); got != "hook\nstopped" {
			t.Errorf("the order was\n%s\nwant the end of the hook, then that of the container", got)
		}
		l.state("shop-web.service", "inactive")
		if got := l.property("shop-web.service", "Result"); got != "success" {
			t.Errorf("the result of the unit is %s", got)
		}
		l.exited("shop-web-1", 0)
	})
}

// slowly returns a service that takes two seconds to stop, and records when the stop begins and ends.
func slowly(name string) string {
	return fmt.Sprintf(`
  %s:
    image: busybox
    volumes: [".:/notes"]
    command: [sh, -c, 'trap "echo %[1]s asked >>/notes/log; sleep 2; echo %[1]s done >>/notes/log; exit 0" TERM; while :; do sleep 0.1; done']
`, name)
}

// When the machine is shut down, services stop in reverse order of their dependencies, one after the other, each with its
// own timeout, and the engine stops after them.
func TestShutdownInReverseOrder(t *testing.T) {
	play(t, and(withOlder, []*column{rootlessPodman, rootlessQuadlet}), func(t *testing.T, l *life) {
		l.up("services:" + slowly("db") + slowly("app") + "    depends_on: [db]\n" + slowly("web") + "    depends_on: [app]\n")
		want := "web asked\nweb done\napp asked\napp done\ndb asked\ndb done"
		if l.property("docker.service", "ActiveState") == "active" {
			l.sh(`cd ` + l.m.column.folder("docker.service") + ` && mkdir -p docker.service.d
printf '[Service]\nExecStopPost=/bin/sh -c "echo engine gone >>/srv/shop/log"\n' >docker.service.d/note.conf; systemctl daemon-reload`)
			want += "\nengine gone"
		}
		if err := l.m.Reboot(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := l.must("cat", "/srv/shop/log"); got != want {
			t.Errorf("the order was\n%s\nwant\n%s", got, strings.ReplaceAll(want, "\n", ", "))
		}
	})
}

// A service that is stopped at any moment of its start stops at once and can be started again: neither the stop nor the start
// waits for the other.
func TestStoppedDuringStart(t *testing.T) {
	play(t, and(everywhere, []*column{rootlessPodman}), func(t *testing.T, l *life) {
		l.up("services:\n  web:\n    image: busybox\n    init: true\n    command: sleep infinity\n")
		out := l.sh(`round=0
while [ $round -lt 25 ]; do
	round=$((round + 1))
	systemctl restart --no-block shop-web.service
	sleep $(printf 0.%02d $((round * 3)))
	systemctl restart shop-web.service 2>&1 || echo "round $round failed"
done`)
		if out != "" {
			t.Error(out)
		}
		l.running("shop-web-1")
		if journal := l.unitJournal("shop-web.service"); strings.Contains(journal, "timed out") {
			t.Errorf("a stop waited for a start:\n%s", journal)
		}
	})
}

// SIGTERM to the main process stops the container, as at any daemon: its restart policy starts it again. A stop of the unit does not
// depend on what was killed before.
func TestTerminated(t *testing.T) {
	play(t, []*column{docker, dockerForky, rootlessDocker}, func(t *testing.T, l *life) {
		l.up("services:\n  web:" + loop + "    restart: always\n  once:" + loop)
		l.traps("shop-web-1", syscall.SIGTERM)
		l.traps("shop-once-1", syscall.SIGTERM)
		before := l.container("shop-web-1")
		l.must("systemctl", "kill", "shop-web", "shop-once")
		l.eventuallyRestarted("shop-web-1", before)
		l.eventuallyState("shop-once.service", "inactive")
		l.exited("shop-once-1", 0)
		l.traps("shop-web-1", syscall.SIGTERM)
		l.must("systemctl", "stop", "shop-web")
		l.exited("shop-web-1", 0)
		l.state("shop-web.service", "inactive")
	})
}

// A stop command that fails, or is killed, does not leave the container running: the unit's process stops it.
func TestStopCommandFails(t *testing.T) {
	play(t, and(everywhere, []*column{rootlessDocker}), func(t *testing.T, l *life) {
		l.install("services:\n  web:" + loop + "    restart: always\n")
		folder := l.m.column.folder("shop-web.service") + "/shop-web.service.d"
		l.sh("mkdir -p " + folder + " && printf '[Service]\nExecStop=\nExecStop=/bin/false\n' >" + folder + "/fails.conf; systemctl daemon-reload")
		l.must("systemctl", "start", "shop-web")
		l.traps("shop-web-1", syscall.SIGTERM)
		l.must("systemctl", "stop", "shop-web")
		l.exited("shop-web-1", 0)
		if journal := l.unitJournal("shop-web.service"); strings.Contains(journal, "timed out") {
			t.Errorf("the stop waited for the container:\n%s", journal)
		}
	})
}
