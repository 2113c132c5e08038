//go:build live

package live

import (
	"strings"
	"testing"
)

// Compose's own commands recognise our containers.
func TestComposeCommandsOnOurContainers(t *testing.T) {
	l := begin(t)
	l.up(`
services:
  db:` + loop + `
    networks: [back]
  web:
    image: busybox
    command: [sh, -c, 'echo hello from web; trap "exit 0" TERM; while :; do sleep 0.1; done']
    networks: [back]
    volumes: ["data:/data"]
volumes: {data: }
networks: {back: }
`)
	for _, program := range []string{debianCompose, referenceCompose} {
		compose := func(args ...string) string {
			t.Helper()
			return l.must(append([]string{program, "-p", "shop"}, args...)...)
		}
		if got := compose("ps", "--services"); !strings.Contains(got, "db") || !strings.Contains(got, "web") {
			t.Errorf("ps: %q", got)
		}
		l.eventually("logs to show the output", func() bool { return strings.Contains(compose("logs", "web"), "hello from web") })
		if got := compose("exec", "-T", "web", "echo", "exec works"); got != "exec works" {
			t.Errorf("exec: %q", got)
		}
		before := l.container("shop-web-1")
		compose("stop", "web")
		l.exited("shop-web-1", 0)
		l.eventually("the unit to follow the stop", func() bool { return l.property("shop-web.service", "ActiveState") != "active" })
		l.must("systemctl", "start", "shop-web")
		l.restarted("shop-web-1", before)
		before = l.container("shop-web-1")
		compose("restart", "web")
		l.eventuallyRestarted("shop-web-1", before)
	}
	l.must(debianCompose, "-p", "shop", "down")
	if got := l.must("docker", "ps", "-aq") + l.must("docker", "network", "ls", "-q", "--filter", "type=custom"); got != "" {
		t.Errorf("left after down: %s", got)
	}
	l.must("docker", "volume", "inspect", "shop_data")
	l.eventually("the units to follow", func() bool { return l.property("shop-db.service", "ActiveState") != "active" })
	l.must("systemctl", "restart", "shop-*.service", "shop.target")
	l.must("systemctl", "start", "shop.target")
	l.running("shop-db-1", "shop-web-1")
}

const withData = `
services:
  db:` + loop + `
    volumes: ["data:/data", /anonymous]
volumes: {data: }
`

const writeData = `docker exec shop-db-1 sh -c 'echo named >/data/file; echo anonymous >/anonymous/file; echo layer >/layer'`

// A stopped Compose project is taken over with its data, by units with the same hash: nothing is recreated.
func TestTakeOverFromCompose(t *testing.T) {
	l := begin(t)
	l.install(withData)
	l.must("env", "-C", "/srv/shop", referenceCompose, "up", "--detach")
	l.sh(writeData)
	before := l.container("shop-db-1")
	l.must("env", "-C", "/srv/shop", referenceCompose, "stop")
	l.must("systemctl", "start", "shop.target")
	l.restarted("shop-db-1", before)
	if got := l.sh("docker exec shop-db-1 cat /data/file /anonymous/file /layer"); got != "named\nanonymous\nlayer" {
		t.Errorf("data after the takeover: %q", got)
	}
	// Back again: `up -d` recreates nothing either.
	l.must("systemctl", "stop", "shop-*.service", "shop.target")
	ours := l.container("shop-db-1")
	l.must("env", "-C", "/srv/shop", referenceCompose, "up", "--detach")
	l.restarted("shop-db-1", ours)
	if got := l.sh("docker exec shop-db-1 cat /data/file /anonymous/file /layer"); got != "named\nanonymous\nlayer" {
		t.Errorf("data after giving back: %q", got)
	}
}

// A project of a Compose version with a different hash is taken over as by an upgrade of Compose: the container is recreated,
// and no volume is lost. The same in the other direction.
func TestTakeOverFromOlderCompose(t *testing.T) {
	l := begin(t)
	// 2.26 hashes depends_on, the current Compose does not.
	l.install(strings.Replace(withData, "  db:", "  first:"+loop+"  db:\n    depends_on: [first]", 1))
	l.must("env", "-C", "/srv/shop", debianCompose, "up", "--detach")
	l.sh(writeData)
	before := l.container("shop-db-1")
	l.must("env", "-C", "/srv/shop", debianCompose, "stop")
	l.must("systemctl", "start", "shop.target")
	if l.container("shop-db-1").ID == before.ID {
		t.Error("another hash is another definition: the container should be recreated")
	}
	if got := l.sh("docker exec shop-db-1 cat /data/file /anonymous/file"); got != "named\nanonymous" {
		t.Errorf("data after the takeover: %q", got)
	}
	l.must("systemctl", "stop", "shop-*.service", "shop.target")
	l.must("env", "-C", "/srv/shop", debianCompose, "up", "--detach")
	if got := l.sh("docker exec shop-db-1 cat /data/file /anonymous/file"); got != "named\nanonymous" {
		t.Errorf("data after giving back: %q", got)
	}
	if got := l.sh("docker volume ls -q | wc -l"); got != "2" {
		t.Errorf("%s volumes, want the same two", got)
	}
}

// A running Compose project is taken over by starting the units.
func TestTakeOverWhileItRuns(t *testing.T) {
	l := begin(t)
	l.install(withData)
	l.must("env", "-C", "/srv/shop", referenceCompose, "up", "--detach")
	before := l.container("shop-db-1")
	l.must("systemctl", "start", "shop.target")
	l.untouched("shop-db-1", before)
	l.state("shop-db.service", "active")
	l.must("systemctl", "stop", "shop-db")
	l.exited("shop-db-1", 0)
}

// Secrets are not exposed: not in any argv, not in a unit or its properties, not in a file that others can read.
func TestSecretsStaySecret(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sh(`mkdir -p /srv/shop && umask 077 && echo canary-secret-file >/srv/shop/secret.txt && echo SECRET_ENV=canary-secret-env >/srv/shop/.env && echo 'IN_FILE=canary-env-file' >/srv/shop/app.env`)
		l.install(`
services:
  web:` + loop + `
    environment: {PASSWORD: canary-environment, FROM: "${SECRET_ENV}", LINES: "canary-one\ncanary-two"}
    env_file: app.env
    secrets: [file, env]
    configs: [inline]
    healthcheck: {test: [CMD, "true"], interval: 1s}
    post_start:
      - {command: ["true"], environment: {HOOK: canary-hook}}
secrets:
  file: {file: ./secret.txt}
  env: {environment: SECRET_ENV}
configs:
  inline: {content: "password: canary-config"}
`)
		// Every argv that exists in the meantime is recorded.
		l.must("systemd-run", "--unit", "argvs", "sh", "-c", "while :; do cat /proc/[0-9]*/cmdline; echo; done >/root/argvs 2>/dev/null")
		l.must("systemctl", "start", "shop.target")
		l.eventually("the argv of the command that creates the container to be seen", func() bool {
			l.must("systemctl", "restart", "shop-web")
			return l.sh("tr '\\0' ' ' </root/argvs | grep -cE 'shop/create|podman run' || :") != "0"
		})
		l.sh("sleep 1")
		l.must("systemctl", "stop", "argvs")
		if got := l.m.Run("sh", "-c", "tr '\\0' '\\n' </root/argvs | grep -a 'canary' | sort -u | head").Out; got != "" {
			t.Errorf("in a short-lived argv: %s", got)
		}
		if got := l.m.Run("sh", "-c", `for f in /proc/[0-9]*/cmdline; do tr '\0' ' ' <$f 2>/dev/null; echo; done | grep '[c]anary'`).Out; got != "" {
			t.Errorf("in an argv: %s", got)
		}
		if got := l.m.Run("sh", "-c", "systemctl show --all 'shop*' | grep canary; systemctl cat 'shop*' | grep canary").Out; got != "" {
			t.Errorf("in systemd: %s", got)
		}
		if got := l.m.Run("sh", "-c", `journalctl --no-pager | grep canary`).Out; got != "" {
			t.Errorf("in the journal: %s", got)
		}
		// Run as nobody, an unrelated user; the engine's own files must be out of its reach as well.
		if got := l.m.Run("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
			"grep", "-rIls", "canary", "/etc/systemd", "/etc/containers", "/run", "/tmp", "/var/tmp", "/srv/out", "/var/lib/containers").Out; got != "" {
			t.Errorf("in files that others can read: %s", got)
		}
		// The container has them.
		got := l.sh(`engine exec shop-web-1 sh -c 'cat /run/secrets/file /run/secrets/env; echo; echo "$PASSWORD $FROM $IN_FILE"; echo "$LINES"; cat /inline'`)
		want := "canary-secret-file\ncanary-secret-env\ncanary-environment canary-secret-env canary-env-file\ncanary-one\ncanary-two\npassword: canary-config"
		if got != want {
			t.Errorf("in the container:\n%s\nwant\n%s", got, want)
		}
	})
}

// A careless copy made the private files readable for others: the units restrict them before use.
func TestOpenPrivateFilesAreClosed(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    environment: {PASSWORD: canary}
`)
		l.sh("chmod -R a+rX /etc/systemd/system/shop")
		l.must("systemctl", "start", "shop.target")
		if got := l.m.Run("find", "/etc/systemd/system/shop", "-perm", "/077").Out; got != "" {
			t.Errorf("still open: %s", got)
		}
	})
}

// The README's sample works as a whole: it is reachable by HTTP through its published port.
func TestSampleAnswersOverHTTP(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sample()
		l.eventually("an answer through the published port", func() bool {
			return strings.Contains(l.m.Run("curl", "-sS", "http://127.0.0.1:8080/").Out, "The shop")
		})
		l.eventually("an answer of app, with what migrate wrote", func() bool {
			return strings.Contains(l.m.Run("engine", "exec", "shop-web-1", "wget", "-qO-", "http://app:8000/stock").Out, "42 apples")
		})
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		if got := l.must("engine", "ps", "-q"); got != "" {
			t.Errorf("still running: %s", got)
		}
	})
}
