//go:build live

// Package machine boots a real Debian machine in namespaces of its own, runs commands in it and always shuts it down: on
// request, when the program that booted it dies, and on Ctrl-C through [ShutdownAll].
//
// The root is built once (see [Root]) and never written to: every run has an overlay over it. The machine can reach no
// network but its own.
package machine

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	//go:embed stub-runtime.sh
	stubRuntime []byte
	//go:embed limits.sh
	limits []byte
	//go:embed busybox-image.sh
	busyboxImage []byte
)

// Machine is one booted machine.
type Machine struct {
	// Name identifies the machine in messages.
	Name string

	root   string // the lower directory of the overlay
	dir    string // this run's folder: upper, work, root, docker, containerd, containers, console.log
	nspawn *os.Process
	gone   chan struct{} // closed when nspawn has ended
	init   int           // the machine's PID 1, in the host's PID namespace
	unlock func()
}

// running are the machines to shut down when the program ends.
var (
	runningLock sync.Mutex
	running     = map[*Machine]bool{}
	closing     bool // the program is ending: no more machines are started
)

// Boot starts a machine over a root and returns when systemd reports that it is up. Masked units do not start in it: an unused
// engine costs seconds and changes the firewall.
func Boot(ctx context.Context, root, name string, masked ...string) (*Machine, error) {
	raiseLimits()
	dir, unlock, err := newFolder(name)
	if err != nil {
		return nil, err
	}
	m := &Machine{Name: name, root: root, dir: dir, unlock: unlock}
	for _, part := range []string{"upper", "work", "root", "docker", "containerd", "containers"} {
		if err := os.Mkdir(filepath.Join(dir, part), 0o755); err != nil {
			return nil, err
		}
	}
	if err := m.mask(masked); err != nil {
		return nil, err
	}
	if err := m.start(ctx); err != nil {
		m.Shutdown()
		return nil, err
	}
	return m, nil
}

// mask writes to the overlay before the machine boots.
func (m *Machine) mask(units []string) error {
	folder := filepath.Join(m.dir, "upper/etc/systemd/system")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, unit := range units {
		if err := os.Symlink("/dev/null", filepath.Join(folder, unit)); err != nil {
			return err
		}
	}
	return nil
}

// boot runs in a mount namespace of its own: a pure cgroup v2 view, which systemd 257 requires, and the overlay, which
// thus disappears with the machine. docker, containerd and podman get real directories for their storage, because
// overlayfs cannot be mounted over overlayfs.
const boot = `set -e
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir -p "/sys/fs/cgroup/compose2unit/$MACHINE"
# Where the host leaves controllers to cgroup v2 the machine gets them.
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    for group in /sys/fs/cgroup /sys/fs/cgroup/compose2unit; do
        echo "+$controller" >"$group/cgroup.subtree_control" || :
    done
done 2>/dev/null
echo $$ >"/sys/fs/cgroup/compose2unit/$MACHINE/cgroup.procs"
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$RUN/upper,workdir=$RUN/work" "$RUN/root"
exec systemd-nspawn --directory "$RUN/root" --machine "$MACHINE" --hostname live --boot \
    --register=no --keep-unit --private-network --link-journal=no --resolv-conf=off --timezone=off \
    --bind "$RUN/docker:/var/lib/docker" --bind "$RUN/containerd:/var/lib/containerd" --bind "$RUN/containers:/var/lib/containers" \
    --capability=all --system-call-filter='@keyring bpf add_key keyctl' --console=pipe`

func (m *Machine) start(ctx context.Context) error {
	console, err := os.OpenFile(filepath.Join(m.dir, "console.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer console.Close()
	cmd := exec.Command("unshare", "--mount", "sh", "-c", boot)
	cmd.Env = append(os.Environ(), "BASE="+m.root, "RUN="+m.dir, "MACHINE="+filepath.Base(m.dir), "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1")
	cmd.Stdout, cmd.Stderr = console, console
	// A session of its own, so that Ctrl-C reaches only this program; and SIGTERM (for nspawn: an orderly shutdown) if this
	// program is killed. That signal is sent when the *thread* that started the process dies, so one thread is kept for it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGTERM}
	if err := m.launch(cmd); err != nil {
		return err
	}
	if err := m.waitUp(ctx); err != nil {
		return fmt.Errorf("the machine %s did not come up: %w; its console:\n%s", m.Name, err, m.console())
	}
	return m.install()
}

// launch starts the machine's process and records it in one step, so that [ShutdownAll] misses none.
func (m *Machine) launch(cmd *exec.Cmd) error {
	runningLock.Lock()
	defer runningLock.Unlock()
	if closing {
		return errors.New("the program is being stopped")
	}
	started, gone := make(chan error, 1), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		started <- cmd.Start()
		if cmd.Process != nil {
			_ = cmd.Wait()
		}
		close(gone)
	}()
	if err := <-started; err != nil {
		return err
	}
	m.nspawn, m.gone = cmd.Process, gone
	running[m] = true
	return nil
}

// waitUp waits until systemd reports that it is up.
func (m *Machine) waitUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for {
		select {
		case <-m.gone:
			return errors.New("systemd-nspawn ended")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		if m.init == 0 {
			m.init = childInit(m.nspawn.Pid)
			continue
		}
		state := strings.TrimSpace(m.Run("systemctl", "is-system-running").Out)
		if state == "running" {
			return nil
		}
		if state == "degraded" {
			return errors.New("failed units:\n" + m.Run("systemctl", "list-units", "--failed", "--plain", "--no-legend").Out +
				m.Run("systemctl", "status", "--failed", "--no-pager", "--full", "--lines", "30").Out)
		}
	}
}

// childInit finds the machine's PID 1 among nspawn's own children; not by name only, since another machine may be running.
func childInit(nspawn int) int {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", nspawn, nspawn))
	if err != nil {
		return 0
	}
	for _, field := range strings.Fields(string(children)) {
		status, err := os.ReadFile("/proc/" + field + "/status")
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(status), "\n") {
			if ids, ok := strings.CutPrefix(line, "NSpid:"); ok && strings.HasSuffix(ids, "\t1") {
				pid, _ := strconv.Atoi(field)
				return pid
			}
		}
	}
	return 0
}

// install puts this package's scripts into the machine. They are not part of the root, because they change more often.
func (m *Machine) install() error {
	for name, text := range map[string][]byte{"stub-runtime": stubRuntime, "live-limits": limits, "busybox-image": busyboxImage} {
		if err := m.Write("/usr/local/bin/"+name, text, 0o755); err != nil {
			return err
		}
	}
	return nil
}

// Reboot shuts the machine down in order and boots it again with everything that was written to it.
func (m *Machine) Reboot(ctx context.Context) error {
	if err := m.powerOff(); err != nil {
		return err
	}
	return m.start(ctx)
}

// shutdownTimeout is longer than two of systemd's own timeouts for a stop, one after the other, on a busy host.
const shutdownTimeout = 5 * time.Minute

// powerOff returns when the machine's last process has exited. A machine that does not power off in time is killed.
func (m *Machine) powerOff() error {
	if m.nspawn == nil {
		return nil
	}
	if m.init != 0 {
		m.Run("systemctl", "poweroff", "--no-block")
	} else {
		_ = m.nspawn.Kill() // it has not booted: an orderly shutdown is not possible
	}
	var err error
	select {
	case <-m.gone:
	case <-time.After(shutdownTimeout):
		err = fmt.Errorf("the machine %s did not power off in time, killed; its console:\n%s", m.Name, m.console())
		if m.init != 0 {
			_ = syscall.Kill(m.init, syscall.SIGKILL)
		}
		_ = m.nspawn.Kill()
		<-m.gone
	}
	runningLock.Lock()
	delete(running, m)
	runningLock.Unlock()
	m.nspawn, m.init = nil, 0
	return err
}

// Shutdown powers the machine off and removes everything that it wrote.
func (m *Machine) Shutdown() error {
	err := m.powerOff()
	cleaning := exec.Command("unshare", "--mount", "sh", "-c", clean)
	cleaning.Env = append(os.Environ(), "MACHINE="+filepath.Base(m.dir))
	_ = cleaning.Run() // an empty cgroup that is left is harmless
	m.unlock()
	return errors.Join(err, os.RemoveAll(m.dir))
}

// clean removes the machine's cgroups.
const clean = `umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
find "/sys/fs/cgroup/compose2unit/$MACHINE" -depth -type d -exec rmdir {} +`

// ShutdownAll shuts down every machine that this program booted. It is for the end of a program, however it ends.
func ShutdownAll() {
	runningLock.Lock()
	closing = true
	var all []*Machine
	for m := range running {
		all = append(all, m)
	}
	runningLock.Unlock()
	var wait sync.WaitGroup
	for _, m := range all {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if err := m.Shutdown(); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}()
	}
	wait.Wait()
}

// newFolder creates a run's folder and locks it. One at a time: sweep would remove a folder that is not locked yet.
func newFolder(name string) (dir string, unlock func(), err error) {
	runs := filepath.Join(cacheDir(), "run")
	alone, err := lock(runs + ".lock")
	if err != nil {
		return "", nil, err
	}
	defer alone()
	sweep()
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(runs, name+"-"); err != nil {
		return "", nil, err
	}
	unlock, err = lock(filepath.Join(dir, "lock"))
	return dir, unlock, err
}

// sweep removes what a killed run left: every folder that is not locked.
func sweep() {
	locks, _ := filepath.Glob(filepath.Join(cacheDir(), "run", "*", "lock"))
	for _, path := range locks {
		file, err := os.Open(path)
		if err != nil {
			continue
		}
		if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(filepath.Dir(path))
		}
		file.Close()
	}
}

func (m *Machine) console() string {
	text, _ := os.ReadFile(filepath.Join(m.dir, "console.log"))
	return lastLines(string(text), 40)
}
