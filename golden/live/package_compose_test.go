//go:build live

package live

import (
	"strings"
	"testing"
)

// Packages that ship a Compose file: the machine's generator writes the units.
func TestPackageCompose(t *testing.T)    { packagedCompose(t, debs) }
func TestPackageComposeRPM(t *testing.T) { packagedCompose(t, rpms) }

// Installation starts the project. An upgrade restarts only services that changed, starts new ones and stops those that are gone,
// even if systemd was reloaded in between; a stopped project stays stopped. Variables and settings of the administrator take
// precedence, and a folder in /etc/compose replaces the package's. After removal and purge only the volumes are left.
func packagedCompose(t *testing.T, k kind) {
	k.source = "../../packaging/sample-compose"
	v1 := k.sample(t, "1.0", "services:\n", "services:\n  gone:"+loop)
	v2 := k.sample(t, "2.0", "GREETING: hello", "GREETING: welcome", "services:\n", "services:\n  fresh:"+loop)
	l := begin(t)
	l.generates()
	l.onMachine("rm -f /etc/compose2unit.yaml && ln -sf /usr/local/bin/compose2unit /usr/bin/compose2unit") // rpm has a PATH of its own
	k.prepare(l)
	l.stub("compose2unit")
	l.copyIn(v1, "/srv/shop_1.0")
	l.copyIn(v2, "/srv/shop_2.0")
	install := func(version string) { l.must(append(k.install, "/srv/shop_"+version)...) }

	install("1.0")
	l.running("shop-web-1", "shop-app-1", "shop-gone-1")
	l.serves("http://127.0.0.1:8080", "Welcome to the shop")
	if got := l.property("shop-web.service", "SourcePath"); got != "/usr/share/compose/shop/compose.yaml" {
		t.Errorf("the source of shop-web.service is %q", got)
	}

	web, app := l.container("shop-web-1"), l.container("shop-app-1")
	install("2.0")
	l.untouched("shop-web-1", web)
	if now := l.container("shop-app-1"); now.ID == app.ID || now.State.Status != "running" {
		t.Errorf("app is %s %.12s, want a new container instead of %.12s", now.State.Status, now.ID, app.ID)
	}
	l.running("shop-fresh-1")
	l.containers(3, 3)
	app = l.container("shop-app-1")
	install("2.0") // nothing happens
	l.untouched("shop-web-1", web)
	l.untouched("shop-app-1", app)

	// A project that the administrator stopped stays stopped, and uses the changed port at its next start.
	l.must("systemctl", "stop", "shop.target")
	l.eventuallyState("shop-app.service", "inactive")
	l.onMachine("echo SHOP_PORT=8081 >/etc/shop/.env")
	install("1.0")
	l.state("shop-app.service", "inactive")
	l.must("systemctl", "start", "shop.target")
	l.serves("http://127.0.0.1:8081", "Welcome to the shop")

	// A folder of the administrator is used instead of the package's, and an upgrade does not touch it.
	l.folder("/etc/compose/shop", "x-compose2unit: {runtime: docker}\nservices:\n  web:"+loop)
	l.must("compose2unit", "apply", "shop")
	l.containers(1, 1)
	web = l.container("shop-web-1")
	install("2.0")
	l.untouched("shop-web-1", web)
	l.onMachine("rm -r /etc/compose/shop")
	l.must("compose2unit", "apply", "shop")
	l.running("shop-web-1", "shop-app-1", "shop-fresh-1")

	l.must(k.remove...)
	l.nothing("shop")
	if k.purge != nil {
		l.must("test", "-e", "/etc/shop/.env")
		l.must(k.purge...)
	}
	if left := strings.TrimSpace(l.m.Run("sh", "-c", "ls -d /etc/shop/.env /etc/compose/* /run/compose/* /usr/share/compose/* 2>/dev/null").Out); left != "" {
		t.Errorf("left: %s", left)
	}
	l.must("docker", "volume", "inspect", "shop_data")
}

// serves waits until an address answers with a page: docker's proxy accepts connections before the container does, and resets them.
func (l *life) serves(address, page string) {
	l.t.Helper()
	l.eventually(address+" to answer", func() bool { return strings.Contains(l.m.Run("curl", "--silent", address).Out, page) })
}

// stub installs an empty Debian package, whose program the test provides.
func (l *life) stub(name string) {
	l.t.Helper()
	l.onMachine("mkdir -p /tmp/stub/DEBIAN && printf 'Package: " + name + "\\nVersion: 1\\nArchitecture: all\\nMaintainer: A <a@example.com>\\nDescription: stub\\n' >/tmp/stub/DEBIAN/control" +
		" && dpkg-deb --build /tmp/stub /tmp/stub.deb >/dev/null && dpkg --install /tmp/stub.deb >/dev/null")
}
