//go:build live

package live

import (
	"strings"
	"testing"
)

const lockedWeb = "127.0.0.1:5000/web:1"

// A service with a locked image runs that image, whatever its tag refers to now.
func TestImageLocked(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		l.registry()
		l.publish("web:1", "one")
		compose := "\nservices:\n  web:" + strings.Replace(loop, "busybox", lockedWeb, 1)
		own := l.flags
		l.flags = append(own, "-lock", "/srv/shop.lock")
		l.up(compose)
		web := l.container("shop-web-1")
		l.flags = append(own, "-locked", "/srv/shop.lock")

		l.publish("web:1", "two")
		l.must("systemctl", "start", "shop-down")
		l.sh("engine image rm --force $(engine image inspect --format '{{.Id}}' " + web.Image + ")")
		l.up(compose) // pulls it again
		if now := l.container("shop-web-1"); now.Image != web.Image {
			t.Errorf("the image is %.20s now, was %.20s", now.Image, web.Image)
		}
		l.restartsAsItWas()
	})
}

// restartsAsItWas asserts that the container is kept when nothing has changed.
func (l *life) restartsAsItWas() {
	l.t.Helper()
	before := l.container("shop-web-1")
	l.must("systemctl", "restart", "shop-web")
	l.restarted("shop-web-1", before)
}

// What -lock locks is what docker compose locks: it finds nothing to recreate in what the units created.
func TestLockedAsComposeLocks(t *testing.T) {
	l := begin(t)
	l.registry()
	l.publish("web:1", "one")
	l.flags = append(l.flags, "-lock", "/srv/shop.lock")
	l.up("\nservices:\n  web:" + strings.Replace(loop, "busybox", lockedWeb, 1))
	web := l.container("shop-web-1")
	l.sh("cd /srv/shop && " + referenceCompose + " config --lock-image-digests --output lock.yml && " +
		referenceCompose + " --file compose.yml --file lock.yml up --detach")
	if now := l.container("shop-web-1"); now.ID != web.ID {
		t.Error("docker compose recreated the container")
	}
}
