//go:build live

package live

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// clients prints the engine's clients that run in the cgroups of the project's units.
const clients = `for group in /sys/fs/cgroup/system.slice/shop-*.service; do
	while read -r pid; do tr '\0' ' ' <"/proc/$pid/cmdline"; echo; done <"$group/cgroup.procs"
done | grep -E '^(/usr/bin/)?docker ' || :`

// With -logs engine no client runs alongside a container, and every end of the container is still noticed: an exit, a stop by
// hand, a restart by hand, a stop of the unit, a restart of the engine.
func TestNoClientWithEngineLogs(t *testing.T) {
	play(t, []*column{docker}, func(t *testing.T, l *life) {
		l.flags = []string{"-logs", "engine"}
		l.up("services:\n  web:" + loop + "    restart: always\n  once:" + loop + "    restart: \"no\"\n")
		started := func() string { return l.container("shop-web-1").State.StartedAt }
		l.eventually("no client at the start", func() bool { return l.sh(clients) == "" })

		before := started()
		l.sh("kill -KILL $(engine inspect --format '{{.State.Pid}}' shop-web-1)")
		l.eventually("web again after a crash", func() bool { return started() != before && l.property("shop-web.service", "ActiveState") == "active" })

		before = started()
		l.must("engine", "restart", "shop-web-1")
		l.eventually("web runs again", func() bool { return started() != before })
		l.state("shop-web.service", "active")
		l.eventually("no client after a restart by hand", func() bool { return l.sh(clients) == "" })

		l.must("engine", "stop", "shop-web-1")
		l.eventuallyState("shop-web.service", "inactive")
		l.must("systemctl", "start", "shop-web")
		l.must("systemctl", "restart", "shop-web")
		l.running("shop-web-1")
		l.eventually("no client after a restart of the unit", func() bool { return l.sh(clients) == "" })
		l.must("systemctl", "stop", "shop-web")
		if got := l.property("shop-web.service", "Result"); got != "success" {
			t.Errorf("a stop ended with %s", got)
		}
		l.must("systemctl", "start", "shop-web")

		l.must("systemctl", "restart", "docker")
		l.eventually("both again after the engine's restart", func() bool {
			return strings.Count(l.m.Run("engine", "ps", "--format", "{{.Names}}").Out, "shop-") == 2
		})
		l.eventually("no client after the engine's restart", func() bool { return l.sh(clients) == "" })
	})
}

var waitpid = flag.String("waitpid", "", "play TestEngineLogsWithWaitpid with this `file`, the waitpid of util-linux 2.39 or later (Debian: util-linux-extra)")

// util-linux's waitpid waits for the container's process, where the machine has it. Debian 13 does not install it, so a program that
// does the same stands in for it, unless -waitpid names the real one.
func TestEngineLogsWithWaitpid(t *testing.T) {
	file := *waitpid
	if file == "" {
		file = filepath.Join(t.TempDir(), "waitpid")
		build := exec.Command("go", "build", "-tags", "live", "-o", file, "./waitpid")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	program, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	play(t, []*column{docker}, func(t *testing.T, l *life) {
		if err := l.m.Write("/usr/local/bin/waitpid", program, 0o755); err != nil {
			t.Fatal(err)
		}
		defer l.sh("rm /usr/local/bin/waitpid")
		l.flags = []string{"-logs", "engine"}
		l.up("services:\n  web:" + loop + "    restart: always\n  once:" + loop + "    restart: \"no\"\n")
		waits := func() string {
			return l.sh("ps -C waitpid -o args= | sort; ! pgrep -x tail")
		}
		pid := func() string {
			return strings.TrimSpace(l.sh("engine inspect --format '{{.State.Pid}}' shop-web-1"))
		}
		l.eventually("waitpid waits for both", func() bool {
			return strings.Count(waits(), "waitpid ") == 2 && strings.Contains(waits(), "waitpid "+pid())
		})
		if got := l.sh(clients); got != "" {
			t.Errorf("clients beside the containers:\n%s", got)
		}

		before := pid()
		l.sh("kill -KILL " + before)
		l.eventually("web again after a crash", func() bool { return pid() != before && strings.Contains(waits(), "waitpid "+pid()) })

		for range 3 {
			before = pid()
			l.must("engine", "restart", "shop-web-1")
			l.eventually("waitpid waits for the restarted one", func() bool {
				return pid() != before && strings.Contains(waits(), "waitpid "+pid()) && l.sh(clients) == ""
			})
			l.state("shop-web.service", "active")
		}
		before = pid()
		l.sh("kill -KILL " + before)
		l.eventually("web again after a crash of the restarted one", func() bool { return pid() != before && strings.Contains(waits(), "waitpid "+pid()) })

		l.signal("TERM", "shop-once-1")
		l.eventuallyState("shop-once.service", "inactive")
		l.must("engine", "stop", "shop-web-1")
		l.eventuallyState("shop-web.service", "inactive")
		l.must("systemctl", "start", "shop-web")
		l.must("systemctl", "stop", "shop-web")
		if got := l.property("shop-web.service", "Result"); got != "success" {
			t.Errorf("a stop ended with %s", got)
		}
		if got := waits(); got != "" {
			t.Errorf("still waiting:\n%s", got)
		}
	})
}

// live-restore keeps a container while the engine is restarted; a later exit is attributed to the container, not to the engine.
func TestEngineLogsWithLiveRestore(t *testing.T) {
	play(t, []*column{docker}, func(t *testing.T, l *life) {
		l.flags = []string{"-logs", "engine"}
		l.spoil(machine.Engine{LiveRestore: true})
		l.up("services:\n  web:" + loop + "    restart: \"no\"\n")
		web := l.container("shop-web-1")
		l.must("systemctl", "restart", "docker")
		l.eventually("the engine answers", func() bool { return l.m.Run("engine", "info").Code == 0 })
		l.untouched("shop-web-1", web)
		l.sh("sleep 2")
		l.signal("TERM", "shop-web-1")
		l.eventually("web at rest", func() bool { return l.property("shop-web.service", "ActiveState") == "inactive" })
		if got := l.container("shop-web-1"); got.State.StartedAt != web.State.StartedAt {
			t.Errorf("started again at %s", got.State.StartedAt)
		}
	})
}
