//go:build live

package live

import (
	"strings"
	"testing"
	"time"
)

// A container is stopped, killed or removed with podman's own command: its unit is inactive, not failed, and starts it
// again on request. (`podman restart` counts as a stop: Quadlet removes the container before podman starts it again.)
func TestStoppedByHandOnQuadlet(t *testing.T) {
	play(t, []*column{quadlet, quadletForky}, func(t *testing.T, l *life) {
		l.up(`
services:
  stopped:` + loop + `
    restart: always
  killed:` + loop + `
    restart: unless-stopped
  removed:` + loop + `
    restart: always
`)
		l.must("engine", "stop", "shop-stopped-1")
		l.must("engine", "kill", "shop-killed-1")
		l.must("engine", "rm", "--force", "shop-removed-1")
		units := []string{"shop-stopped.service", "shop-killed.service", "shop-removed.service"}
		for _, unit := range units {
			l.eventuallyState(unit, "inactive")
		}
		time.Sleep(3 * time.Second) // longer than any restart would take to begin
		for _, unit := range units {
			l.state(unit, "inactive")
			l.must("systemctl", "start", unit)
		}
		l.running("shop-stopped-1", "shop-killed-1", "shop-removed-1")
	})
}

// What docker compose created is replaced: its named volumes are reused, its anonymous volume is left with its content.
func TestComposeReplacedByQuadlet(t *testing.T) {
	play(t, []*column{quadlet}, func(t *testing.T, l *life) {
		l.install(withData)
		l.sh("cd shop && " + quadlet.compose[1] + " " + referenceCompose + " up --detach")
		l.sh(`podman exec shop-db-1 sh -c 'echo named >/data/file; echo anonymous >/anonymous/file'`)
		left := l.must("podman", "container", "inspect", "--format", `{{range .Mounts}}{{if eq .Destination "/anonymous"}}{{.Name}}{{end}}{{end}}`, "shop-db-1")
		l.must("systemctl", "start", "shop.target")
		if got := l.sh("podman exec shop-db-1 sh -c 'cat /data/file; ls /anonymous'; podman ps -aq | wc -l"); got != "named\n1" {
			t.Errorf("after the takeover: %q", got)
		}
		l.state("shop-db.service", "active")
		if got := l.sh("cat $(podman volume inspect --format '{{.Mountpoint}}' " + left + ")/file"); got != "anonymous" {
			t.Errorf("in Compose's volume: %q", got)
		}
	})
}

// The content of a config or secret is a podman secret: it arrives with its mode and owner, also after a change, and
// `down` removes it.
func TestContentsOnQuadlet(t *testing.T) {
	play(t, []*column{quadlet}, func(t *testing.T, l *life) {
		compose := func(value string) string {
			return `
services:
  web:` + loop + `
    environment: {VALUE: canary}
    configs:
    - {source: motd, target: /etc/motd, uid: "7", gid: "8", mode: 0640}
    secrets:
    - {source: token, uid: "7", mode: 0400}
    volumes: [/own]
configs: {motd: {content: "one\n` + value + `\n"}}
secrets: {token: {environment: TOKEN}}
`
		}
		l.sh("mkdir -p /srv/shop; echo TOKEN=canary-token >/srv/shop/.env")
		inside := func() string {
			return l.must("engine", "exec", "shop-web-1", "sh", "-c", "cd /; stat -c '%n %a %u:%g' etc/motd run/secrets/token; cat etc/motd run/secrets/token")
		}
		const owners = "etc/motd 640 7:8\nrun/secrets/token 400 7:0\n"
		l.up(compose("two"))
		if got := inside(); got != owners+"one\ntwo\ncanary-token" {
			t.Errorf("in the container:\n%s", got)
		}
		l.install(compose("three"))
		l.must("systemctl", "restart", "shop-web")
		if got := inside(); got != owners+"one\nthree\ncanary-token" {
			t.Errorf("in the container, after the change:\n%s", got)
		}
		if got := l.sh("podman secret ls --format '{{.Name}}' | sort | tr '\\n' ' '"); strings.Count(got, "shop_") != 2 {
			t.Errorf("podman's secrets: %s", got)
		}
		l.must("systemctl", "start", "shop-down")
		if got := l.must("podman", "secret", "ls", "--quiet") + l.must("podman", "ps", "-aq"); got != "" {
			t.Errorf("left after down: %s", got)
		}
		if got := l.must("podman", "volume", "ls", "-q"); got != "shop-web-1.own" {
			t.Errorf("the volume that has no name in the Compose file is %q", got)
		}
	})
}

// A container in the network namespace of another stops and starts with it, whether the other one is restarted or
// crashes, and joins its network again.
func TestSharedNetworkOnQuadlet(t *testing.T) {
	play(t, []*column{quadlet}, func(t *testing.T, l *life) {
		l.up(`
services:
  owner:` + loop + `
    restart: always
  guest:` + loop + `
    network_mode: service:owner
`)
		for _, event := range []string{
			"systemctl restart shop-owner",
			"kill -9 $(podman container inspect -f '{{.State.Pid}}' shop-owner-1)",
			"kill -9 $(systemctl show --value --property MainPID shop-owner)",
		} {
			owner, guest := l.container("shop-owner-1"), l.container("shop-guest-1")
			l.sh(event)
			l.eventuallyRestarted("shop-owner-1", owner)
			l.eventuallyRestarted("shop-guest-1", guest)
			l.eventuallyState("shop-guest.service", "active")
			namespaces := l.sh("for name in owner guest; do podman exec shop-$name-1 readlink /proc/1/ns/net; done | uniq | wc -l")
			if namespaces != "1" {
				t.Errorf("%s: in two networks", event)
			}
		}
		l.must("systemctl", "stop", "shop-owner")
		l.exited("shop-owner-1", 0)
		l.exited("shop-guest-1", 0)
		l.must("systemctl", "start", "shop-guest")
		l.running("shop-owner-1", "shop-guest-1")
	})
}

// `compose2unit apply` installs Quadlet's files where the generator looks for them and restarts only what changed, and
// `remove` removes them.
func TestApplyOnQuadlet(t *testing.T) {
	play(t, []*column{quadlet}, func(t *testing.T, l *life) {
		l.says(l.apply(applied("hello", "true")), "shop.target: started")
		l.must("test", "-e", "/etc/containers/systemd/shop-web.container")
		if out := l.apply(applied("hello", "true")); out != "shop: nothing to do" {
			t.Errorf("the second apply should have nothing to do: %s", out)
		}
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		l.says(l.apply(applied("canary", "true")), "shop-web.service: restarted")
		l.untouched("shop-db-1", db)
		l.restarted("shop-web-1", web)
		l.says(l.must("podman", "exec", "shop-web-1", "env"), "GREETING=canary")

		three := strings.Replace(applied("canary", "true"), "  db:", "  third:"+loop+"  db:", 1)
		l.says(l.apply(three), "shop-third.service: started")
		l.running("shop-third-1")
		l.says(l.apply(applied("canary", "true")), "shop-third.service: stopped")
		l.says(l.must("compose2unit", "status", "-project", "shop"), "shop-db.service", "active (running)", "shop-db-1")
		l.says(l.must("compose2unit", "remove", "-project", "shop"), "units removed")
		if left := l.sh("podman ps -aq; find /etc/systemd/system /etc/containers/systemd -name '*shop*'"); left != "" {
			t.Errorf("remove left %s", left)
		}
		l.must("podman", "volume", "inspect", "shop_data")
	})
}
