//go:build live

package live

import (
	"strings"
	"testing"
)

// appliable are the columns whose files `compose2unit apply` installs.
var appliable = []*column{docker, podman}

// write writes the project's files where a user has them.
func (l *life) write(compose string) {
	l.t.Helper()
	if err := l.m.Write("/srv/shop/compose.yml", []byte("name: shop\n"+compose), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

// command returns one of compose2unit's commands for the project.
func (l *life) command(name string, more ...string) []string {
	argv := append([]string{"compose2unit", name, "-inputs", "/srv/shop/compose.yml"}, l.m.column.flags...)
	return append(argv, more...)
}

// apply writes the Compose file, applies it, and returns the output.
func (l *life) apply(compose string) string {
	l.t.Helper()
	l.write(compose)
	return l.must(l.command("apply")...)
}

// says asserts that an output contains words.
func (l *life) says(out string, words ...string) {
	l.t.Helper()
	for _, word := range words {
		if !strings.Contains(out, word) {
			l.t.Errorf("does not say %q:\n%s", word, out)
		}
	}
}

// applied returns a project of two services, one of which has its own value.
func applied(greeting, command string) string {
	return `services:
  db:` + loop + `    volumes: ["data:/data"]
  web:
    image: busybox
    environment: {GREETING: "` + greeting + `"}
    command: [sh, -c, 'trap "exit 0" TERM; ` + command + `; while :; do sleep 0.1; done']
volumes: {data: {}}
`
}

// `compose2unit apply` brings the machine to what the file says and touches nothing else. `diff` shows the changes
// beforehand, `status` the result, and `remove` removes everything except the volumes.
func TestApply(t *testing.T) {
	play(t, appliable, func(t *testing.T, l *life) {
		out := l.apply(applied("hello", "true"))
		l.says(out, "add     shop-web.service", "add     shop.target", "start, start at boot", "shop.target: started")
		l.running("shop-web-1", "shop-db-1")
		l.must("systemctl", "is-enabled", "shop.target")
		if out := l.apply(applied("hello", "true")); out != "shop: nothing to do" {
			t.Errorf("the second apply should have nothing to do: %s", out)
		}
		l.must(l.command("diff")...)

		// Another value for one service.
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.write(applied("canary", "true"))
		diff := l.m.RunIn("/srv", l.command("diff")...)
		l.says(diff.Out, "shop-web.service", "restart")
		if diff.Code != 3 || strings.Contains(diff.Out+diff.Err, "canary") {
			t.Errorf("diff shows a value, or its exit code is not 3: %s", diff)
		}
		l.says(l.apply(applied("canary", "true")), "shop-web.service: restarted")
		l.untouched("shop-db-1", db)
		if now := l.container("shop-web-1"); now.ID == web.ID {
			t.Error("the container was not recreated for another environment")
		}

		// What was stopped by hand stays stopped, and has its new definition when it is started.
		l.must("systemctl", "stop", "shop-web.service")
		l.says(l.apply(applied("canary", "echo changed")), "at its next start")
		l.state("shop-web.service", "inactive")
		l.must("systemctl", "start", "shop-web.service")
		l.eventually("the new command", func() bool { return strings.Contains(l.journal("shop-web.service"), "changed") })

		// One service is added, and one is removed.
		l.says(l.apply(applied("canary", "echo changed")+"\nnetworks: {}\n"), "nothing to do")
		three := strings.Replace(applied("canary", "echo changed"), "  db:", "  third:"+loop+"  db:", 1)
		l.says(l.apply(three), "shop-third.service: started")
		l.says(l.apply(applied("canary", "echo changed")), "shop-third.service: stopped", "container shop-third-1: removed")
		l.fails("engine", "container", "inspect", "shop-third-1")
		l.untouched("shop-db-1", db)

		l.says(l.must("compose2unit", "status", "-project", "shop"), "shop-db.service", "active (running)", "shop-db-1")
		l.says(l.must("compose2unit", "remove", "-project", "shop"), "units removed")
		l.fails("engine", "container", "inspect", "shop-db-1")
		l.must("engine", "volume", "inspect", "shop_data")
		if left := l.sh("find /etc/systemd/system -name '*shop*'"); left != "" {
			t.Errorf("remove left %s", left)
		}
	})
}

// An apply that is killed at any moment is completed by the next one; after that there is nothing to do.
// (cmd/compose2unit tests this for every single command that it runs.)
func TestApplyKilled(t *testing.T) {
	play(t, appliable, func(t *testing.T, l *life) {
		for i, moment := range []string{"0.05", "0.2", "0.5", "1", "2"} {
			compose := applied("value"+moment, "true")
			if i%2 == 1 { // one service is added, and removed in the next round
				compose = strings.Replace(compose, "  db:", "  third:"+loop+"  db:", 1)
			}
			l.write(compose)
			l.m.RunIn("/srv", append([]string{"timeout", "--signal=KILL", moment}, l.command("apply")...)...)
			out := l.must(l.command("apply")...)
			l.running("shop-web-1", "shop-db-1")
			if got := l.must("engine", "inspect", "--format", "{{.Config.Env}}", "shop-web-1"); !strings.Contains(got, "value"+moment) {
				t.Errorf("killed after %s s, then applied (%s): the container has %s", moment, out, got)
			}
			if there := l.m.Run("engine", "container", "inspect", "shop-third-1").Code == 0; there != (i%2 == 1) {
				t.Errorf("killed after %s s, then applied (%s): the third container exists: %v", moment, out, there)
			}
			if stale := l.sh("systemctl show --property NeedDaemonReload 'shop*' | grep -c yes || :"); stale != "0" {
				t.Errorf("killed after %s s, then applied (%s): systemd has an outdated version of %s units", moment, out, stale)
			}
			if again := l.must(l.command("apply")...); again != "shop: nothing to do" {
				t.Errorf("killed after %s s: there is still something to do: %s", moment, again)
			}
		}
	})
}

// A unit that fails is reported with the last lines of that start and exit code 4, even while systemd keeps trying; once the
// cause is fixed the next apply starts it, and what waits for it.
func TestApplyShowsFailure(t *testing.T) {
	play(t, appliable, func(t *testing.T, l *life) {
		late := applied("a", "true") + "  # a comment\n"
		late = strings.Replace(late, "  web:", "  late:"+loop+"    depends_on: [web]\n  web:\n    restart: always", 1)
		broken := strings.Replace(late, "image: busybox\n    environment", "image: localhost:1/not-there\n    environment", 1)
		l.write(broken)
		// journald is behind, as on a busy machine.
		l.sh("systemctl kill --signal STOP systemd-journald; (sleep 6; systemctl kill --signal CONT systemd-journald) >/dev/null 2>&1 &")
		r := l.m.RunIn("/srv", l.command("apply")...)
		if r.Code != 4 {
			t.Errorf("%s", r)
		}
		l.says(r.Err, "shop-web.service: failed\n  ", "localhost:1/not-there", "shop-late.service: not started")
		l.says(r.Out, "shop-db.service: started")
		l.write(strings.Replace(broken, "localhost:1/not-there", "localhost:1/nor-here", 1))
		if r = l.m.RunIn("/srv", l.command("apply")...); strings.Contains(r.Err, "localhost:1/not-there") {
			t.Errorf("lines of an earlier start: %s", r)
		}
		l.says(r.Err, "shop-web.service: failed\n  ", "localhost:1/nor-here")
		l.running("shop-db-1")
		l.says(l.apply(late), "shop-web.service: ", "shop-late.service: started")
		l.running("shop-web-1", "shop-late-1")
	})
}

// A project that docker compose runs is taken over by apply: the containers are the same, and are restarted only as the
// handover requires.
func TestApplyTakesOverFromCompose(t *testing.T) {
	play(t, appliable, func(t *testing.T, l *life) {
		l.write(applied("a", "true"))
		l.must(l.m.compose(referenceCompose, "--file", "/srv/shop/compose.yml", "up", "--detach")...)
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.says(l.must(l.command("apply")...), "shop.target: started")
		for _, was := range []container{db, web} {
			if got := l.must("engine", "inspect", "--format", "{{.State.Status}} {{.HostConfig.RestartPolicy.Name}}", was.ID); got != "running no" {
				t.Errorf("%.12s is %s", was.ID, got)
			}
		}
	})
}
