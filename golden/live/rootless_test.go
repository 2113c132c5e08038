//go:build live

package live

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// usersProjects are compared on a user's engine as well. Each contains something that the engine does differently there:
// networks, names and addresses, folders and volumes, copied files, dependencies. Limits are not among them: the machine
// has no controllers to delegate.
var usersProjects = []string{"equal-environment", "equal-files", "equal-networks", "equal-volumes", "project-shop"}

// lookAsUser brings the projects up in every way, on one machine.
func lookAsUser(t *testing.T, c *column, passes ...pass) []observation {
	t.Helper()
	var observations []observation
	h := boot(t, "equal-"+c.name, c, true)
	for _, p := range ours() {
		if slices.Contains(usersProjects, p.Name) && strings.Contains(p.Name, *only) {
			observations = append(observations, lookAt(h, p, passes))
		}
	}
	for _, s := range observations {
		if err := s.failed[byReference]; err != nil || s.created != "" {
			t.Errorf("%s: must be comparable: %v %s", s.project, err, s.created)
		}
	}
	return observations
}

const ofAUser = "our own projects, of a user"

// On a user's podman and on a user's docker the units create what docker compose creates there.
func TestUnitsEqualComposeOfAUser(t *testing.T) {
	t.Run(rootlessDocker.name, func(t *testing.T) {
		t.Parallel()
		report(t, rootlessDocker, ofAUser, lookAsUser(t, rootlessDocker, fromReference, pass{name: byUnits, side: unitSide{}}), byUnits, allowed)
	})
	t.Run(rootlessPodman.name, func(t *testing.T) {
		t.Parallel()
		units := unitSide{flags: lostByTheSocket}
		observations := lookAsUser(t, rootlessPodman, fromReference,
			pass{name: byUnits, side: units}, pass{name: byQuadlet, side: units, column: rootlessQuadlet})
		report(t, rootlessPodman, ofAUser, observations, byUnits, append(excuses(), allowedOnPodman...))
		reportQuadlet(t, rootlessQuadlet, ofAUser, observations)
	})
}

// A service that binds the engine's socket gets that of the user's engine, whichever way its container is created.
func TestSocketIsTheUsers(t *testing.T) {
	play(t, rootless, func(t *testing.T, l *life) {
		l.up(`
services:
  flags:` + loop + `
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
  api:` + loop + `
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
    healthcheck: {test: [CMD, test, -S, /var/run/docker.sock], interval: 1s}
`)
		for _, name := range []string{"shop-flags-1", "shop-api-1"} {
			l.must("engine", "exec", name, "sh", "-c", `printf 'GET /_ping HTTP/1.0\r\n\r\n' | nc local:/var/run/docker.sock | grep -q OK || test -S /var/run/docker.sock`)
		}
	})
}

// A config that is written into the container has the requested owner, although the user cannot give files away.
func TestCopiedFileHasItsOwner(t *testing.T) {
	play(t, rootless, func(t *testing.T, l *life) {
		l.up(`
services:
  web:` + loop + `
    configs: [{source: word, target: /deep/er/word, uid: "5", gid: "7", mode: 0640}]
  other:` + loop + `
    user: "33:44"
    configs: [{source: word, target: /word}]
configs: {word: {content: hello}}
`)
		for name, want := range map[string]string{"shop-web-1": "640 5:7 hello", "shop-other-1": "444 0:0 hello"} {
			if got := l.must("engine", "exec", "--user", "0", name, "sh", "-c", `f=$(ls /deep/er/word /word 2>/dev/null); stat -c '%a %u:%g' $f | tr '\n' ' '; cat $f`); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
	})
}

// The units find the user's engine by themselves, whatever the environment of the user's manager contains.
func TestUnitsFindTheUsersEngine(t *testing.T) {
	play(t, rootless, func(t *testing.T, l *life) {
		l.must("systemctl", "set-environment", "DOCKER_HOST=unix:///nowhere.sock", "DOCKER_CONTEXT=nowhere")
		t.Cleanup(func() { l.m.Run("systemctl", "unset-environment", "DOCKER_HOST", "DOCKER_CONTEXT") })
		l.up(threeInARow)
		l.running("shop-db-1", "shop-app-1", "shop-web-1")
		l.must("systemctl", "start", "shop-down")
		if got := l.must("engine", "ps", "-aq"); got != "" {
			t.Errorf("containers left: %s", got)
		}
	})
}

// A port below 1024 is refused with a message that says what to do, and works once root has lowered the limit.
func TestUserPublishesALowPort(t *testing.T) {
	play(t, rootless, func(t *testing.T, l *life) {
		l.install(`
services:
  web:` + loop + `
    ports: ["81:80"]
`)
		l.fails("systemctl", "start", "shop-web")
		l.eventually("the engine's own message", func() bool { return strings.Contains(l.journal("shop-web"), "ip_unprivileged_port_start") })
		l.m.Machine.Run("sysctl", "-qw", "net.ipv4.ip_unprivileged_port_start=81")
		t.Cleanup(func() { l.m.Machine.Run("sysctl", "-qw", "net.ipv4.ip_unprivileged_port_start=1024") })
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
	})
}

// Without lingering the user's manager ends with the last session, and the containers with it. With lingering it is started
// again, as at boot, and starts the project.
func TestUserDoesNotLinger(t *testing.T) {
	play(t, rootless[:1], func(t *testing.T, l *life) {
		l.up("\nservices:\n  web:" + loop)
		l.must("systemctl", "enable", "shop.target")
		l.m.spoiled = true
		linger := func(verb string) {
			t.Helper()
			if r := l.m.Machine.Run("systemd-run", "--quiet", "--wait", "--pipe", "loginctl", verb+"-linger", machine.Live); r.Code != 0 {
				t.Fatal(r)
			}
		}
		manager := func() string { return strings.TrimSpace(l.m.Machine.Run("systemctl", "is-active", "user@1000").Out) }
		linger("disable")
		l.eventually("the user's manager ends", func() bool { return manager() == "inactive" })
		l.eventually("no process of the user is left", func() bool { return l.m.Machine.Run("pgrep", "-u", machine.Live).Out == "" })
		linger("enable")
		l.eventually("the user's manager is back", func() bool { return manager() == "active" })
		l.eventuallyState("shop-web", "active")
		l.running("shop-web-1")
	})
}
