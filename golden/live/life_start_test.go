//go:build live

package live

import (
	"strings"
	"testing"
)

const threeInARow = `
services:
  db:` + loop + `
  app:` + loop + `
    depends_on: [db]
  web:` + loop + `
    depends_on: [app]
`

// `up -d`: when start returns all containers run, and dependencies were started first.
func TestStartOfTheTarget(t *testing.T) {
	play(t, withUsersQuadlet, func(t *testing.T, l *life) {
		l.up(threeInARow)
		l.running("shop-db-1", "shop-app-1", "shop-web-1")
		db, app, web := l.container("shop-db-1"), l.container("shop-app-1"), l.container("shop-web-1")
		if !(db.State.StartedAt < app.State.StartedAt && app.State.StartedAt < web.State.StartedAt) {
			t.Errorf("not in order: db %s, app %s, web %s", db.State.StartedAt, app.State.StartedAt, web.State.StartedAt)
		}
		for _, unit := range []string{"shop.target", "shop-db.service", "shop-app.service", "shop-web.service"} {
			l.state(unit, "active")
		}
		// A second start does nothing.
		l.must("systemctl", "start", "shop.target")
		l.untouched("shop-db-1", db)
	})
}

// `stop`: all services stop in reverse order, and the containers are kept. The documented command returns when the last
// one has stopped.
func TestStopOfTheTarget(t *testing.T) {
	play(t, withUsersQuadlet, func(t *testing.T, l *life) {
		l.up(threeInARow)
		before := l.container("shop-db-1")
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		for _, name := range []string{"shop-db-1", "shop-app-1", "shop-web-1"} {
			l.exited(name, 0)
		}
		if db, app, web := l.ended("shop-db-1"), l.ended("shop-app-1"), l.ended("shop-web-1"); !(web < app && app < db) {
			t.Errorf("not in reverse order: web %s, app %s, db %s", web, app, db)
		}
		for _, unit := range []string{"shop.target", "shop-db.service", "shop-web.service"} {
			l.state(unit, "inactive")
		}
		// Stopping only the target stops them as well, but does not wait.
		l.must("systemctl", "start", "shop.target")
		l.restarted("shop-db-1", before)
		l.must("systemctl", "stop", "shop.target")
		l.eventually("all stopped", func() bool { return l.must("engine", "ps", "-q") == "" })
	})
}

// A container that is stopped and started is the same one: its writable layer and its anonymous volume are kept, and the
// other services are untouched.
func TestStopAndStartOfOneService(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: [/anonymous]
  app:` + loop + `
    depends_on: [db]
`)
		app, db := l.container("shop-app-1"), l.container("shop-db-1")
		l.sh("engine exec shop-db-1 sh -c 'echo layer >/layer; echo volume >/anonymous/file'")
		l.must("systemctl", "stop", "shop-db")
		l.exited("shop-db-1", 0)
		l.untouched("shop-app-1", app)
		l.running("shop-app-1")
		l.must("systemctl", "start", "shop-db")
		l.restarted("shop-db-1", db)
		l.untouched("shop-app-1", app)
		l.layer("shop-db-1", "/layer", "layer")
		if got := l.sh("engine exec shop-db-1 cat /anonymous/file"); got != "volume" {
			t.Errorf("data of the volume: %q", got)
		}
	})
}

// `restart db`: the same container; only dependents that requested it are restarted as well.
func TestRestartOfOneService(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
  follows:` + loop + `
    depends_on: {db: {condition: service_started, restart: true}}
  stays:` + loop + `
    depends_on: {db: {condition: service_started}}
`)
		db, follows, stays := l.container("shop-db-1"), l.container("shop-follows-1"), l.container("shop-stays-1")
		l.must("systemctl", "restart", "shop-db")
		l.restarted("shop-db-1", db)
		l.eventuallyRestarted("shop-follows-1", follows)
		l.untouched("shop-stays-1", stays)
	})
}

// Stopping and then starting by hand is not a restart: no dependent follows.
func TestStopThenStartIsNoRestart(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
  follows:` + loop + `
    depends_on: {db: {condition: service_started, restart: true}}
`)
		follows := l.container("shop-follows-1")
		l.must("systemctl", "stop", "shop-db")
		l.must("systemctl", "start", "shop-db")
		l.untouched("shop-follows-1", follows)
		l.running("shop-db-1", "shop-follows-1")
	})
}

// `restart`: all containers are restarted, none is recreated.
func TestRestartOfTheTarget(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(threeInARow)
		db, app, web := l.container("shop-db-1"), l.container("shop-app-1"), l.container("shop-web-1")
		l.must("systemctl", "restart", "shop.target")
		l.restarted("shop-db-1", db)
		l.restarted("shop-app-1", app)
		l.restarted("shop-web-1", web)
	})
}

// A dependency is started by a service that needs it.
func TestStartOfOneServiceStartsWhatItNeeds(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(threeInARow)
		l.must("systemctl", "start", "shop-app")
		l.running("shop-db-1", "shop-app-1")
		if got := l.must("engine", "ps", "-aq", "--filter", "name=shop-web"); got != "" {
			t.Errorf("web was created although it was not requested: %s", got)
		}
	})
}

// The unit's journal contains the container's output.
func TestOutputIsInTheJournal(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    command: [sh, -c, 'echo to-stdout; echo to-stderr >&2; trap "exit 0" TERM; while :; do sleep 0.1; done']
`)
		l.eventually("both lines", func() bool {
			text := l.unitJournal("shop-web")
			return strings.Contains(text, "to-stdout") && strings.Contains(text, "to-stderr")
		})
		l.must("systemctl", "restart", "shop-web")
		l.eventually("the second run's line", func() bool { return strings.Count(l.unitJournal("shop-web"), "to-stdout") == 2 })
	})
}

// A container cannot choose journal priorities: its output is logged as printed, and <0> triggers no alert. The same holds for
// its hooks.
func TestOutputChoosesNoLevel(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    command: [sh, -c, 'echo "<0>to-stdout"; echo "<1>to-stderr" >&2; trap "exit 0" TERM; while :; do sleep 0.1; done']
    post_start: [{command: [echo, "<0>from-a-hook"]}]
    pre_start: [{image: busybox, command: [echo, "<0>from-a-step"]}]
`)
		for _, line := range []string{"<0>to-stdout", "<1>to-stderr", "<0>from-a-hook", "<0>from-a-step"} {
			l.eventually(line, func() bool { return strings.Contains(l.journal("shop-web"), line) })
		}
		if loud := l.must("journalctl", "--no-pager", "-o", "cat", "-p", "crit", "-u", "shop-web"); strings.Contains(loud, "to-std") || strings.Contains(loud, "from-a") {
			t.Errorf("the container chose its priority:\n%s", loud)
		}
	})
}

// Replicas are instances, each with its own container.
func TestReplicas(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + loop + `
    scale: 3
    volumes: [/own]
`)
		l.running("shop-web-1", "shop-web-2", "shop-web-3")
		second, third := l.container("shop-web-2"), l.container("shop-web-3")
		l.must("systemctl", "stop", "shop-web@2")
		l.exited("shop-web-2", 0)
		l.untouched("shop-web-3", third)
		l.must("systemctl", "start", "shop-web@2")
		l.restarted("shop-web-2", second)
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		if got := l.must("engine", "ps", "-q"); got != "" {
			t.Errorf("still running: %s", got)
		}
	})
}
