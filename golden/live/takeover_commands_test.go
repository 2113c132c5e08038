//go:build live

package live

import (
	"strings"
	"testing"
	"time"
)

// compose runs a docker compose command on the project from anywhere, by its name only.
func (l *life) compose(args ...string) string {
	l.t.Helper()
	return l.must(append([]string{referenceCompose, "-p", "shop"}, args...)...)
}

const watched = `
services:
  db:` + loop + `
    restart: always
  app:` + loop + `
    restart: unless-stopped
    depends_on: [db]
  web:` + loop + `
    restart: on-failure
    depends_on: {app: {condition: service_started}}
    scale: 2
  job:
    image: busybox
    command: [sh, -c, "echo done"]
`

var watchedUnits = []string{"shop-db.service", "shop-app.service", "shop-web@1.service", "shop-web@2.service"}

// `docker compose stop` is respected: the unit is inactive, not failed, and nothing starts it again.
func TestComposeStopsAndStartsUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	app, web := l.container("shop-app-1"), l.container("shop-web-1")
	l.compose("stop", "db")
	l.eventuallyState("shop-db.service", "inactive")
	time.Sleep(3 * time.Second) // longer than any restart would take to begin
	l.exited("shop-db-1", 0)
	l.state("shop-db.service", "inactive")
	l.untouched("shop-app-1", app)
	l.untouched("shop-web-1", web)

	l.compose("start", "db")
	db := l.container("shop-db-1")
	l.running("shop-db-1")
	l.state("shop-db.service", "inactive") // systemd was not involved
	l.must("systemctl", "start", "shop-db")
	l.untouched("shop-db-1", db) // it is taken over while running
	l.state("shop-db.service", "active")

	l.compose("stop")
	for _, unit := range watchedUnits {
		l.eventuallyState(unit, "inactive")
	}
	l.must("systemctl", "start", "shop.target")
	for _, unit := range watchedUnits {
		l.state(unit, "active")
	}
	l.restarted("shop-app-1", app)
	l.restarted("shop-web-1", web)
}

// `docker compose restart`: the same container is started again, and the unit stays active.
func TestComposeRestartsUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	db, web := l.container("shop-db-1"), l.container("shop-web-1")
	l.compose("restart", "db", "web")
	time.Sleep(3 * time.Second)
	l.restarted("shop-db-1", db)
	l.restarted("shop-web-1", web)
	for _, unit := range watchedUnits {
		l.state(unit, "active")
	}
	db = l.container("shop-db-1") // the unit follows this run: after a crash systemd starts it again
	l.signal("TERM", "shop-db-1")
	l.eventuallyRestarted("shop-db-1", db)
	l.eventuallyState("shop-db.service", "active")
}

// `docker compose kill` stops a service until it is started by hand, as under the engine's own restart policy.
func TestComposeKillsUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	l.compose("kill", "db")
	l.eventuallyState("shop-db.service", "inactive")
	time.Sleep(3 * time.Second) // longer than any restart would take to begin
	l.exited("shop-db-1", 137)
	l.state("shop-db.service", "inactive")
}

// `docker compose pause` is not a stop.
func TestComposePausesUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	db := l.container("shop-db-1")
	l.compose("pause", "db")
	l.state("shop-db.service", "active")
	l.compose("unpause", "db")
	l.untouched("shop-db-1", db)
	l.state("shop-db.service", "active")
}

// `docker compose down` removes everything; the units are inactive and recreate nothing by themselves.
func TestComposeTakesUnitsDown(t *testing.T) {
	l := begin(t)
	l.up(watched)
	l.compose("down")
	for _, unit := range watchedUnits {
		l.eventuallyState(unit, "inactive")
	}
	time.Sleep(3 * time.Second)
	if left := l.sh("docker ps -aq; docker network ls -q --filter type=custom"); left != "" {
		t.Errorf("left: %s", left)
	}
	for _, unit := range watchedUnits {
		l.state(unit, "inactive")
	}
	l.must("systemctl", "start", "shop.target")
	l.running("shop-db-1", "shop-app-1", "shop-web-1", "shop-web-2")
}

// `docker compose up -d` over the units touches nothing; over a stopped unit it starts the same container.
func TestComposeUpOverUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	db, web := l.container("shop-db-1"), l.container("shop-web-2")
	said := l.sh("cd shop && " + referenceCompose + " up -d 2>&1")
	if strings.Contains(said, "Recreate") || strings.Contains(said, "Creat") {
		t.Errorf("up says:\n%s", said)
	}
	l.untouched("shop-db-1", db)
	l.untouched("shop-web-2", web)
	l.must("systemctl", "stop", "shop-db")
	l.sh("cd shop && " + referenceCompose + " up -d")
	l.restarted("shop-db-1", db)
	l.state("shop-db.service", "inactive") // systemd was not involved
}

// Units over a running Compose project: the containers are the same and untouched, and from then on only systemd restarts
// them.
func TestUnitsTakeOverFromCompose(t *testing.T) {
	l := begin(t)
	l.install(watched)
	l.sh("cd shop && " + referenceCompose + " up -d")
	db, web := l.container("shop-db-1"), l.container("shop-web-2")
	l.must("systemctl", "start", "shop.target")
	l.untouched("shop-db-1", db)
	l.untouched("shop-web-2", web)
	for _, name := range []string{"shop-db-1", "shop-app-1", "shop-web-1", "shop-web-2"} {
		if got := l.must("docker", "inspect", "--format", "{{.HostConfig.RestartPolicy.Name}}", name); got != "no" {
			t.Errorf("the engine restarts %s too: %s", name, got)
		}
	}
	for _, unit := range watchedUnits {
		l.state(unit, "active")
	}
	l.must("systemctl", "stop", "shop-db")
	l.exited("shop-db-1", 0)
}

// A container that Compose recreated is taken over like any other.
func TestComposeRecreatesUnits(t *testing.T) {
	l := begin(t)
	l.up(watched)
	l.sh("cd shop && " + referenceCompose + " up -d --force-recreate --no-deps db")
	db := l.container("shop-db-1")
	l.running("shop-db-1")
	time.Sleep(3 * time.Second)
	l.untouched("shop-db-1", db)
	l.state("shop-db.service", "active")
	l.must("systemctl", "start", "shop-db")
	l.untouched("shop-db-1", db)
	l.state("shop-db.service", "active")
	if left := l.must("docker", "ps", "-aq", "--filter", "name=shop-db"); len(strings.Fields(left)) != 1 {
		t.Errorf("containers of db: %s", left)
	}
}
