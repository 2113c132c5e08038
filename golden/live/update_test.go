//go:build live

package live

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// registry starts a registry in the machine of a test.
func (l *life) registry() {
	l.t.Helper()
	startRegistry(l.t, l.m.Machine)
}

// startRegistry starts one at 127.0.0.1:5000, which serves plain HTTP.
func startRegistry(t *testing.T, m *machine.Machine) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "registry")
	build := exec.Command("go", "build", "-tags", "live", "-o", program, "./registry")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	const plain = "[[registry]]\nlocation = \"127.0.0.1:5000\"\ninsecure = true\n" // docker treats the loopback as insecure anyway
	for path, text := range map[string][]byte{"/usr/local/bin/live-registry": data, "/etc/containers/registries.conf.d/live.conf": []byte(plain)} {
		if err := m.Write(path, text, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { m.Run("systemctl", "stop", "live-registry") }) // another test may use the machine
	const start = `systemd-run --quiet --unit live-registry /usr/local/bin/live-registry
for _ in $(seq 600); do curl -sf http://127.0.0.1:5000/v2/ >/dev/null && exit; sleep 0.1; done; exit 1`
	if r := m.Run("sh", "-c", start); r.Code != 0 {
		t.Fatalf("starting the registry: %s", r)
	}
}

// publish creates an image that differs by a label, and pushes it to the registry only.
func (l *life) publish(name, version string) {
	l.t.Helper()
	name = "127.0.0.1:5000/" + name
	l.must("busybox-image", "-c", "LABEL version="+version, name)
	l.must("engine", "push", "--quiet", name)
	l.must("engine", "rmi", "--force", name)
}

// A newer image in the registry reaches a service with automatic updates; nothing else is restarted.
func TestImageUpdatedByTheCalendar(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.registry()
		l.publish("web:1", "one")
		l.up(`
services:
  web:` + strings.Replace(loop, "busybox", "127.0.0.1:5000/web:1", 1) + `
    volumes: [data:/data]
    x-compose2unit: {update: "2099-01-01 03:00"}
  other:` + loop + `
volumes: {data: {}}
`)
		web, other := l.container("shop-web-1"), l.container("shop-other-1")
		l.sh("engine exec shop-web-1 sh -c 'echo kept >/data/file'")
		l.state("shop-web-update.timer", "active")

		l.must("systemctl", "start", "shop-web-update.service")
		l.untouched("shop-web-1", web) // the same image: nothing happens

		l.publish("web:1", "two")
		l.must("systemctl", "start", "shop-web-update.service")
		now := l.container("shop-web-1")
		if now.ID == web.ID || now.Image == web.Image || now.State.Status != "running" {
			t.Errorf("a new image: %.12s of %.20s, %s; was %.12s of %.20s", now.ID, now.Image, now.State.Status, web.ID, web.Image)
		}
		if got := l.sh("engine exec shop-web-1 cat /data/file"); got != "kept" {
			t.Errorf("the volume after the update: %q", got)
		}
		l.untouched("shop-other-1", other)

		l.must("systemctl", "stop", "shop-web")
		l.publish("web:1", "three")
		l.must("systemctl", "start", "shop-web-update.service")
		l.state("shop-web.service", "inactive") // a stopped service stays stopped

		l.must("systemctl", "stop", "live-registry")
		l.must("systemctl", "start", "shop-web") // runs what was pulled, without a registry
		l.fails("systemctl", "start", "shop-web-update.service")
		l.state("shop-web.service", "active")
		if got := l.journal("shop-web-update"); !strings.Contains(got, "127.0.0.1:5000") {
			t.Errorf("the journal does not say which registry is unreachable:\n%s", got)
		}
	})
}

// podman's own auto-update recognises the units of containers that carry its label.
func TestPodmanAutoUpdate(t *testing.T) {
	play(t, []*column{podman}, func(t *testing.T, l *life) {
		l.registry()
		l.publish("web:1", "one")
		l.up(`
services:
  web:` + strings.Replace(loop, "busybox", "127.0.0.1:5000/web:1", 1) + `
    labels: {io.containers.autoupdate: registry}
`)
		web := l.container("shop-web-1")
		l.must("systemctl", "restart", "shop-web")
		l.restarted("shop-web-1", web)
		if got := l.sh("podman auto-update --format '{{.Unit}} {{.Updated}}'"); got != "shop-web.service false" {
			t.Errorf("auto-update without a new image: %q", got)
		}
		l.publish("web:1", "two")
		if got := l.sh("podman auto-update --format '{{.Unit}} {{.Updated}}'"); got != "shop-web.service true" {
			t.Errorf("auto-update with a new image: %q", got)
		}
		now := l.container("shop-web-1")
		if now.ID == web.ID || now.Image == web.Image || now.State.Status != "running" {
			t.Errorf("a new image: %.12s of %.20s, %s; was %.12s of %.20s", now.ID, now.Image, now.State.Status, web.ID, web.Image)
		}
	})
}
