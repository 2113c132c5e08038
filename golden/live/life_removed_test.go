//go:build live

package live

import (
	"strings"
	"testing"
)

// A container is removed by hand: the next start recreates it.
func TestContainerRemovedByHand(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + loop + `
    restart: always
    volumes: ["data:/data"]
  idle:` + loop + `
volumes: {data: }
`)
		before := l.container("shop-web-1")
		l.must("engine", "rm", "--force", "shop-web-1")
		l.eventually("the unit to notice", func() bool {
			state := l.property("shop-web.service", "ActiveState")
			return state == "inactive" || state == "failed" || l.m.Run("engine", "inspect", "shop-web-1").Code == 0
		})
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
		if l.container("shop-web-1").ID == before.ID {
			t.Error("it cannot be the same container")
		}
		// The same while it is stopped.
		l.must("systemctl", "stop", "shop-idle")
		l.must("engine", "rm", "--force", "shop-idle-1")
		l.must("systemctl", "start", "shop-idle")
		l.running("shop-idle-1")
	})
}

// A network and a volume are removed by hand: the next start recreates them, also if an earlier one has found and recorded them, and
// also a network that another one has replaced. A volume that something else has created meanwhile is reported.
func TestNetworkAndVolumeRemovedByHand(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + loop + `
    volumes: ["data:/data"]
    networks: [back]
volumes: {data: {labels: {mine: "yes"}}}
networks: {back: {labels: {mine: "yes"}}}
`)
		l.must("systemctl", "stop", "shop-db")
		l.must("engine", "network", "rm", "--force", "shop_back") // podman removes its containers as well
		l.must("systemctl", "start", "shop-db")
		l.running("shop-db-1")
		if got := l.must("engine", "network", "inspect", "-f", "{{.Labels.mine}} {{range .Containers}}{{.Name}}{{end}}", "shop_back"); got != "yes shop-db-1" {
			t.Errorf("the network after the start: %s", got)
		}
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "stop", "shop-db")
		l.must("engine", "rm", "--force", "shop-db-1")
		l.must("engine", "volume", "rm", "shop_data")
		l.must("engine", "network", "rm", "shop_back")
		l.must("systemctl", "start", "shop-db")
		l.running("shop-db-1")
		if got := l.must("engine", "volume", "inspect", "-f", "{{.Labels.mine}}", "shop_data"); got != "yes" {
			t.Errorf("the volume after the start: %s", got)
		}
		l.must("systemctl", "stop", "shop-db")
		l.must("engine", "rm", "--force", "shop-db-1")
		l.must("engine", "network", "rm", "shop_back")
		l.must("engine", "network", "create", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.network=back",
			"--label", "com.docker.compose.config-hash=aa", "shop_back")
		l.must("systemctl", "start", "shop-db")
		if got := l.must("engine", "network", "inspect", "-f", "{{.Labels.mine}}", "shop_back"); got != "yes" {
			t.Errorf("the network that replaced the project's after the start: %s", got)
		}
		l.must("systemctl", "restart", "shop-db")
		l.must("systemctl", "restart", "shop-db")
		if text := l.journal("shop-data-volume"); strings.Contains(text, "another definition") {
			t.Errorf("the volume was created from its definition:\n%s", text)
		}
		l.must("systemctl", "stop", "shop-db")
		l.must("engine", "rm", "--force", "shop-db-1")
		l.must("engine", "volume", "rm", "shop_data")
		l.must("engine", "volume", "create", "--label", "com.docker.compose.config-hash=another", "shop_data")
		l.must("systemctl", "start", "shop-db")
		l.running("shop-db-1")
		if text := l.journal("shop-data-volume"); !strings.Contains(text, "another definition") {
			t.Errorf("the journal does not report the other volume:\n%s", text)
		}
	})
}

// A missing external network is a clear failure and not a hang, and is not created.
func TestExternalNetworkMissing(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    networks: [outside]
networks: {outside: {external: true, name: everybodys-network}}
`)
		l.m.Run("timeout", "180", "systemctl", "start", "shop-web")
		if state := l.property("shop-web.service", "ActiveState"); state == "active" || state == "activating" {
			t.Errorf("shop-web.service is %s", state)
		}
		l.m.synced()
		if text := l.sh("journalctl --no-pager -o cat -u 'shop-*'"); !strings.Contains(text, "everybodys-network") {
			t.Errorf("the journal does not name the network:\n%s", text)
		}
		if got := l.must("engine", "network", "ls", "-q", "--filter", "name=everybodys"); got != "" {
			t.Error("an external network was created")
		}
		l.must("engine", "network", "create", "everybodys-network")
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
	})
}

// A missing external volume is never created either.
func TestExternalVolumeMissing(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    volumes: ["stock:/stock"]
volumes: {stock: {external: true, name: everybodys-volume}}
`)
		l.m.Run("timeout", "180", "systemctl", "start", "shop-web")
		if state := l.property("shop-web.service", "ActiveState"); state == "active" || state == "activating" {
			t.Errorf("shop-web.service is %s", state)
		}
		l.m.synced()
		if text := l.sh("journalctl --no-pager -o cat -u 'shop-*'"); !strings.Contains(text, "everybodys-volume") {
			t.Errorf("the journal does not name the volume:\n%s", text)
		}
		if got := l.must("engine", "volume", "ls", "-q"); got != "" {
			t.Errorf("an external volume was created: %s", got)
		}
	})
}

// The port is in use: the unit fails with the engine's own message in its journal, and works once the port is free.
func TestPortInUse(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		leave := l.squat("18080")
		l.install(`
services:
  web:` + loop + `
    ports: ["18080:80"]
`)
		l.fails("systemctl", "start", "shop-web")
		if text := l.journal("shop-web"); !strings.Contains(text, l.m.column.portTaken) {
			t.Errorf("the engine's own message is not in the journal:\n%s", text)
		}
		leave()
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
	})
}

// A container with the same name that does not belong to the project is left alone: the unit fails until it is removed.
func TestNameInUse(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		l.must("engine", "run", "--detach", "--name", "shop-web-1", "--stop-signal", "KILL", "busybox", "sleep", "1000")
		foreign := l.container("shop-web-1")
		l.install(`
services:
  web:` + loop)
		l.fails("systemctl", "start", "shop-web")
		if text := l.journal("shop-web"); !strings.Contains(text, "shop-web-1: there is a container of this name that is not of the project shop") {
			t.Errorf("the journal does not say what is in the way:\n%s", text)
		}
		l.must("systemctl", "start", "shop-down")
		l.untouched("shop-web-1", foreign)
		l.running("shop-web-1")
		l.must("engine", "rename", "shop-web-1", "foreign")
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1", "foreign")
	})
}

// An image that is missing and cannot be pulled is a clear failure.
func TestImageMissing(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  web:
    image: no-such-image:1
    pull_policy: never
`)
		l.fails("systemctl", "start", "shop-web")
		if text := l.journal("shop-web"); !strings.Contains(text, "no-such-image:1") {
			t.Errorf("the journal does not name the image:\n%s", text)
		}
	})
}

// A missing bind source is created, unless the file says not to.
func TestBindSourceMissing(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.install(`
services:
  made:` + loop + `
    volumes: ["./is made:/data"]
  strict:` + loop + `
    volumes: [{type: bind, source: ./is-not, target: /data, bind: {create_host_path: false}}]
`)
		l.must("systemctl", "start", "shop-made")
		l.must("test", "-d", "/srv/shop/is made")
		l.fails("systemctl", "start", "shop-strict")
		l.fails("test", "-e", "/srv/shop/is-not")
		if text := l.journal("shop-strict"); !strings.Contains(text, "is-not") {
			t.Errorf("the journal does not name the path:\n%s", text)
		}
	})
}
