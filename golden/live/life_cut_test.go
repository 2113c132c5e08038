//go:build live

package live

import "testing"

// Podman does not start a container whose working directory is missing, so `create` creates it. If `create` was killed before
// that, the next start repairs the container.
func TestContainerCreationInterrupted(t *testing.T) {
	play(t, []*column{podman}, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    working_dir: /made/by/nobody
`)
		l.sh(`cd /etc/systemd/system/shop && cp -p create whole && sed -i '/^working_dir "\$@"$/d' create`)
		l.fails("systemctl", "start", "shop-web")
		before := l.container("shop-web-1")
		l.sh("cd /etc/systemd/system/shop && mv whole create")
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
		if now := l.container("shop-web-1"); now.ID != before.ID {
			t.Error("it was recreated")
		}
	})
}
