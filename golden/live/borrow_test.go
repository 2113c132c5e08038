//go:build live

package live

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// idle are machines that a life test has finished with, for the next test of the same column. Booting a machine and
// shutting it down takes as long as a test.
var idle struct {
	sync.Mutex
	hosts []*host
}

// borrow returns a machine of a column with the image busybox and nothing else.
func borrow(c *column) (*host, error) {
	h := takeIdle(c)
	if h == nil {
		var err error
		if h, err = bootHost("life-"+c.name, c, false); err != nil {
			return nil, err
		}
	}
	if r := h.Run("engine", "image", "inspect", "--format", "{{.Id}}", busybox); r.Code != 0 || r.Out != h.image {
		if r := h.Run("busybox-image", busybox); r.Code != 0 {
			return nil, fmt.Errorf("creating the image: %s", r)
		}
		h.image = h.Run("engine", "image", "inspect", "--format", "{{.Id}}", busybox).Out
	}
	if h.settings == "" {
		var err error
		if h.settings, err = h.Settings(); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// busybox is the image of the life tests, by its full name.
const busybox = "docker.io/library/busybox:latest"

func takeIdle(c *column) *host {
	idle.Lock()
	defer idle.Unlock()
	i := slices.IndexFunc(idle.hosts, func(h *host) bool { return h.column == c })
	if i < 0 {
		return nil
	}
	h := idle.hosts[i]
	idle.hosts = slices.Delete(idle.hosts, i, i+1)
	return h
}

// emptied removes what clean leaves: what tests put next to a project's own units, the project, and its journal.
const emptied = `set -e
cd %s
rm -rf shop* */shop* /etc/containers/systemd/shop* ~/.config/containers/systemd/shop* ${XDG_RUNTIME_DIR:-/run}/compose2unit /srv/*
systemctl daemon-reload
systemctl reset-failed
`

// strays removes all images except busybox: a test may have built or pulled one under a name that another test uses.
const strays = `set -e
images() { engine images --format '{{.Repository}}:{{.Tag}}' | grep -vE '^((docker.io/library/)?busybox:latest|.*<none>.*)$' || :; }
for image in $(images); do engine rmi --force "$image"; done
engine image prune --force
[ -z "$(images)" ]
`

// giveBack restores a machine to its state before the test, or shuts it down.
func giveBack(h *host) {
	if h.spoiled || !restore(h) {
		_ = h.Shutdown()
		return
	}
	idle.Lock()
	defer idle.Unlock()
	idle.hosts = append(idle.hosts, h)
}

// restore removes what a test left, and reports whether the machine is as it was: a mount or a unit that a test has added could
// fail when another one reboots the machine.
func restore(h *host) bool {
	if clean(h) != nil || h.Run("sh", "-c", strays).Code != 0 || h.Run("sh", "-c", fmt.Sprintf(emptied, h.column.folder("shop.service"))).Code != 0 {
		return false
	}
	h.synced()
	h.Machine.Run("journalctl", "--quiet", "--rotate", "--vacuum-size=1") // the journal belongs to root in every column
	left := h.Run("systemctl", "list-units", "--plain", "--no-legend", "shop*")
	settings, err := h.Settings()
	return err == nil && settings == h.settings && strings.TrimSpace(left.Out) == ""
}

// spoil marks the machine as unusable for other tests: its engine has been changed.
func (l *life) spoil(engine machine.Engine) {
	l.t.Helper()
	l.m.spoiled = true
	engine.Containerd = l.m.column.containerd
	if err := l.m.UseEngine(engine); err != nil {
		l.t.Fatal(err)
	}
}
