//go:build live

package live

import (
	"strings"
	"testing"
)

// The README's sample works as a whole on the old and on the next distribution: its gates, its secret and its config, a
// restart that keeps the container, a stop, a start, and `down`, which keeps its volume.
func TestSampleOnOtherDistributions(t *testing.T) {
	play(t, and(older, []*column{dockerForky, podmanForky}), func(t *testing.T, l *life) {
		l.sample()
		l.running("shop-web-1", "shop-app-1", "shop-db-1")
		l.exited("shop-migrate-1", 0)
		migrate, app := l.container("shop-migrate-1"), l.container("shop-app-1")
		if migrate.State.FinishedAt > app.State.StartedAt {
			t.Errorf("app started %s, before migrate ended %s", app.State.StartedAt, migrate.State.FinishedAt)
		}
		l.state("shop-db-healthy.service", "active")
		l.eventually("an answer through the published port", func() bool {
			return strings.Contains(l.m.Run("curl", "-sS", "http://127.0.0.1:8080/").Out, "The shop")
		})
		l.eventually("an answer of app, by its name, with what migrate wrote", func() bool {
			return strings.Contains(l.m.Run("engine", "exec", "shop-web-1", "wget", "-qO-", "http://app:8000/stock").Out, "42 apples")
		})
		if got, want := l.must("engine", "exec", "shop-app-1", "cat", "/run/secrets/token"), l.must("cat", "/srv/shop/token.txt"); got != want {
			t.Errorf("the secret is %q, want %q", got, want)
		}
		if got := l.must("engine", "exec", "shop-web-1", "cat", "/etc/httpd.conf"); got != "E404:/srv/missing.html" {
			t.Errorf("the config is %q", got)
		}

		web := l.container("shop-web-1")
		l.must("systemctl", "restart", "shop-web")
		l.restarted("shop-web-1", web)
		l.untouched("shop-app-1", app)
		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		if got := l.must("engine", "ps", "-q"); got != "" {
			t.Errorf("still running: %s", got)
		}
		l.must("systemctl", "start", "shop.target")
		l.restarted("shop-web-1", web)
		l.restarted("shop-app-1", app)
		// Podman's own healthcheck unit fails if it runs while the container is being stopped.
		if got := l.must("systemctl", "list-units", "--failed", "--plain", "--no-legend", "shop*"); got != "" {
			t.Errorf("failed units: %s", got)
		}
		l.must("systemctl", "start", "shop-down")
		if got := l.must("engine", "ps", "-aq"); got != "" {
			t.Errorf("containers left: %s", got)
		}
		if got := l.sh(listNetworks); got != "" {
			t.Errorf("networks left: %s", got)
		}
		l.must("engine", "volume", "inspect", "shop_data")
		if said := complaints(l.m); said != "" {
			t.Errorf("systemd says\n%s", said)
		}
	})
}

// sample brings up the README's project with real containers.
func (l *life) sample() {
	l.t.Helper()
	l.must("busybox-image", "busybox:1.36")
	if err := l.m.Copy("../project/shop", "/srv/shop"); err != nil {
		l.t.Fatal(err)
	}
	l.deploy()
	l.must("systemctl", "start", "shop.target")
}

// Before systemd 254 the restart delay does not grow: a crash loop continues every two seconds and never ends.
func TestFixedRestartDelay(t *testing.T) {
	play(t, older, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + counting("log", "exit 1") + `
    restart: always
`)
		if got := l.property("shop-web.service", "RestartUSec"); got != "2s" {
			t.Errorf("the delay is %s, want 2s", got)
		}
		// Six starts are one more than systemd's default limit within ten seconds.
		id := l.container("shop-web-1").ID
		l.eventually("6 runs", func() bool { return l.runs("log") >= 6 })
		if now := l.container("shop-web-1"); now.ID != id {
			t.Error("a crash recreated the container")
		}
		l.must("systemctl", "stop", "shop-web")
		n := l.runs("log")
		l.sh("sleep 3")
		if l.runs("log") != n {
			t.Error("it continues after a stop")
		}
	})
}
