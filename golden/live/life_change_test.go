//go:build live

package live

import (
	"strings"
	"testing"
)

// After a change of a definition its container is recreated, with its volumes; the others are untouched.
func TestDefinitionChanged(t *testing.T) {
	play(t, and(withUsersQuadlet, newer), func(t *testing.T, l *life) {
		const compose = `
services:
  db:` + loop + `
    volumes: ["data:/data", /anonymous]
    environment: {LEVEL: "1"}
  app:` + loop + `
    depends_on: [db]
volumes: {data: }
`
		l.up(compose)
		db, app := l.container("shop-db-1"), l.container("shop-app-1")
		l.sh("engine exec shop-db-1 sh -c 'echo named >/data/file; echo anonymous >/anonymous/file'")
		l.install(strings.Replace(compose, `"1"`, `"2"`, 1))
		l.untouched("shop-db-1", db)
		l.must("systemctl", "restart", "shop-db")
		if now := l.container("shop-db-1"); now.ID == db.ID {
			t.Error("db should be recreated")
		}
		if got := l.sh("engine exec shop-db-1 sh -c 'cat /data/file /anonymous/file; echo $LEVEL'"); got != "named\nanonymous\n2" {
			t.Errorf("after the change: %q", got)
		}
		l.untouched("shop-app-1", app)
		if got := l.sh("engine ps -aq | wc -l"); got != "2" {
			t.Errorf("%s containers, want 2", got)
		}
		if got := l.sh("engine volume ls -q | wc -l"); got != "2" {
			t.Errorf("%s volumes, want 2: the anonymous one should have been kept", got)
		}
	})
}

// All units are restarted after one definition changed: only that container is recreated.
func TestDefinitionChangedAndTargetRestarted(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(threeInARow)
		db, app := l.container("shop-db-1"), l.container("shop-app-1")
		l.install(strings.Replace(threeInARow, "  app:", "  app:\n    labels: {new: label}", 1))
		l.must("systemctl", "restart", "shop-*.service")
		l.restarted("shop-db-1", db)
		if l.container("shop-app-1").ID == app.ID {
			t.Error("app should be recreated")
		}
		l.running("shop-web-1")
	})
}

// After the image behind a name changed the container is recreated at its next start, with its volumes.
func TestImageUpdated(t *testing.T) {
	play(t, withNewer, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: [/anonymous]
  app:` + loop + `
`)
		db, app := l.container("shop-db-1"), l.container("shop-app-1")
		l.sh("engine exec shop-db-1 sh -c 'echo kept >/anonymous/file'")
		l.must("busybox-image", "-c", "ENV NEW=image", "busybox")
		l.untouched("shop-db-1", db)
		l.must("systemctl", "restart", "shop-db")
		now := l.container("shop-db-1")
		if now.ID == db.ID || now.Image == db.Image {
			t.Error("db should be recreated from the new image")
		}
		if got := l.sh("engine exec shop-db-1 sh -c 'cat /anonymous/file; echo $NEW'"); got != "kept\nimage" {
			t.Errorf("after the update: %q", got)
		}
		l.untouched("shop-app-1", app)
	})
}

// A build unit builds once and not again; the built image runs.
func TestBuildUnit(t *testing.T) {
	play(t, withNewer, func(t *testing.T, l *life) {
		l.sh(`mkdir -p /srv/shop/context && printf 'FROM docker.io/library/busybox\nRUN echo built >/built\n' >/srv/shop/context/Dockerfile`)
		l.up(`
services:
  web:
    build: ./context
    command: [sh, -c, 'cat /built; trap "exit 0" TERM; while :; do sleep 0.1; done']
`)
		l.running("shop-web-1")
		l.eventually("the output of the built image", func() bool { return strings.Contains(l.journal("shop-web"), "built") })
		before := l.container("shop-web-1")
		l.must("systemctl", "restart", "shop.target")
		l.eventuallyRestarted("shop-web-1", before)
		if now := l.container("shop-web-1"); now.Image != before.Image {
			t.Error("built again without a reason")
		}
	})
}

// `down` removes containers and networks; volumes stay.
func TestDown(t *testing.T) {
	play(t, withRootless, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: ["data:/data"]
    networks: [back]
volumes: {data: }
networks: {back: }
`)
		l.sh("engine exec shop-db-1 sh -c 'echo kept >/data/file'")
		l.must("systemctl", "start", "shop-down")
		if got := l.must("engine", "ps", "-aq"); got != "" {
			t.Errorf("containers left: %s", got)
		}
		if got := l.sh(listNetworks); got != "" {
			t.Errorf("networks left: %s", got)
		}
		if got := l.must("engine", "volume", "ls", "-q"); got != "shop_data" {
			t.Errorf("volumes left: %q, want shop_data", got)
		}
		l.must("systemctl", "start", "shop.target")
		l.running("shop-db-1")
		if got := l.sh("engine exec shop-db-1 cat /data/file"); got != "kept" {
			t.Errorf("data after down and up: %q", got)
		}
	})
}
