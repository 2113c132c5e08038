//go:build live

package live

import (
	"strings"
	"testing"
)

// A service whose image exists only in a file next to the Compose file starts, and the journal says so if that file is missing.
func TestImageFromAnArchive(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		service := func(name, image, file string) string {
			return "\n  " + name + ":" + strings.Replace(loop, "busybox", image, 1) + "    x-compose2unit: {image-archive: " + file + "}\n"
		}
		// Archives as docker writes them, OCI archives, and one of an image without a name.
		l.sh(`mkdir -p /srv/shop/images && cd /srv/shop/images
busybox-image saved:1
engine save -o saved.tar docker.io/library/saved:1
engine save -o nameless.tar $(engine image inspect --format '{{.Id}}' docker.io/library/saved:1)
podman load --quiet -i saved.tar
podman tag docker.io/library/saved:1 docker.io/library/oci:1
podman save --quiet --format oci-archive -o oci.tar docker.io/library/oci:1
podman tag docker.io/library/saved:1 docker.io/library/left:1
podman tag docker.io/library/saved:1 docker.io/library/right:1
podman tag docker.io/library/saved:1 docker.io/library/stranger:1
podman save --quiet -m -o both.tar docker.io/library/left:1 docker.io/library/right:1
podman save --quiet -m -o strange.tar docker.io/library/left:1 docker.io/library/stranger:1
podman rmi --force docker.io/library/oci:1 docker.io/library/saved:1 docker.io/library/left:1 docker.io/library/right:1 docker.io/library/stranger:1
engine rmi --force docker.io/library/saved:1 || :`)
		l.install("services:" + service("saved", "saved:1", "images/saved.tar") + service("oci", "oci:1", "./images/oci.tar") +
			service("nameless", "nameless:1", "/srv/shop/images/nameless.tar") + service("other", "other:1", "images/saved.tar") +
			service("gone", "gone:1", "images/gone.tar") + service("strange", "left:1", "images/strange.tar") +
			service("left", "left:1", "images/both.tar") + service("right", "right:1", "images/both.tar"))
		l.fails("systemctl", "start", "shop-strange")
		if got := l.journal("shop-strange"); !strings.Contains(got, "strange.tar is not loaded: it also has the name docker.io/library/stranger:1") {
			t.Errorf("the journal does not name the image that is not the project's:\n%s", got)
		}
		l.fails("engine", "image", "inspect", "docker.io/library/stranger:1")
		l.m.Run("systemctl", "start", "shop.target")
		l.eventuallyState("shop-saved.service", "active")
		l.eventuallyState("shop-oci.service", "active")
		l.eventuallyState("shop-nameless.service", "active")
		l.eventuallyState("shop-left.service", "active")
		l.eventuallyState("shop-right.service", "active")
		l.running("shop-saved-1", "shop-oci-1", "shop-nameless-1", "shop-left-1", "shop-right-1")

		l.fails("systemctl", "start", "shop-gone")
		if got := l.journal("shop-gone"); !strings.Contains(got, "gone:1 is not there, and neither is its archive /srv/shop/images/gone.tar") {
			t.Errorf("the journal does not say what is missing:\n%s", got)
		}
		l.fails("systemctl", "start", "shop-other")
		if got := l.journal("shop-other"); !strings.Contains(got, "/srv/shop/images/saved.tar has something else: Loaded image: ") {
			t.Errorf("the journal does not say what the archive contains:\n%s", got)
		}

		saved := l.container("shop-saved-1")
		l.must("rm", "-r", "/srv/shop/images")
		l.must("systemctl", "restart", "shop-saved")
		l.restarted("shop-saved-1", saved) // the image exists: the file is not needed
	})
}
