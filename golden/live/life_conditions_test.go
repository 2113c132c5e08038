//go:build live

package live

import (
	"maps"
	"slices"
	"testing"
)

// Three services wait for one service, each in a different way: for its start, its health, its completion.
func TestSeveralDependentsOfOneService(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  job:
    image: busybox
    volumes: [".:/notes"]
    command: [sh, -c, 'until [ -e /notes/finish ]; do sleep 0.1; done']
    healthcheck: {test: [CMD, test, -e, /notes/healthy], interval: 500ms, retries: 1000}
  started:` + loop + `
    depends_on: [job]
  healthy:` + loop + `
    depends_on: {job: {condition: service_healthy}}
  completed:` + loop + `
    depends_on: {job: {condition: service_completed_successfully}}
`)
		waits := func(names ...string) {
			t.Helper()
			for _, name := range names {
				if l.isRunning(name) {
					t.Errorf("%s runs too early", name)
				}
			}
		}
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyRuns("shop-started-1")
		waits("shop-healthy-1", "shop-completed-1")
		l.sh("touch /srv/shop/healthy")
		l.eventuallyRuns("shop-healthy-1")
		waits("shop-completed-1")
		l.sh("touch /srv/shop/finish")
		l.eventuallyRuns("shop-completed-1")
		l.running("shop-started-1", "shop-healthy-1")
		l.eventuallyState("shop.target", "active")
		l.eventuallyState("shop-job.service", "inactive")
		if got := l.property("shop-job.service", "Result"); got != "success" {
			t.Errorf("the exit code of job is %s", got)
		}
	})
}

// A start that fails before the hooks is not a crash: the automatic start that follows runs them, and the one after a
// crash does not.
func TestHooksOfADelayedStart(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		leave := l.squat("18080")
		l.install(`
services:
  web:` + loop + `
    restart: always
    ports: ["18080:80"]
    volumes: [".:/notes"]
    post_start:
      - {command: [sh, -c, "echo run >>/notes/hook"]}
`)
		l.fails("systemctl", "start", "shop-web")
		leave()
		l.eventuallyState("shop-web.service", "active")
		if n := l.runs("hook"); n != 1 {
			t.Errorf("the hook ran %d times after a delayed start", n)
		}
		before := l.container("shop-web-1")
		l.signal("TERM", "shop-web-1")
		l.eventuallyRestarted("shop-web-1", before)
		l.eventuallyState("shop-web.service", "active")
		if n := l.runs("hook"); n != 1 {
			t.Errorf("the hook ran %d times, the last one after a crash", n)
		}
	})
}

// What is known of a dependency holds for one run of it: a dependent that is started again waits for the health of the current run,
// however the last one ended.
func TestDependencyOfAnotherRun(t *testing.T) {
	play(t, and(everywhere, rootless), func(t *testing.T, l *life) {
		l.install(`
services:
  db:` + loop + `
    restart: always
    volumes: [".:/notes"]
    healthcheck: {test: "test -e /notes/healthy", interval: 500ms, retries: 1000}
  app:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  other:` + loop + `
    depends_on: {db: {condition: service_started}}
`)
		l.sh("touch /srv/shop/healthy")
		l.must("systemctl", "start", "shop.target")
		ends := map[string]func(){
			"it was restarted": func() { l.must("systemctl", "restart", "shop-db") },
			"it crashed":       func() { l.signal("KILL", "shop-db-1") },
		}
		for _, end := range slices.Sorted(maps.Keys(ends)) {
			l.must("systemctl", "stop", "shop-app", "shop-other")
			l.sh("rm /srv/shop/healthy")
			before := l.container("shop-db-1")
			ends[end]()
			l.eventuallyRestarted("shop-db-1", before)
			l.must("systemctl", "start", "shop-other")
			l.must("systemctl", "start", "--no-block", "shop-app")
			l.eventuallyState("shop-db-healthy.service", "activating")
			if l.running("shop-db-1", "shop-other-1"); l.isRunning("shop-app-1") {
				t.Errorf("%s: app runs, and db is not healthy", end)
			}
			l.sh("touch /srv/shop/healthy")
			l.eventually(end+": the service that waits for health", func() bool { return l.isRunning("shop-app-1") })
		}
	})
}

// A dependency that has failed is started by a dependent that is started by hand, and its failure is not a result of the new run.
func TestDependencyFailedBefore(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:
    image: busybox
    init: true
    volumes: [".:/notes"]
    command: [sh, -c, 'until [ -e /notes/fail ]; do sleep 0.1; done; exit 1']
  app:` + loop + `
    depends_on: {db: {condition: service_started}}
`)
		l.must("systemctl", "stop", "shop-app")
		l.sh("touch /srv/shop/fail")
		l.eventuallyState("shop-db.service", "failed")
		l.sh("rm /srv/shop/fail")
		l.must("systemctl", "start", "shop-app")
		l.running("shop-db-1", "shop-app-1")
	})
}
