//go:build live

package live

import (
	"context"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

const twoRunning = `
services:
  db:` + loop + `
    restart: always
  web:` + loop + `
    restart: unless-stopped
    depends_on: [db]
`

// allUp waits until both containers of twoRunning run and their units reflect it.
func allUp(l *life) {
	l.t.Helper()
	l.eventually("all up again", func() bool {
		return l.m.Run("sh", "-c", "engine ps --format '{{.Names}}' | grep -c '^shop-'").Out == "2\n" &&
			l.property("shop-db.service", "ActiveState") == "active" && l.property("shop-web.service", "ActiveState") == "active"
	})
}

// oneEach asserts that nothing was created twice.
func oneEach(l *life, db, web container) {
	l.t.Helper()
	if got := l.sh("engine ps -aq | wc -l"); got != "2" {
		l.t.Errorf("%s containers, want 2", got)
	}
	for name, before := range map[string]container{"shop-db-1": db, "shop-web-1": web} {
		if now := l.container(name); now.State.StartedAt != before.State.StartedAt {
			l.kept(name, before)
		} else {
			l.untouched(name, before)
		}
	}
}

// The engine is restarted: everything is up afterwards.
func TestEngineRestarted(t *testing.T) {
	play(t, []*column{docker, rootlessDocker, dockerForky}, func(t *testing.T, l *life) {
		l.up(twoRunning)
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.must("systemctl", "restart", "docker")
		allUp(l)
		oneEach(l, db, web)
		l.state("shop.target", "active")
	})
}

// The engine is stopped and started later: everything is up afterwards.
func TestEngineStoppedAndStarted(t *testing.T) {
	l := begin(t)
	l.up(twoRunning)
	db, web := l.container("shop-db-1"), l.container("shop-web-1")
	l.must("systemctl", "stop", "docker.socket", "docker.service")
	l.sh("sleep 3")
	l.state("docker.service", "inactive") // none of our units starts an engine that was stopped by hand
	l.must("systemctl", "start", "docker.service")
	allUp(l)
	oneEach(l, db, web)
}

// The engine is killed: everything is up afterwards.
func TestEngineKilled(t *testing.T) {
	l := begin(t)
	l.up(twoRunning)
	db, web := l.container("shop-db-1"), l.container("shop-web-1")
	l.must("systemctl", "kill", "--signal", "KILL", "docker.service")
	l.eventually("docker to be back", func() bool { return l.m.Run("docker", "version").Code == 0 })
	allUp(l)
	oneEach(l, db, web)
}

// With live-restore, restarting the engine restarts no container, and the journal continues.
func TestEngineRestartedWithLiveRestore(t *testing.T) {
	play(t, []*column{docker, dockerForky}, engineRestartedWithLiveRestore)
}

func engineRestartedWithLiveRestore(t *testing.T, l *life) {
	l.spoil(machine.Engine{LiveRestore: true})
	l.up(twoRunning + `
  talker:
    image: busybox
    restart: always
    command: [sh, -c, 'trap "exit 0" TERM; i=0; while :; do i=$$((i+1)); echo line $$i; sleep 0.5; done']
`)
	db, web, talker := l.container("shop-db-1"), l.container("shop-web-1"), l.container("shop-talker-1")
	for _, how := range [][]string{{"restart", "docker"}, {"kill", "--signal", "KILL", "docker.service"}} {
		l.m.Run("systemctl", "reset-failed", "docker") // its limit is three starts a minute
		l.must(append([]string{"systemctl"}, how...)...)
		l.eventually("docker to be back", func() bool { return l.m.Run("docker", "version").Code == 0 })
		l.sh("sleep 3")
		l.untouched("shop-db-1", db)
		l.untouched("shop-web-1", web)
		l.untouched("shop-talker-1", talker)
		lines := strings.Count(l.journal("shop-talker"), "line ")
		l.eventually("the journal to continue", func() bool { return strings.Count(l.journal("shop-talker"), "line ") > lines+3 })
		l.state("shop-db.service", "active")
		l.state("shop-web.service", "active")
	}
	l.must("systemctl", "stop", "shop-db")
	l.exited("shop-db-1", 0)
}

// After a reboot the enabled project starts by itself, with the same containers.
func TestReboot(t *testing.T) {
	play(t, and(withUsersQuadlet, newer), func(t *testing.T, l *life) {
		l.up(twoRunning + `
  oneshot:` + counting("log", "exit 0") + `
`)
		l.must("systemctl", "enable", "shop.target")
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.sh("engine exec shop-db-1 sh -c 'echo kept >/layer'")
		if err := l.m.Reboot(context.Background()); err != nil {
			t.Fatal(err)
		}
		l.eventuallyState("shop.target", "active")
		l.running("shop-db-1", "shop-web-1")
		l.restarted("shop-db-1", db)
		l.restarted("shop-web-1", web)
		l.layer("shop-db-1", "/layer", "kept")
		l.eventually("the one-shot to run", func() bool { return l.runs("log") >= 2 }) // its unit is active before it has written
		if n := l.runs("log"); n != 2 {
			t.Errorf("the one-shot ran %d times, want once per boot", n)
		}
	})
}

// The unit's own process is killed: there is no orphan and no second container, and the service continues or comes back.
func TestClientKilled(t *testing.T) {
	for policy, columns := range map[string][]*column{"always": withAll, "no": everywhere} {
		t.Run(policy, func(t *testing.T) {
			play(t, columns, func(t *testing.T, l *life) {
				l.up(`
services:
  web:` + loop + `
    restart: "` + policy + `"
`)
				before := l.container("shop-web-1")
				killed := l.property("shop-web.service", "MainPID")
				l.must("kill", "-9", killed)
				l.eventually("web to be followed again", func() bool {
					pid := l.property("shop-web.service", "MainPID")
					return l.property("shop-web.service", "ActiveState") == "active" && pid != "0" && pid != killed && l.m.Run("kill", "-0", pid).Code == 0
				})
				l.running("shop-web-1")
				l.kept("shop-web-1", before)
				if got := l.sh("engine ps -aq | wc -l"); got != "1" {
					t.Errorf("%s containers, want 1", got)
				}
				l.must("systemctl", "stop", "shop-web")
				l.exited("shop-web-1", 0)
				if got := l.m.Run("pgrep", "-f", "(docker|podman) (logs|wait)").Out; got != "" {
					t.Errorf("left behind: %s", got)
				}
			})
		})
	}
}

// All processes of the unit are killed at once.
func TestWholeUnitKilled(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(twoRunning)
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		run := l.property("shop-db.service", "InvocationID")
		l.must("systemctl", "kill", "--signal", "KILL", "shop-db.service")
		l.eventually("the unit to be restarted", func() bool { return l.property("shop-db.service", "InvocationID") != run })
		allUp(l)
		oneEach(l, db, web)
		l.untouched("shop-web-1", web)
	})
}

// The container's own process is killed: its restart policy applies.
func TestContainerKilled(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(twoRunning)
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.signal("KILL", "shop-db-1")
		l.eventuallyRestarted("shop-db-1", db)
		allUp(l)
		oneEach(l, db, web)
		l.untouched("shop-web-1", web)
	})
}
