//go:build live

package live

import "testing"

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
		runs := func(name string) func() bool {
			return func() bool {
				return l.m.Run("engine", "container", "inspect", "--format", "{{.State.Status}}", name).Out == "running\n"
			}
		}
		waits := func(names ...string) {
			t.Helper()
			for _, name := range names {
				if runs(name)() {
					t.Errorf("%s runs too early", name)
				}
			}
		}
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventually("the service that waits for the start", runs("shop-started-1"))
		waits("shop-healthy-1", "shop-completed-1")
		l.sh("touch /srv/shop/healthy")
		l.eventually("the service that waits for health", runs("shop-healthy-1"))
		waits("shop-completed-1")
		l.sh("touch /srv/shop/finish")
		l.eventually("the service that waits for completion", runs("shop-completed-1"))
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
		l.must("engine", "run", "--detach", "--name", "squatter", "--stop-signal", "KILL", "--publish", "18080:80", "busybox", "sleep", "1000")
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
		l.must("engine", "rm", "--force", "squatter")
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
