//go:build live

package live

import (
	"strings"
	"syscall"
	"testing"
)

const healthyIf = `
    healthcheck: {test: "test -e /notes/healthy", interval: 500ms, retries: 2, start_period: 1h, start_interval: 500ms}
    volumes: [".:/notes"]
`

// service_healthy: the dependent starts only when the dependency is healthy.
func TestDependentWaitsForHealthy(t *testing.T) {
	play(t, and(withOlder, rootless), func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + healthyIf + `
  app:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  other:` + loop + `
    depends_on: {db: {condition: service_started}}
`)
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyState("shop-other.service", "active")
		l.running("shop-db-1", "shop-other-1")
		if got := l.must("engine", "ps", "-q", "--filter", "name=shop-app"); got != "" {
			t.Error("app runs before db is healthy")
		}
		l.sh("touch /srv/shop/healthy")
		l.eventuallyState("shop.target", "active")
		l.running("shop-app-1")
	})
}

// service_healthy fails: a dependent that requires it is not started, and its journal says why; one that does not require
// it is started.
func TestDependencyIsUnhealthy(t *testing.T) {
	play(t, withAll, func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + `
    healthcheck: {test: "exit 1", interval: 200ms, retries: 2}
  requires:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  wishes:` + loop + `
    depends_on: {db: {condition: service_healthy, required: false}}
`)
		l.must("systemctl", "start", "shop.target")
		l.running("shop-db-1", "shop-wishes-1")
		if got := l.must("engine", "ps", "-q", "--filter", "name=shop-requires"); got != "" {
			t.Error("requires runs although db is unhealthy")
		}
		if state := l.property("shop-requires.service", "ActiveState"); state == "active" {
			t.Errorf("shop-requires.service is %s", state)
		}
		if text := l.journal("shop-db-healthy"); !strings.Contains(text, "unhealthy") {
			t.Errorf("the gate does not say why:\n%s", text)
		}
		// Once it is healthy, starting what was not started is sufficient.
		l.install(`
services:
  db:` + loop + `
    healthcheck: {test: "true", interval: 200ms, retries: 2}
  requires:` + loop + `
    depends_on: {db: {condition: service_healthy}}
`)
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "start", "shop-requires")
		l.running("shop-requires-1")
	})
}

// A dependency without a healthcheck can never be healthy.
func TestDependencyHasNoHealthcheck(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + `
  requires:` + loop + `
    depends_on: {db: {condition: service_healthy}}
`)
		l.must("systemctl", "start", "shop.target")
		l.running("shop-db-1")
		if text := l.journal("shop-db-healthy"); !strings.Contains(text, "no healthcheck") {
			t.Errorf("the gate does not say why:\n%s", text)
		}
		if got := l.must("engine", "ps", "-q", "--filter", "name=shop-requires"); got != "" {
			t.Error("requires runs")
		}
	})
}

// service_completed_successfully: the dependent starts after exit code 0; the completed one-shot is not a failed unit.
func TestDependentWaitsForCompleted(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  migrate:` + counting("migrate", "sleep 1") + `
  app:` + loop + `
    depends_on: {migrate: {condition: service_completed_successfully}}
`)
		l.running("shop-app-1")
		l.exited("shop-migrate-1", 0)
		if began, ended := l.began("shop-app-1"), l.ended("shop-migrate-1"); ended > began {
			t.Errorf("app started %s, before migrate ended %s", began, ended)
		}
		app := l.container("shop-app-1")
		l.state("shop-migrate.service", "inactive")
		l.state("shop.target", "active")
		if got := l.must("systemctl", "list-units", "--failed", "--plain", "--no-legend"); got != "" {
			t.Errorf("failed units: %s", got)
		}
		// Starting what is running has no effect on app; a completed one-shot runs again, as with `up -d`.
		l.must("systemctl", "start", "shop.target")
		l.untouched("shop-app-1", app)
	})
}

// service_completed_successfully fails: no service that requires it is started.
func TestDependencyDoesNotComplete(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  migrate:` + counting("migrate", "exit 3") + `
  requires:` + loop + `
    depends_on: {migrate: {condition: service_completed_successfully}}
  wishes:` + loop + `
    depends_on: {migrate: {condition: service_completed_successfully, required: false}}
`)
		l.must("systemctl", "start", "shop.target")
		l.exited("shop-migrate-1", 3)
		l.running("shop-wishes-1")
		if got := l.must("engine", "ps", "-q", "--filter", "name=shop-requires"); got != "" {
			t.Error("requires runs although migrate failed")
		}
		l.state("shop-migrate.service", "failed")
		if n := l.runs("migrate"); n != 1 {
			t.Errorf("migrate ran %d times", n)
		}
	})
}

// A service with three dependencies and three conditions waits for all of them.
func TestSeveralConditionsOnOneService(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    healthcheck: {test: "true", interval: 500ms}
  migrate:` + counting("migrate", "sleep 1") + `
    depends_on: {db: {condition: service_healthy}}
  cache:` + loop + `
  app:` + loop + `
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
      cache: {condition: service_started}
`)
		l.running("shop-db-1", "shop-cache-1", "shop-app-1")
		l.exited("shop-migrate-1", 0)
		// A dependency that crashes and comes back does not affect running dependents.
		app := l.container("shop-app-1")
		l.must("systemctl", "restart", "shop-db")
		l.untouched("shop-app-1", app)
	})
}

// Hooks run in order: pre_start before the container, post_start once it is running, pre_stop before its stop signal.
func TestHooksRunInOrder(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    volumes: [".:/notes"]
    command: [sh, -c, 'trap "echo stopped >>/notes/log; exit 0" TERM; echo runs >>/notes/log; while :; do sleep 0.1; done']
    pre_start:
      - {command: [sh, -c, "echo pre-start >>/notes/log"]}
    post_start:
      - {command: [sh, -c, "until grep -q runs /notes/log; do sleep 0.1; done; echo post-start-1 >>/notes/log"]}
      - {command: [sh, -c, 'echo post-start-2 $$WORD >>/notes/log'], environment: {WORD: word}}
    pre_stop:
      - {command: [sh, -c, "echo pre-stop-1 >>/notes/log"]}
      - {command: [sh, -c, "echo pre-stop-2 >>/notes/log"]}
`)
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		want := "pre-start\nruns\npost-start-1\npost-start-2 word\npre-stop-1\npre-stop-2\nstopped"
		if got := l.must("cat", "/srv/shop/log"); got != want {
			t.Errorf("the order was\n%s\nwant\n%s", got, want)
		}
		l.exited("shop-web-1", 0)
		l.containers(1, 0) // the container of the step is gone
	})
}

// The container gets its own stop signal.
func TestStopSignal(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    stop_signal: SIGUSR1
    command: [sh, -c, 'trap "exit 9" TERM; trap "exit 7" USR1; while :; do sleep 0.1; done']
`)
		l.traps("shop-web-1", syscall.SIGUSR1)
		l.must("systemctl", "stop", "shop-web")
		l.exited("shop-web-1", 7)
		l.state("shop-web.service", "inactive")
	})
}

// A container that ignores its stop signal is killed after its grace period, not before.
func TestStopGracePeriod(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:
    image: busybox
    stop_grace_period: 4s
    command: [sh, -c, 'trap "echo asked >>/notes/log" TERM; while :; do sleep 0.1; done']
    volumes: [".:/notes"]
`)
		l.traps("shop-web-1", syscall.SIGTERM)
		before := l.sh("date +%s")
		l.must("systemctl", "stop", "shop-web")
		after := l.sh("date +%s")
		l.exited("shop-web-1", 137)
		if l.sh(`echo $(( `+after+` - `+before+` >= 4 ))`) != "1" {
			t.Errorf("killed before its grace period ended: signalled at %s, exited at %s", before, after)
		}
		if n := l.runs("log"); n != 1 {
			t.Errorf("signalled %d times", n)
		}
		l.state("shop-web.service", "inactive")
	})
}
