//go:build live

package live

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A migration fails once and then succeeds: a service that waits for its success waits for the second run.
func TestDependencyCompletesAtTheSecondTry(t *testing.T) {
	play(t, and(withUsersQuadlet, and(older, newer)), func(t *testing.T, l *life) {
		l.up(`
services:
  app:` + loop + `
    restart: unless-stopped
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate:` + counting("migrate", "test $$(wc -l </notes/migrate) -ge 3") + `
    restart: on-failure
`)
		l.running("shop-app-1")
		l.exited("shop-migrate-1", 0)
		if n := l.runs("migrate"); n != 3 {
			t.Errorf("migrate ran %d times, want 3", n)
		}
		if began, ended := l.began("shop-app-1"), l.ended("shop-migrate-1"); ended > began {
			t.Errorf("app started %s, before migrate ended %s", began, ended)
		}
		l.untroubled("shop-app")
	})
}

// A database crashes before it is healthy, and recovers.
func TestDependencyDiesBeforeItIsHealthy(t *testing.T) {
	play(t, and(withUsersQuadlet, older), func(t *testing.T, l *life) {
		l.up(`
services:
  app:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  db:` + counting("db", `[ $$(wc -l </notes/db) -ge 3 ] || { sleep 0.3; exit 1; }; trap "exit 0" TERM; while :; do sleep 0.1; done`) + `
    restart: unless-stopped
    healthcheck: {test: "test $$(wc -l </notes/db) -ge 3", interval: 1s, retries: 100}
`)
		l.running("shop-db-1", "shop-app-1")
		if n := l.runs("db"); n != 3 {
			t.Errorf("db ran %d times, want 3", n)
		}
		// The gate is active while the container runs.
		l.state("shop-db-healthy.service", "active")
		l.must("systemctl", "stop", "shop-db")
		l.eventuallyState("shop-db-healthy.service", "inactive")
		l.running("shop-app-1")
		l.untroubled("shop-app")
	})
}

// A database and its dependent crash together: both recover, and the dependent checks no condition.
func TestDependentDiesWithItsDependency(t *testing.T) {
	play(t, and(withUsersQuadlet, older), func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: [".:/notes"]
    healthcheck: {test: "test ! -e /notes/sick", interval: 500ms, retries: 1000}
    restart: always
  cache:` + loop + `
  app:` + loop + `
    restart: always
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
`)
		db, app := l.container("shop-db-1"), l.container("shop-app-1")
		// It recovers and is not healthy; the cache has been stopped.
		l.must("systemctl", "stop", "shop-cache")
		l.sh("touch /srv/shop/sick")
		l.signal("TERM", "shop-db-1")
		l.signal("TERM", "shop-app-1")
		l.eventuallyRestarted("shop-db-1", db)
		l.eventuallyRestarted("shop-app-1", app)
		l.eventuallyState("shop-app.service", "active")
		l.state("shop-cache.service", "inactive")
		// A start by hand checks all conditions: it starts the cache and waits for health.
		l.must("systemctl", "stop", "shop-app")
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "start", "--no-block", "shop-app")
		l.eventuallyState("shop-cache.service", "active")
		l.state("shop-app.service", "activating")
		l.sh("rm /srv/shop/sick")
		l.eventuallyState("shop-app.service", "active")
	})
}

const squatted = `
services:
  db:` + loop + `
    restart: always
    ports: ["18080:80"]
  requires:` + loop + `
    depends_on: [db]
  keeps:` + loop + `
    restart: always
    depends_on: [db]
`

// The first start of a dependency fails and the next one succeeds: every service that waits for it starts.
func TestFirstStartOfADependencyFails(t *testing.T) {
	play(t, and(withUsersQuadlet, and(older, newer)), func(t *testing.T, l *life) {
		leave := l.squat("18080")
		l.install(squatted)
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventually("db to be tried again", func() bool { return l.property("shop-db.service", "NRestarts") >= "1" })
		leave()
		l.eventuallyState("shop.target", "active")
		l.running("shop-db-1", "shop-requires-1", "shop-keeps-1")
	})
}

// A dependency without a restart policy could not start: a dependent that is restarted starts it again.
func TestDependencyIsStartedAgainByItsDependent(t *testing.T) {
	play(t, and(everywhere, older), func(t *testing.T, l *life) {
		leave := l.squat("18080")
		l.install(strings.Replace(squatted, "restart: always", `restart: "no"`, 1))
		l.must("systemctl", "start", "shop.target")
		l.state("shop-requires.service", "failed")
		l.eventually("keeps to be tried again", func() bool { return l.property("shop-keeps.service", "NRestarts") >= "1" })
		leave()
		l.eventuallyState("shop-keeps.service", "active")
		l.running("shop-db-1", "shop-keeps-1")
		l.state("shop-requires.service", "failed")
		l.must("systemctl", "start", "shop.target")
		l.running("shop-requires-1")
		if failed := l.must("systemctl", "list-units", "--failed", "--plain", "--no-legend"); failed != "" {
			t.Errorf("failed although all services run:\n%s", failed)
		}
	})
}

// A dependency was healthy in an earlier run and is not in the next one: a dependent that is started alone fails. That run's result
// is no longer valid, and the failure of the gate is no new one.
func TestDependencyIsNoLongerHealthy(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: [".:/notes"]
    healthcheck: {test: "test ! -e /notes/broken", interval: 200ms, retries: 1}
  web:` + loop + `
    depends_on: {db: {condition: service_healthy}}
`)
		l.running("shop-web-1")
		l.must("systemctl", "stop", "shop-web", "shop-db")
		l.sh("touch /srv/shop/broken")
		l.fails("systemctl", "start", "shop-web")
		l.says(l.journal("shop-web.service"), "condition service_healthy of db failed: shop-db-1 is unhealthy")
		if got := l.must("engine", "ps", "-q", "--filter", "name=shop-web"); got != "" {
			t.Error("web runs although db is unhealthy")
		}
		l.sh("rm /srv/shop/broken")
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
	})
}

// A condition that failed is a failed start: without a restart policy it stays failed, and one line says what failed and how;
// with one it is retried, and starts when the dependency is healthy.
func TestFailedConditionIsAFailedStart(t *testing.T) {
	play(t, and(withUsersQuadlet, older), func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: [".:/notes"]
    healthcheck: {test: "test -e /notes/healthy", interval: 200ms, retries: 1}
  stays:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  comes:` + loop + `
    restart: always
    depends_on: {db: {condition: service_healthy}}
  twice:` + loop + `
    restart: on-failure:2
    depends_on: {db: {condition: service_healthy}}
`)
		l.eventuallyState("shop-stays.service", "failed")
		want := "condition service_healthy of db failed: shop-db-1 is unhealthy"
		if text := l.journal("shop-stays"); !strings.Contains(text, want) || strings.Count(l.unitJournal("shop-stays"), want) > 1 {
			t.Errorf("the journal does not say once %q:\n%s", want, text)
		}
		l.eventually("twice to give up", func() bool {
			return l.property("shop-twice.service", "ActiveState") == "failed" && l.property("shop-twice.service", "NRestarts") == "2"
		})
		l.sh("touch /srv/shop/healthy")
		l.eventuallyState("shop-comes.service", "active")
		l.state("shop-stays.service", "failed")
		l.must("systemctl", "start", "shop.target")
		l.running("shop-stays-1", "shop-twice-1")
	})
}

// A dependency that was stopped by hand stays stopped, however often its dependents are retried.
func TestStoppedDependencyStaysStopped(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + `
    restart: always
    healthcheck: {test: "exit 1", interval: 1s, retries: 1000}
  app:` + loop + `
    restart: always
    depends_on: {db: {condition: service_healthy}}
`)
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyState("shop-db.service", "active")
		l.must("systemctl", "stop", "shop-db")
		l.eventually("app to be tried again", func() bool { return l.property("shop-app.service", "NRestarts") >= "2" })
		l.state("shop-db.service", "inactive")
		l.must("systemctl", "stop", "shop-app")
		if got := l.property("shop-app.service", "ActiveState"); got != "failed" && got != "inactive" {
			t.Errorf("shop-app.service is %s after a stop", got)
		}
	})
}

// A waiting dependent is stopped at once, alone and with the project.
func TestStopWhileWaiting(t *testing.T) {
	play(t, and(withRootless, older), func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + `
    healthcheck: {test: "exit 1", interval: 1s, retries: 1000}
  app:` + loop + `
    restart: always
    stop_grace_period: 3m
    depends_on: {db: {condition: service_healthy}}
`)
		// Started alone, it waits in its own start.
		l.must("systemctl", "start", "--no-block", "shop-app")
		l.eventuallyState("shop-db-healthy.service", "activating")
		l.state("shop-app.service", "activating")
		l.must("systemctl", "restart", "shop-db")
		l.state("shop-app.service", "activating")
		began := time.Now()
		l.must("systemctl", "stop", "shop-app")
		if took := time.Since(began); took > time.Minute {
			t.Errorf("the stop took %s", took)
		}
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyState("shop-db-healthy.service", "activating")
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		for _, unit := range []string{"shop-app.service", "shop-db.service", "shop-db-healthy.service"} {
			if got := l.property(unit, "ActiveState"); got == "active" || got == "activating" {
				t.Errorf("%s is %s", unit, got)
			}
		}
	})
}

// Fifty dependents of one database need one polling process: those that are started together with it have no process at all,
// and one that is started alone has one small process.
func TestFiftyDependents(t *testing.T) {
	play(t, []*column{docker, podman}, func(t *testing.T, l *life) {
		project := `
services:
  db:` + loop + healthyIf
		for i := range 50 {
			project += fmt.Sprintf(`
  app%d:`, i) + loop + `
    scale: 1
    depends_on: {db: {condition: service_healthy}}
`
		}
		l.install(project)
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyState("shop-db-healthy.service", "activating")
		count := func(units string) string {
			return l.sh(`for cg in $(systemctl show --value --property ControlGroup ` + units + `); do cat /sys/fs/cgroup$cg/cgroup.procs; done 2>/dev/null | sort -u | while read -r p; do tr '\0' ' ' </proc/$p/cmdline; echo; done`)
		}
		l.sh("sleep 2")
		t.Logf("processes of 50 dependents in the queue:\n%s", count("'shop-app*'"))
		if got := count("'shop-app*'"); got != "" {
			t.Errorf("dependents in the job queue have processes:\n%s", got)
		}
		t.Logf("the gate:\n%s", count("shop-db-healthy"))
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		l.must("systemctl", "start", "--no-block", "shop-app7", "shop-app8")
		l.eventuallyState("shop-db-healthy.service", "activating")
		alone := ""
		l.eventually("one process of each dependent", func() bool {
			l.sh("sleep 1")
			alone = count("shop-app7 shop-app8")
			return len(strings.Split(alone, "\n")) == 2
		})
		t.Logf("processes of two dependents started by themselves:\n%s", alone)
	})
}

// untroubled asserts that a unit was started once, without a failed start.
func (l *life) untroubled(unit string) {
	l.t.Helper()
	if n := l.property(unit+".service", "NRestarts"); n != "0" {
		l.t.Errorf("%s was restarted %s times", unit, n)
	}
}
