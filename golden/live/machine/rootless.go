//go:build live

package machine

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Live is the user that owns the engine and the units of a rootless machine. It has lingering enabled; it never logs in.
const (
	Live     = "live"
	LiveHome = "/home/live"
	liveID   = "1000"
	// LiveRuntime is the user's runtime directory, %t of its manager.
	LiveRuntime = "/run/user/" + liveID
)

// makeLive creates the user and its manager. Its home is a real directory, because overlayfs cannot be mounted over overlayfs,
// and it gets the devices that networks in a user namespace need. The journal is kept on disk: journald keeps a separate
// journal for each user only there, and without one `journalctl --user` shows nothing.
const makeLive = `set -e
install -d /var/lib/containers/home /home
echo '/var/lib/containers/home /home none bind 0 0' >>/etc/fstab
mount /home
cat >/etc/tmpfiles.d/live.conf <<END
c /dev/fuse 0666 - - - 10:229
z /dev/fuse 0666
z /dev/net/tun 0666
END
systemd-tmpfiles --create live.conf
mkdir -p /var/log/journal
sed -i s/volatile/persistent/ /etc/systemd/journald.conf.d/live.conf
systemctl restart systemd-journald
journalctl --flush
useradd --create-home --shell /bin/sh --uid ` + liveID + ` live
chown live:live /srv
systemd-run --quiet --wait --pipe loginctl enable-linger live # logind refuses a caller outside the cgroups of the machine
until [ -S ` + LiveRuntime + `/bus ]; do sleep 0.1; done`

// asLive runs a command as the user, in a cgroup of the user's manager, as in a login session, but without one.
const asLive = `#!/bin/sh
group=/sys/fs/cgroup/user.slice/user-` + liveID + `.slice/user@` + liveID + `.service/app.slice/typed
mkdir -p "$group" && chown live "$group" "$group/cgroup.procs" && echo $$ >"$group/cgroup.procs"
exec env -i PATH=/usr/local/lib/live:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=` + LiveHome + ` USER=live LANG=C.UTF-8 TERM=dumb GOGC=400 \
    XDG_RUNTIME_DIR=` + LiveRuntime + ` DBUS_SESSION_BUS_ADDRESS=unix:path=` + LiveRuntime + `/bus \
    setpriv --reuid live --regid live --init-groups -- "$@"
`

// MakeLive creates the user, and `as-live COMMAND…` with which root runs its commands. For the user, systemctl and
// journalctl talk to its own manager, so that a test is the same in every column.
func (m *Machine) MakeLive() error {
	files := map[string]string{
		"/usr/local/bin/as-live":         asLive,
		"/usr/local/lib/live/systemctl":  "#!/bin/sh\nexec /usr/bin/systemctl --user \"$@\"\n",
		"/usr/local/lib/live/journalctl": "#!/bin/sh\nexec /usr/bin/journalctl --user \"$@\"\n",
	}
	for path, text := range files {
		if err := m.Write(path, []byte(text), 0o755); err != nil {
			return err
		}
	}
	if r := m.Run("sh", "-c", makeLive); r.Code != 0 {
		return fmt.Errorf("the user live: %s", r)
	}
	return nil
}

// RootlessPodmanSocket is where the user's podman serves the Engine API.
const RootlessPodmanSocket = "unix://" + LiveRuntime + "/podman/podman.sock"

// UseRootlessPodman configures podman for the user as UsePodman does for root, and starts the user's socket.
func (m *Machine) UseRootlessPodman(stub bool) error {
	if err := m.configurePodman("crun", stub); err != nil {
		return err
	}
	if r := m.Run("as-live", "systemctl", "enable", "--now", "podman.socket"); r.Code != 0 {
		return fmt.Errorf("the user's podman socket: %s", r)
	}
	return nil
}

// RootlessDockerSocket is where the user's docker serves the Engine API.
const RootlessDockerSocket = "unix://" + LiveRuntime + "/docker.sock"

// rootlessDocker is the unit that dockerd-rootless-setuptool.sh writes, which Debian ships as documentation.
const rootlessDocker = `[Unit]
Description=Docker Application Container Engine (Rootless)

[Service]
Environment=PATH=/usr/bin:/sbin:/usr/sbin
ExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutSec=0
RestartSec=2
Restart=always
StartLimitBurst=3
StartLimitInterval=60s
LimitNOFILE=infinity
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
Delegate=yes
Type=notify
NotifyAccess=all
KillMode=mixed

[Install]
WantedBy=default.target
`

// UseRootlessDocker starts docker as a service of the user's manager. Nothing in the user's environment says where it
// answers: clients must know.
func (m *Machine) UseRootlessDocker(stub bool) error {
	config := map[string]any{}
	if stub {
		config["runtimes"] = map[string]any{"stub": map[string]string{"path": "/usr/local/bin/stub-runtime"}}
		config["default-runtime"] = "stub"
	}
	data, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		return err
	}
	for path, text := range map[string]string{
		LiveHome + "/.config/docker/daemon.json":          string(data),
		LiveHome + "/.config/systemd/user/docker.service": rootlessDocker,
	} {
		if err := m.Write(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := m.Speak("env DOCKER_HOST=" + RootlessDockerSocket + " docker"); err != nil {
		return err
	}
	if r := m.Run("sh", "-c", "chown -R live:live "+LiveHome+"/.config && as-live systemctl daemon-reload && as-live systemctl enable --now docker.service"); r.Code != 0 {
		return fmt.Errorf("the user's docker: %s\n%s", r, m.Run("as-live", "journalctl", "-u", "docker", "-n", "30", "--no-pager").Out)
	}
	for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		r := m.Run("as-live", "engine", "version", "--format", "{{.Server.Version}}")
		if r.Code == 0 && strings.TrimSpace(r.Out) != "" {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the user's docker does not answer: %s", r)
		}
	}
}
