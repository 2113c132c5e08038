//go:build live

package live

import (
	"context"
	"strings"
	"testing"
)

// slowMounts are mounts of a host that nothing else waits for, as for disks that may be absent: /mnt/slow needs a slow
// service, /mnt/slow/inner is below it, /mnt/later is mounted on access, and /mnt/broken needs a service that fails.
const slowMounts = `set -e
mkdir -p /mnt/slow /mnt/later /mnt/broken /srv/slow/inner /srv/slow/volume /srv/inner /srv/later
for dir in slow slow/volume inner later; do echo "of $dir" >/srv/$dir/here; done
cat >/etc/systemd/system/slow-disk.service <<END
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sleep 5
END
printf '[Service]\nType=oneshot\nExecStart=/bin/false\n' >/etc/systemd/system/broken-disk.service
cat >>/etc/fstab <<END
/srv/slow /mnt/slow none bind,nofail,x-systemd.requires=slow-disk.service 0 0
/srv/inner /mnt/slow/inner none bind,nofail 0 0
/srv/later /mnt/later none bind,nofail,noauto 0 0
/srv/later /mnt/broken none bind,nofail,noauto,x-systemd.requires=broken-disk.service 0 0
END
systemctl daemon-reload`

// Mounts below the bind sources of a container are mounted before it starts, also after a reboot; without its mount it does not
// start, so that nothing is written where the mount would hide it.
func TestMountsAreWaitedFor(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sh(slowMounts)
		service := func(name, volume string) string {
			return "\n  " + name + ":" + loop + "    volumes: ['" + volume + ":/data']\n"
		}
		l.install("services:" + service("slow", "/mnt/slow") + service("inner", "/mnt/slow/inner/") + service("named", "data") +
			service("later", "/mnt/later") + service("broken", "/mnt/broken/data") +
			"volumes:\n  data: {driver_opts: {type: none, o: bind, device: /mnt/slow/volume}}\n")
		l.must("systemctl", "enable", "shop.target")
		seen := func() {
			t.Helper()
			for name, want := range map[string]string{"slow": "of slow", "inner": "of inner", "named": "of slow/volume", "later": "of later"} {
				l.eventuallyState("shop-"+name+".service", "active")
				if got := l.sh("engine exec shop-" + name + "-1 cat /data/here"); got != want {
					t.Errorf("%s sees %q, want %q", name, got, want)
				}
			}
		}
		l.m.Run("systemctl", "start", "shop.target") // it fails because of broken
		seen()
		l.fails("systemctl", "start", "shop-broken")
		l.state("mnt-broken.mount", "inactive")
		if got := l.journal("shop-broken"); !strings.Contains(got, "Dependency failed") {
			t.Errorf("the journal does not say what is missing: %s", got)
		}
		if got := l.sh("ls -A /mnt/broken"); got != "" {
			t.Errorf("created below a missing mount: %s", got)
		}

		// These tests do not consider a machine with a failed unit as up.
		l.sh("systemctl stop 'shop-*.service' shop.target; rm -f /etc/*/systemd/shop-broken.container /etc/systemd/system/shop-broken.service; systemctl daemon-reload")
		if err := l.m.Reboot(context.Background()); err != nil {
			t.Fatal(err)
		}
		seen()
	})
}
