//go:build live

package live

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/docs/page"
	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// Blocks marked `live` (docs/docs_test.go explains the marks) are typed on one machine, page after page, each page in a
// folder of its own and with nothing left of the page before.

const (
	repository = "../.."
	pageDir    = "/srv/shop"
)

// furnish gives the machine what every page may use in addition to a registry at 127.0.0.1:5000: the generator, as our package
// installs it, the images in both engines, a disk at /mnt/data, a VPN, sudo, which root does not need, ssh to a server, which is
// the same machine, and a journalctl that shows all that was written before.
const furnish = `set -e
busybox-image busybox busybox:1.36
mkdir -p /usr/lib/systemd/system-generators
ln -sf "$(command -v compose2unit)" /usr/lib/systemd/system-generators/compose2unit
mkdir -p /mnt/data /var/lib/containers/disk
printf '[Mount]\nWhat=/var/lib/containers/disk\nWhere=/mnt/data\nType=none\nOptions=bind\n' >/etc/systemd/system/mnt-data.mount
ip link show office >/dev/null 2>&1 || ip link add office type veth peer name far
ip address replace 172.27.120.1/21 dev office
ip link set office up
cp /etc/docker/daemon.json /run/daemon.json
printf '#!/bin/sh\nexec "$@"\n' >/usr/local/bin/sudo
printf '#!/bin/sh\n[ "$1" = server ] && shift && exec sh -c "cd / && $*"\n' >/usr/local/bin/ssh
chmod 0755 /usr/local/bin/sudo /usr/local/bin/ssh
mkdir -p /usr/local/lib/page
printf '#!/bin/sh\n/usr/bin/journalctl --sync; exec /usr/bin/journalctl "$@"\n' >/usr/local/lib/page/journalctl
chmod 0755 /usr/local/lib/page/journalctl`

// leave removes what a page created: units by the names that pages use, settings of Docker, and everything except images.
const leave = `cd /etc/systemd/system && systemctl stop --quiet 'shop*' 2>/dev/null
systemctl start --quiet hello-down.service 2>/dev/null
rm -rf /etc/compose shop* */shop* /opt/shop /etc/containers/systemd/shop* /run/compose2unit && systemctl daemon-reload && systemctl reset-failed
docker ps -aq | xargs -r docker rm -fv; docker network prune -f; docker volume ls -q | xargs -r docker volume rm
podman ps -aq | xargs -r podman rm -fv; podman network prune -f; podman volume ls -q | xargs -r podman volume rm
if ! cmp -s /run/daemon.json /etc/docker/daemon.json; then
    cp /run/daemon.json /etc/docker/daemon.json
    rm -rf docker.service.d
    systemctl daemon-reload
    systemctl restart docker
fi`

// Commands in the documentation do on a running machine what the pages show.
func TestDocs(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob(filepath.Join(repository, "docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var m *machine.Machine
	for _, name := range append(pages, filepath.Join(repository, "README.md")) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		blocks := page.Blocks(string(text))
		if filepath.Base(name) == usersPage || !slices.ContainsFunc(blocks, func(b page.Block) bool { return b.Verb == "live" }) {
			continue
		}
		if m == nil {
			m = boot(t, "docs", docker, false).Machine
			for _, use := range []func() error{
				func() error { return m.UsePodman(false) },
				func() error { return m.Speak("docker") },
			} {
				if err := use(); err != nil {
					t.Fatal(err)
				}
				if r := m.Run("sh", "-c", furnish); r.Code != 0 {
					t.Fatal(r)
				}
			}
			startRegistry(t, m)
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Cleanup(func() { m.Run("sh", "-c", leave) })
			if err := fresh(m, ""); err != nil {
				t.Fatal(err)
			}
			for _, b := range blocks {
				if err := perform(m, b); err != nil {
					t.Fatalf("%s:%d: %v", filepath.Base(name), b.Line, err) // later blocks depend on it
				}
			}
		})
	}
	if m == nil {
		t.Fatal("no page has a live block")
	}
}

// fresh empties the folder, or fills it with a copy of a folder of the repository.
func fresh(m *machine.Machine, copyOf string) error {
	if copyOf != "" {
		return m.Copy(filepath.Join(repository, copyOf), pageDir)
	}
	m.Run("rm", "-rf", pageDir)
	return os.MkdirAll(m.Path(pageDir), 0o755)
}

// perform executes a block.
func perform(m *machine.Machine, b page.Block) error {
	switch b.Verb {
	case "fresh":
		return fresh(m, b.Arg)
	case "write":
		return m.Write(filepath.Join(pageDir, b.Arg), []byte(b.Text), 0o644)
	case "run", "live":
		for _, step := range b.Steps() {
			if err := typed(m, step); err != nil {
				return err
			}
		}
	}
	return nil
}

// typed runs a command of a page and compares its output.
func typed(m *machine.Machine, step page.Step) error {
	return printed(step, func() string {
		r := m.RunIn(pageDir, "sh", "-c", "PATH=/usr/local/lib/page:$PATH; exec 2>&1\n"+step.Command) // a page shows both outputs in order
		return r.Out
	})
}

// asking are the commands whose answer takes a moment after the command before: a server's, and what a container prints. They change
// nothing.
var asking = regexp.MustCompile(`^(ssh server ')?(sleep 1; |systemctl is-active shop-web; )?(curl|journalctl) `)

// printed compares what a command of a page prints, and waits for it where the page's reader would ask again.
func printed(step page.Step, run func() string) (err error) {
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(500 * time.Millisecond) {
		err = step.Printed(run())
		if err == nil || !asking.MatchString(step.Command) || time.Now().After(deadline) {
			return err
		}
	}
}
