//go:build live

package live

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sickable is a service that is healthy until a file is created in its container; a new run removes the file.
const sickable = `
    image: busybox
    command: [sh, -c, 'rm -f /sick; trap "exit 0" TERM; while :; do sleep 0.1; done']
    healthcheck: {test: "test ! -e /sick", interval: 500ms, retries: 2}
    x-compose2unit: {on-unhealthy: restart}
`

const wasUnhealthy = "was unhealthy, and was killed (on-unhealthy: restart)"

// A container that becomes unhealthy is restarted by its unit, as after a crash, and one line of its journal says why.
// Its dependent is not restarted, and neither is an unhealthy container without `on-unhealthy`.
func TestUnhealthyIsRestarted(t *testing.T) {
	play(t, and(withUsersQuadlet, older), func(t *testing.T, l *life) {
		l.up(`
services:
  db:` + sickable + `
    restart: unless-stopped
  app:` + loop + `
    depends_on: {db: {condition: service_healthy}}
  left:` + loop + `
    restart: always
    healthcheck: {test: "exit 1", interval: 500ms, retries: 1}
`)
		db, app, left := l.container("shop-db-1"), l.container("shop-app-1"), l.container("shop-left-1")
		l.must("engine", "exec", "shop-db-1", "touch", "/sick") // after the trap, and thus after rm
		l.eventuallyRestarted("shop-db-1", db)
		l.eventuallyState("shop-db.service", "active")
		if n := l.property("shop-db.service", "NRestarts"); n != "1" {
			t.Errorf("shop-db.service was restarted %s times, want 1", n)
		}
		l.eventually("the journal to say why", func() bool { return strings.Contains(l.journal("shop-db.service"), wasUnhealthy) })
		l.eventuallyHealth("shop-db-1", "healthy")
		l.untouched("shop-app-1", app)
		l.untouched("shop-left-1", left)

		l.must("systemctl", "stop", "shop-*.service", "shop.target")
		for _, unit := range strings.Fields(l.sh("systemctl list-units --plain --no-legend --state active 'shop*' | cut -d ' ' -f 1")) {
			t.Errorf("%s is active after the stop", unit)
		}
	})
}

// A service that is never healthy counts toward restart: on-failure:N, and a dependent waits until it gives up. One that
// is healthy in the second run does not prevent a start, and within start_period nothing is unhealthy.
func TestUnhealthyCountsAndIsWaitedFor(t *testing.T) {
	play(t, and(withRootless, older), func(t *testing.T, l *life) {
		l.install(`
x-compose2unit: {on-unhealthy: restart}
services:
  twice:` + counting("twice", "exec sleep 1000") + `
    restart: on-failure:1
    healthcheck: {test: "exit 1", interval: 500ms, retries: 2}
  waits:` + loop + `
    depends_on: {twice: {condition: service_healthy}}
  second:` + counting("second", "exec sleep 1000") + `
    restart: on-failure
    healthcheck: {test: "test $$(wc -l </notes/second) -ge 2", interval: 500ms, retries: 5}
  comes:` + loop + `
    depends_on: {second: {condition: service_healthy}}
  slow:` + counting("slow", "exec sleep 1000") + `
    restart: always
    healthcheck: {test: "exit 1", interval: 500ms, retries: 1, start_period: 1h}
`)
		l.must("systemctl", "start", "--no-block", "shop.target")
		l.eventuallyState("shop-twice.service", "failed")
		l.eventuallyState("shop-waits.service", "failed")
		if n := l.runs("twice"); n != 2 {
			t.Errorf("twice ran %d times, want 2", n)
		}
		if text := l.journal("shop-twice.service"); !strings.Contains(text, "not restarted after 1 retries") {
			t.Errorf("the journal does not say that it gave up:\n%s", text)
		}
		l.eventuallyState("shop-comes.service", "active")
		l.untroubled("shop-comes")
		if n := l.runs("second"); n != 2 {
			t.Errorf("second ran %d times, want 2", n)
		}
		if n := l.runs("slow"); n != 1 {
			t.Errorf("slow ran %d times, want 1: it is in its start_period", n)
		}
	})
}

// Docker's watcher is one client for the project. It survives a restart of the engine and is restarted when it dies, and finds
// what became unhealthy while it was not running.
func TestWatcherComesBack(t *testing.T) {
	play(t, []*column{docker, rootlessDocker, docker20}, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + sickable + `
    restart: always
    scale: 3
`)
		l.eventually("one client to read the events", func() bool { return l.sh("pgrep -fc '^docker events' || :") == "1" })
		l.must("systemctl", "restart", "docker")
		l.eventuallyState("shop-health.service", "active")
		l.eventuallyHealth("shop-web-2", "healthy")
		l.trapped()
		web := l.container("shop-web-2")
		l.must("engine", "exec", "shop-web-2", "touch", "/sick")
		l.eventuallyRestarted("shop-web-2", web)

		l.must("systemctl", "kill", "--signal", "KILL", "shop-health")
		l.eventuallyState("shop-health.service", "active")
		l.must("systemctl", "stop", "shop-health")
		web = l.container("shop-web-3")
		l.must("engine", "exec", "shop-web-3", "touch", "/sick")
		l.eventuallyHealth("shop-web-3", "unhealthy")
		l.untouched("shop-web-3", web)
		l.must("systemctl", "start", "shop-health")
		l.eventuallyRestarted("shop-web-3", web)
	})
}

// eventuallyHealth waits for the health status that the engine reports for a container.
func (l *life) eventuallyHealth(name, want string) {
	l.t.Helper()
	l.eventually(name+" "+want, func() bool {
		return strings.TrimSpace(l.m.Run("engine", "container", "inspect", "--format", "{{.State.Health.Status}}", name).Out) == want
	})
}

var manySick = flag.Int("sick", 10, "make this `many` containers unhealthy, one after the other")

// Many containers become unhealthy, one every two seconds, and all of them are restarted. The times from the engine's event
// that a container is unhealthy to that of its next start are logged.
func TestManyUnhealthyComeBack(t *testing.T) {
	play(t, []*column{docker, podman, quadlet}, func(t *testing.T, l *life) {
		const replicas = 10
		l.flags = []string{"-systemd-version", "254"}
		l.up(`
services:
  web:
    image: busybox
    command: [sh, -c, 'rm -f /sick; exec sleep 1000']
    init: true
    healthcheck: {test: "test ! -e /sick", interval: 1s, retries: 1}
    x-compose2unit: {on-unhealthy: restart}
    restart: always
    scale: ` + strconv.Itoa(replicas) + `
`)
		l.sh(`systemd-run --quiet --unit live-events sh -c 'exec engine events --since '$(date +%s)' --filter event=start --filter event=health_status --format json >/run/events'`)
		t.Cleanup(func() { l.m.Run("systemctl", "stop", "live-events") })
		l.sh(fmt.Sprintf(`i=0; while [ $i -lt %d ]; do
	until engine exec shop-web-$((i %% %d + 1)) sh -c 'pidof sleep && touch /sick'; do sleep 0.2; done >/dev/null 2>&1
	i=$((i+1)); sleep 2
done`, *manySick, replicas))
		sick, all := 0, []time.Duration{}
		l.eventually("all to be back", func() bool {
			sick, all = backAfter(l.m.Run("cat", "/run/events").Out)
			return sick >= *manySick && len(all) == sick
		})
		slices.Sort(all)
		// A container that is stopped by hand stays stopped, as always.
		l.must("engine", "stop", "shop-web-1")
		l.eventuallyState("shop-web@1.service", "inactive")
		t.Logf("%d of %d came back: half of them after %s, all after %s", len(all), sick, all[len(all)/2], all[len(all)-1])
	})
}

// backAfter parses the events of either engine: how many containers became unhealthy, and how long each took to start again.
func backAfter(text string) (sick int, back []time.Duration) {
	since := map[string]int64{}
	for line := range strings.Lines(text) {
		var e struct {
			Name, Status, Action string
			HealthStatus         string `json:"health_status"`
			Actor                struct{ Attributes map[string]string }
			TimeNano             int64
		}
		if json.Unmarshal([]byte(line), &e) != nil {
			continue
		}
		name := cmp.Or(e.Name, e.Actor.Attributes["name"])
		switch began, ill := since[name]; {
		case !ill && (e.HealthStatus == "unhealthy" || e.Action == "health_status: unhealthy"):
			since[name] = e.TimeNano
			sick++
		case ill && e.Status == "start":
			back = append(back, time.Duration(e.TimeNano-began))
			delete(since, name)
		}
	}
	return sick, back
}
