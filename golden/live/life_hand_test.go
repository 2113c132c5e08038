//go:build live

package live

import (
	"testing"
	"time"
)

// A container is stopped, killed or removed with the engine's own command: the unit is inactive, not failed, and nothing
// starts it again until requested. If it is restarted or started by hand, the unit follows the same container.
func TestStoppedAndStartedByHand(t *testing.T) {
	play(t, []*column{podman, podmanForky}, func(t *testing.T, l *life) {
		l.up(`
services:
  stopped:` + loop + `
    restart: always
  killed:` + loop + `
    restart: unless-stopped
  removed:` + loop + `
    restart: always
  restarted:` + loop + `
    restart: always
`)
		stopped, restarted := l.container("shop-stopped-1"), l.container("shop-restarted-1")
		l.must("engine", "stop", "shop-stopped-1")
		l.must("engine", "kill", "shop-killed-1")
		l.must("engine", "rm", "--force", "shop-removed-1")
		l.must("engine", "restart", "shop-restarted-1")
		for _, unit := range []string{"shop-stopped.service", "shop-killed.service", "shop-removed.service"} {
			l.eventuallyState(unit, "inactive")
		}
		l.eventually("the unit to follow the restarted container", func() bool {
			return l.property("shop-restarted.service", "ActiveState") == "active" && l.container("shop-restarted-1").State.Status == "running"
		})
		l.restarted("shop-restarted-1", restarted)
		time.Sleep(3 * time.Second) // longer than any restart would take to begin
		l.exited("shop-stopped-1", 0)
		l.exited("shop-killed-1", 137)
		for _, unit := range []string{"shop-stopped.service", "shop-killed.service", "shop-removed.service"} {
			l.state(unit, "inactive")
		}

		l.must("engine", "start", "shop-stopped-1")
		l.must("systemctl", "start", "shop-stopped", "shop-killed", "shop-removed")
		l.running("shop-stopped-1", "shop-killed-1", "shop-removed-1")
		if l.container("shop-stopped-1").ID != stopped.ID {
			t.Error("a container that was started by hand was recreated")
		}
		for _, unit := range []string{"shop-stopped.service", "shop-killed.service", "shop-removed.service"} {
			l.state(unit, "active")
		}
		// From then on the unit manages it, and restarts it after a crash.
		before := l.container("shop-stopped-1")
		l.signal("KILL", "shop-stopped-1")
		l.eventuallyRestarted("shop-stopped-1", before)
	})
}

// What docker compose created through podman's socket is taken over by units with the same definition: the container is the
// same, with its data, and from then on only systemd restarts it.
func TestTakeOverFromComposeOnPodman(t *testing.T) {
	play(t, []*column{podman}, func(t *testing.T, l *life) {
		l.install(withData)
		l.sh("cd shop && " + podman.compose[1] + " " + referenceCompose + " up --detach")
		l.sh(`engine exec shop-db-1 sh -c 'echo named >/data/file; echo anonymous >/anonymous/file; echo layer >/layer'`)
		before := l.container("shop-db-1")
		l.must("systemctl", "start", "shop.target")
		l.untouched("shop-db-1", before)
		l.state("shop-db.service", "active")
		l.must("systemctl", "restart", "shop-db")
		l.restarted("shop-db-1", before)
		if got := l.sh("engine exec shop-db-1 cat /data/file /anonymous/file /layer"); got != "named\nanonymous\nlayer" {
			t.Errorf("data after the takeover: %q", got)
		}
		l.must("systemctl", "stop", "shop-db")
		l.exited("shop-db-1", 0)
	})
}

// A service that binds Docker's socket gets podman's.
func TestDockerSocketIsPodmans(t *testing.T) {
	play(t, []*column{podman}, func(t *testing.T, l *life) {
		l.must("systemctl", "stop", "podman.socket")
		l.up(`
services:
  watch:` + loop + `
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
`)
		l.running("shop-watch-1")
		l.must("engine", "exec", "shop-watch-1", "test", "-S", "/var/run/docker.sock")
		l.state("podman.socket", "active")
	})
}

// When the owner of a shared network namespace is recreated, so is the container that shares it, and both are in one
// namespace again.
func TestOwnerOfASharedNetworkChanged(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		compose := func(level string) string {
			return `
services:
  owner:` + loop + `
    environment: {LEVEL: "` + level + `"}
  guest:` + loop + `
    network_mode: service:owner
`
		}
		namespace := func(name string) string { return l.must("engine", "exec", name, "readlink", "/proc/1/ns/net") }
		l.up(compose("1"))
		owner := l.container("shop-owner-1")
		l.install(compose("2"))
		l.must("systemctl", "restart", "shop-owner", "shop-guest")
		if l.container("shop-owner-1").ID == owner.ID {
			t.Error("the owner should be recreated")
		}
		l.running("shop-owner-1", "shop-guest-1")
		if a, b := namespace("shop-owner-1"), namespace("shop-guest-1"); a != b {
			t.Errorf("in two namespaces: %s and %s", a, b)
		}
		if got := l.sh("engine ps -aq | wc -l"); got != "2" {
			t.Errorf("%s containers, want 2", got)
		}
	})
}
