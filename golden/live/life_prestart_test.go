//go:build live

package live

import (
	"testing"
	"time"
)

// A pre_start step that fails keeps the service from starting, also when systemd tries again automatically; a step that
// finally succeeds lets it start, and is not run again after a crash.
func TestPreStartGatesEveryStart(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    restart: always
    volumes: [".:/notes"]
    pre_start:
    - {command: [sh, -c, "echo run >>/notes/first"]}
    - {command: [sh, -c, "echo run >>/notes/second; test -e /notes/ready"]}
`)
		l.m.Run("systemctl", "start", "shop.target")
		l.eventually("systemd to try again", func() bool { return l.runs("second") >= 3 })
		l.neverStarted("shop-web-1")
		if left := l.sh("engine ps -aq --filter label=com.docker.compose.hook | wc -l"); left > "1" {
			t.Errorf("%s failed steps are kept, want the last one", left)
		}
		l.sh("touch /srv/shop/ready")
		l.eventuallyState("shop-web.service", "active")
		if got := l.runs("first"); got != 1 {
			t.Errorf("the successful step ran %d times", got)
		}
		if left := l.sh("engine ps -aq --filter label=com.docker.compose.hook"); left != "" {
			t.Errorf("steps are left: %s", left)
		}
		before, ran := l.container("shop-web-1"), l.runs("second")
		l.signal("TERM", "shop-web-1")
		l.eventuallyRestarted("shop-web-1", before)
		time.Sleep(time.Second)
		if got := l.runs("second"); got != ran {
			t.Error("the step ran again after a crash")
		}
		l.must("systemctl", "restart", "shop-web")
		if first, second := l.runs("first"), l.runs("second"); first != 2 || second != ran+1 {
			t.Errorf("a restart by hand must run both steps: %d and %d runs, before 1 and %d", first, second, ran)
		}
	})
}

// Of several replicas one runs the steps on behalf of all, and only when none of them is running.
func TestPreStartRunsOnceForAllReplicas(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + loop + `
    scale: 3
    volumes: [".:/notes"]
    pre_start:
    - {command: [sh, -c, "echo run >>/notes/first; sleep 1"]}
    - {command: [sh, -c, "echo run >>/notes/second"]}
`)
		ran := func(want int) {
			t.Helper()
			l.running("shop-web-1", "shop-web-2", "shop-web-3")
			if first, second := l.runs("first"), l.runs("second"); first != want || second != want {
				t.Errorf("the steps ran %d and %d times, want %d", first, second, want)
			}
		}
		ran(1)
		l.must("systemctl", "restart", "shop-web@2")
		ran(1)
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		l.must("systemctl", "start", "shop.target")
		ran(2)
	})
}
