//go:build live

package live

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// fronts returns two services on a network with this definition, and one on another network.
func fronts(network string) string {
	return `
services:
  web:` + loop + `
    networks: [front, back]
    stop_grace_period: 30s
    volumes: [/anonymous]
  app:` + loop + `
    networks: {front: {aliases: [api]}}
  db:` + loop + `
    networks: [back]
networks:
  front: ` + network + `
  back: {}
`
}

const (
	oldFront = `{labels: {mine: old}, ipam: {config: [{subnet: 10.91.1.0/24}]}}`
	newFront = `{labels: {mine: new}, ipam: {config: [{subnet: 10.91.2.0/24}]}, driver_opts: {com.docker.network.driver.mtu: "1300"}}`
)

// front asserts which definition the network has, and that the containers of web and app are on it.
func (l *life) front(mine, subnet string) {
	l.t.Helper()
	if got := l.must("engine", "network", "inspect", "--format", `{{index .Labels "mine"}}`, "shop_front"); got != mine {
		l.t.Errorf("the network is the %s one, want the %s one", got, mine)
	}
	for _, name := range []string{"shop-web-1", "shop-app-1"} {
		if got := l.must("engine", "exec", name, "ip", "-o", "-4", "addr"); !strings.Contains(got, subnet) {
			l.t.Errorf("%s has no address of %s:\n%s", name, subnet, got)
		}
	}
}

// resolves asserts that a container resolves the name of another. (It need not be allowed to ping.)
func (l *life) resolves(container, name string) {
	l.t.Helper()
	l.must("engine", "exec", container, "sh", "-c", "ping -c 1 "+name+" 2>&1 | grep ^PING")
}

// agrees asserts that docker compose finds nothing to do with what the units created.
func (l *life) agrees() {
	l.t.Helper()
	before := l.sh("engine ps --all --no-trunc --quiet | sort; engine network ls --quiet --no-trunc | sort")
	if l.m.column.suite == machine.Bookworm {
		return // it has no current docker compose
	}
	up := l.m.compose(referenceCompose, "--file", "/srv/shop/compose.yml", "up", "--detach")
	if l.m.column.removes {
		up = append(up, "--no-recreate") // Quadlet's containers lack a label, and Compose recreates each; this is about the networks
	}
	said := l.m.Run(up...)
	after := l.sh("engine ps --all --no-trunc --quiet | sort; engine network ls --quiet --no-trunc | sort")
	if said.Code != 0 || before != after {
		l.t.Errorf("docker compose recreates what the units created: %s", said)
	}
}

// A network whose definition changed is recreated when its services are restarted, and kept while another container uses it:
// the journal names that container and the command that recreates the network.
func TestNetworkDefinitionChanged(t *testing.T) {
	play(t, and(withRootless, older), func(t *testing.T, l *life) {
		l.up(fronts(oldFront))
		l.front("old", "10.91.1.")
		web, db := l.container("shop-web-1"), l.container("shop-db-1")
		l.sh("engine exec shop-web-1 sh -c 'echo kept >/anonymous/file'")
		l.install(fronts(newFront))
		l.must("systemctl", "restart", "shop-app")
		l.front("old", "10.91.1.")
		l.untouched("shop-web-1", web)
		manager := ""
		if l.m.column.as != nil {
			manager = "--user "
		}
		const says = "network shop_front has another definition now and is kept, as it is in use by shop-web-1; to recreate it: "
		journal := l.journal("shop-front-network.service")
		_, command, found := strings.Cut(journal, says)
		command, _, _ = strings.Cut(command, "\n")
		if !found || command != "systemctl "+manager+"restart shop-app.service shop-web.service" {
			t.Fatalf("the journal of the network says:\n%s", journal)
		}
		l.sh(strings.Replace(command, "--user ", "", 1)) // in the test, systemctl is already the user's
		l.front("new", "10.91.2.")
		if got := l.must("engine", "exec", "shop-web-1", "cat", "/sys/class/net/eth0/mtu", "/sys/class/net/eth1/mtu"); !strings.Contains(got, "1300") {
			t.Errorf("the driver option is missing: %s", got)
		}
		if !l.m.column.removes {
			l.layer("shop-web-1", "/anonymous/file", "kept")
		}
		l.untouched("shop-db-1", db)
		l.resolves("shop-db-1", "web")
		l.resolves("shop-web-1", "api")
		l.agrees()

		// Stopped containers of the project do not prevent it, and start on the new network.
		l.must("systemctl", "stop", "shop-web", "shop-app")
		l.install(fronts(oldFront))
		l.must("systemctl", "start", "shop-app")
		l.must("systemctl", "start", "shop-web")
		l.front("old", "10.91.1.")
		l.agrees()
	})
}

// A network that a foreign container uses is kept; the command in the journal recreates it.
func TestChangedNetworkInUse(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(fronts(oldFront))
		l.must("engine", "run", "--detach", "--name", "other", "--stop-signal", "KILL", "--network", "shop_front", "busybox", "sleep", "1000")
		l.must("engine", "network", "create", "foreign")
		l.install(fronts(newFront))
		l.must("systemctl", "restart", "shop.target")
		l.eventually("all to be up again", func() bool { return l.m.Run("sh", "-c", "engine ps --quiet | wc -l").Out == "4\n" })
		l.front("old", "10.91.1.")
		journal := l.journal("shop-front-network.service")
		_, command, found := strings.Cut(journal, "is in use by other; to recreate it: ")
		if !found {
			t.Fatalf("the journal of the network says:\n%s", journal)
		}
		command, _, _ = strings.Cut(command, "\n")
		l.sh(command)
		l.front("new", "10.91.2.")
		l.must("engine", "container", "inspect", "other")
	})
}

// A network of this name that does not belong to the project is never touched, and neither is an external one.
func TestForeignNetworkIsKept(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.must("engine", "network", "create", "--label", "com.docker.compose.project=other", "--label", "com.docker.compose.network=front",
			"--label", "com.docker.compose.config-hash=aa", "--label", "mine=theirs", "shop_front")
		l.must("engine", "network", "create", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.network=outside",
			"--label", "com.docker.compose.config-hash=aa", "--label", "mine=theirs", "outside")
		l.up(`
services:
  web:` + loop + `
    networks: [front, outside]
networks:
  front: {}
  outside: {external: true, name: outside}
`)
		for _, name := range []string{"shop_front", "outside"} {
			if got := l.must("engine", "network", "inspect", "--format", `{{index .Labels "mine"}}`, name); got != "theirs" {
				t.Errorf("the network %s was replaced", name)
			}
		}
	})
}

// When a network is renamed, the containers move to the new one and the old one is removed.
func TestNetworkRenamed(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.up(fronts(oldFront))
		l.install(fronts(strings.Replace(oldFront, "{labels", "{name: lobby, labels", 1)))
		l.must("systemctl", "restart", "shop.target")
		l.eventually("all to be up again", func() bool { return l.m.Run("sh", "-c", "engine ps --quiet | wc -l").Out == "3\n" })
		l.fails("engine", "network", "inspect", "shop_front")
		l.must("engine", "network", "inspect", "lobby")
		l.resolves("shop-web-1", "api")
		l.agrees()
	})
}

// `compose2unit apply` says which services are restarted because of the network, and restarts them.
func TestApplyRecreatesNetwork(t *testing.T) {
	play(t, and(appliable, []*column{quadlet}), func(t *testing.T, l *life) {
		l.apply(fronts(oldFront))
		db := l.container("shop-db-1")
		l.write(fronts(newFront))
		l.says(l.m.RunIn("/srv", l.command("diff")...).Out, "network front: recreated, restarts app, web")
		l.says(l.must(l.command("apply")...), "network front: recreated, restarts app, web", "shop-web.service: restarted", "shop-app.service: restarted")
		l.front("new", "10.91.2.")
		l.untouched("shop-db-1", db)
		l.says(l.must(l.command("apply")...), "nothing to do")
		l.agrees()
	})
}
