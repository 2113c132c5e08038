//go:build live

package live

import (
	"fmt"
	"testing"
)

// quick shortens the backoff, so that a crash loop of many rounds takes seconds. It is also how a user would change it: a
// drop-in for all services of the project.
const quick = `mkdir -p /etc/systemd/system/shop-.service.d
printf '[Service]\nRestartSec=50ms\nRestartSteps=0\nRestartMaxDelaySec=infinity\n' >/etc/systemd/system/shop-.service.d/quick.conf
systemctl daemon-reload`

// restart: always has no limit: after twenty quick crashes systemd's own start limit has not ended it.
func TestAlwaysCrashLoopNeverEnds(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + counting("log", "exit 1") + `
    restart: always
`)
		l.sh(quick)
		l.must("systemctl", "start", "shop.target")
		ids := l.sh("engine ps -aq --no-trunc")
		l.eventually("20 runs", func() bool { return l.runs("log") >= 20 })
		if got := l.property("shop-web.service", "Result"); got == "start-limit-hit" {
			t.Error("systemd's start limit ended the restarts")
		}
		l.must("systemctl", "stop", "shop-web")
		if now := l.sh("engine ps -aq --no-trunc"); !l.m.column.removes && now != ids || l.m.column.removes && now != "" {
			t.Errorf("the container is %s, was %s", now, ids)
		}
		n := l.runs("log")
		l.sh("sleep 1")
		if l.runs("log") != n {
			t.Error("it continues after a stop")
		}
	})
}

// Docker's backoff, on a systemd that supports it: the delays are logged, and the test asserts that restarts continue.
func TestBackoffGrows(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		l.flags = []string{"-systemd-version", "257"}
		l.up(`
services:
  web:
    image: busybox
    restart: always
    volumes: [".:/notes"]
    command: [sh, -c, 'cut -d" " -f1 /proc/uptime >>/notes/log; exit 1']
`)
		l.eventually("7 runs", func() bool { return l.runs("log") >= 7 })
		t.Logf("starts, seconds of uptime:\n%s", l.must("cat", "/srv/shop/log"))
	})
}

// restart: always restarts after exit code 0 as well.
func TestAlwaysAfterExitZero(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + counting("log", "exit 0") + `
    restart: always
`)
		l.eventually("3 runs", func() bool { return l.runs("log") >= 3 })
	})
}

// restart: unless-stopped restarts after a crash and respects a stop.
func TestUnlessStopped(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + counting("log", `[ $$(wc -l </notes/log) -ge 3 ] || exit 1; trap "exit 0" TERM; while :; do sleep 0.1; done`) + `
    restart: unless-stopped
`)
		l.eventually("3 runs", func() bool { return l.runs("log") >= 3 })
		l.must("systemctl", "stop", "shop-web")
		n := l.runs("log")
		l.sh("sleep 2")
		if l.runs("log") != n {
			t.Error("it continues after a stop")
		}
		l.state("shop-web.service", "inactive")
	})
}

// restart: no, and no restart key: one run, and the unit records how it ended.
func TestNoRestart(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  good:` + counting("good", "exit 0") + `
  bad:` + counting("bad", "exit 5") + `
    restart: "no"
`)
		l.eventuallyState("shop-bad.service", "failed")
		l.eventuallyState("shop-good.service", "inactive")
		l.sh("sleep 1")
		if good, bad := l.runs("good"), l.runs("bad"); good != 1 || bad != 1 {
			t.Errorf("good ran %d times, bad %d times", good, bad)
		}
		l.state("shop.target", "active")
		if got := l.property("shop-bad.service", "ExecMainStatus"); got != "5" {
			t.Errorf("exit status of the unit is %s, want the container's 5", got)
		}
	})
}

// restart: on-failure:3 gives four runs; a start by hand gives another four.
func TestOnFailureThreeIsFourRuns(t *testing.T) {
	play(t, withAll, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + counting("log", "exit 1") + `
    restart: on-failure:3
`)
		gaveUp := func(want int) {
			t.Helper()
			l.eventually(fmt.Sprint(want, " runs"), func() bool { return l.runs("log") >= want })
			l.eventually("it to give up", func() bool {
				state := l.property("shop-web.service", "ActiveState")
				return state == "failed" || state == "inactive"
			})
			l.sh("sleep 2")
			if n := l.runs("log"); n != want {
				t.Errorf("%d runs, want %d", n, want)
			}
		}
		gaveUp(4)
		l.m.Run("systemctl", "start", "shop-web")
		gaveUp(8)
		l.m.Run("systemctl", "restart", "shop-web")
		gaveUp(12)
	})
}

// restart: on-failure continues until the first success.
func TestOnFailureEndsWithSuccess(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + counting("log", "test $$(wc -l </notes/log) -ge 3") + `
    restart: on-failure
`)
		l.eventually("3 runs", func() bool { return l.runs("log") >= 3 })
		l.eventuallyState("shop-web.service", "inactive")
		l.sh("sleep 1")
		if n := l.runs("log"); n != 3 {
			t.Errorf("%d runs, want 3", n)
		}
	})
}

// deploy.restart_policy takes precedence over restart.
func TestDeployRestartPolicy(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		l.up(`
services:
  bounded:` + counting("bounded", "exit 1") + `
    deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}
  any:` + counting("any", "exit 0") + `
    restart: "no"
    deploy: {restart_policy: {condition: any}}
  none:` + counting("none", "exit 1") + `
    restart: always
    deploy: {restart_policy: {condition: none}}
`)
		l.eventually("any to run again", func() bool { return l.runs("any") >= 3 })
		l.eventually("bounded to run 3 times", func() bool { return l.runs("bounded") >= 3 })
		l.sh("sleep 3")
		if bounded, none := l.runs("bounded"), l.runs("none"); bounded != 3 || none != 1 {
			t.Errorf("bounded ran %d times, want 3; none ran %d times, want 1", bounded, none)
		}
	})
}

// A run of ten seconds resets the backoff: the counter that makes it grow starts again.
func TestBackoffIsForgotten(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.flags = []string{"-systemd-version", "257"}
		l.up(`
services:
  web:` + counting("log", "case $$(wc -l </notes/log) in 6) sleep 15 ;; 7) exec sleep 1000 ;; esac; exit 1") + `
    init: true
    restart: always
`)
		l.eventually("6 runs", func() bool { return l.runs("log") >= 6 })
		before := l.property("shop-web.service", "NRestarts")
		l.eventually("7 runs", func() bool { return l.runs("log") >= 7 })
		if after := l.property("shop-web.service", "NRestarts"); len(after) > 1 || after > "3" {
			t.Errorf("restarts counted before the healthy run: %s, after it: %s, want the count to start again", before, after)
		}
	})
}
