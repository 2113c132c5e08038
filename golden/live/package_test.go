//go:build live

package live

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/packaging"
)

// kind is a kind of package: how one is built from the sample, and the commands that install and remove one.
type kind struct {
	build   func(t *testing.T, source string) string
	source  string   // the sample's folder
	version []string // where the sample states the version, by file
	// prepare makes the machine ready.
	prepare         func(l *life)
	install, remove []string
	// purge removes what the removal leaves; the private values of an RPM are removed with the package.
	purge []string
}

var debs = kind{
	build: buildDeb, source: "../../packaging/sample", version: []string{"debian/changelog", "(1.0)"}, prepare: func(*life) {},
	install: []string{"dpkg", "--install"}, remove: []string{"dpkg", "--remove", "shop"}, purge: []string{"dpkg", "--purge", "shop"},
}

// Packages of a Compose project: installing starts it; an upgrade restarts only the service that changed, starts new
// services and stops removed ones; a stopped project stays stopped; removal removes the containers, and purging leaves
// only the volumes.
func TestPackage(t *testing.T) { packaged(t, debs) }

func packaged(t *testing.T, k kind) {
	v1 := k.sample(t, "1.0", "services:\n", "services:\n  gone:"+loop)
	v2 := k.sample(t, "2.0", "GREETING: hello", "GREETING: welcome", "services:\n", "services:\n  fresh:"+loop)
	l := begin(t)
	k.prepare(l)
	l.copyIn(v1, "/srv/shop_1.0")
	l.copyIn(v2, "/srv/shop_2.0")
	install := func(version string) { l.must(append(k.install, "/srv/shop_"+version)...) }

	install("1.0")
	l.must("systemctl", "is-enabled", "shop.target")
	l.running("shop-web-1", "shop-app-1", "shop-gone-1")
	l.eventually("web to serve its page", func() bool {
		return strings.Contains(l.m.Run("docker", "exec", "shop-web-1", "wget", "-q", "-O", "-", "localhost").Out, "Welcome to the shop")
	})
	const modes = "700 /etc/shop\n600 /etc/shop/app.env\n755 /usr/lib/systemd/system/shop\n755 /usr/lib/systemd/system/shop/create"
	if got := l.must("stat", "-c", "%a %n", "/etc/shop", "/etc/shop/app.env", "/usr/lib/systemd/system/shop", "/usr/lib/systemd/system/shop/create"); got != modes {
		t.Errorf("modes are\n%s\nwant\n%s", got, modes)
	}

	web, app, gone := l.container("shop-web-1"), l.container("shop-app-1"), l.container("shop-gone-1")
	install("2.0")
	l.untouched("shop-web-1", web)
	if now := l.container("shop-app-1"); now.ID == app.ID || now.State.Status != "running" {
		t.Errorf("app is %s %.12s, want a new container instead of %.12s", now.State.Status, now.ID, app.ID)
	}
	if got := l.must("docker", "exec", "shop-app-1", "sh", "-c", "echo $GREETING"); got != "welcome" {
		t.Errorf("app greets with %q, want welcome", got)
	}
	l.running("shop-fresh-1")
	l.exited("shop-gone-1", 0)
	if now := l.container("shop-gone-1"); now.ID != gone.ID {
		t.Error("gone was recreated")
	}

	// The same package again: nothing happens.
	web, app = l.container("shop-web-1"), l.container("shop-app-1")
	install("2.0")
	l.untouched("shop-web-1", web)
	l.untouched("shop-app-1", app)

	// What the administrator stopped stays stopped, and changes at the next start.
	l.must("systemctl", "stop", "shop.target")
	l.eventuallyState("shop-app.service", "inactive")
	install("1.0")
	l.state("shop-app.service", "inactive")
	l.state("shop-web.service", "inactive")
	l.must("systemctl", "start", "shop.target")
	if got := l.must("docker", "exec", "shop-app-1", "sh", "-c", "echo $GREETING"); got != "hello" {
		t.Errorf("app greets with %q, want hello", got)
	}

	l.must(k.remove...)
	if left := l.must("docker", "ps", "--all", "--quiet"); left != "" {
		t.Errorf("containers are left: %s", left)
	}
	if k.purge != nil {
		l.must("test", "-e", "/etc/shop/app.env")
		l.must(k.purge...)
	}
	l.fails("test", "-e", "/etc/shop")
	l.fails("test", "-L", "/etc/systemd/system/multi-user.target.wants/shop.target")
	l.must("docker", "volume", "inspect", "shop_data")
}

// sample builds a version of the sample's package with some texts of its Compose file replaced.
func (k kind) sample(t *testing.T, version string, oldnew ...string) string {
	t.Helper()
	source := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(source, os.DirFS(k.source)); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(source, "compose.yml"), oldnew...)
	edit(t, filepath.Join(source, k.version[0]), k.version[1], strings.Replace(k.version[1], "1.0", version, 1))
	return k.build(t, source)
}

// builder builds packages with the tools of this checkout.
func builder(t *testing.T) packaging.Builder {
	t.Helper()
	tools, err := filepath.Abs("../../packaging")
	if err != nil {
		t.Fatal(err)
	}
	return packaging.Builder{Tools: tools, Program: binary}
}

func buildDeb(t *testing.T, source string) string {
	t.Helper()
	if missing := packaging.Missing(packaging.Needs...); len(missing) > 0 {
		t.Fatalf("this needs %s: apt-get install debhelper dpkg-dev", strings.Join(missing, ", "))
	}
	deb, err := builder(t).Deb(source)
	if err != nil {
		t.Fatal(err)
	}
	return deb
}

// edit replaces texts that a file must contain.
func edit(t *testing.T, file string, oldnew ...string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(text, oldnew[i]) {
			t.Fatalf("%s does not contain %q", file, oldnew[i])
		}
		text = strings.Replace(text, oldnew[i], oldnew[i+1], 1)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// copyIn copies a file of the host into the machine.
func (l *life) copyIn(from, to string) {
	l.t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.m.Write(to, data, 0o644); err != nil {
		l.t.Fatal(err)
	}
}
