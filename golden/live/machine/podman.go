//go:build live

package machine

import (
	"errors"
	"fmt"
)

// PodmanSocket is where podman serves the Engine API, for clients of docker.
const PodmanSocket = "unix:///run/podman/podman.sock"

// DockerUnits are masked where only podman is used: dockerd takes over the machine's firewall.
var DockerUnits = []string{"docker.service", "docker.socket", "containerd.service"}

// runtimes returns what podman runs instead of a real runtime: the machine has no controllers, and crun fails when podman sets
// a limit, as it does by default.
func runtimes(real string) map[string]string {
	return map[string]string{
		"/usr/local/bin/bare-" + real: "#!/bin/sh\nREAL=" + real + " STUB=limits exec /usr/local/bin/stub-runtime \"$@\"\n",
		"/usr/local/bin/stub-" + real: "#!/bin/sh\nREAL=" + real + " exec /usr/local/bin/stub-runtime \"$@\"\n",
	}
}

// nvidia are GPUs as podman knows them: CDI devices.
const nvidia = `{"cdiVersion": "0.5.0", "kind": "nvidia.com/gpu", "devices": [
  {"name": "0", "containerEdits": {"env": ["GPU=0"]}}, {"name": "1", "containerEdits": {"env": ["GPU=1"]}},
  {"name": "GPU-7", "containerEdits": {"env": ["GPU=7"]}}, {"name": "all", "containerEdits": {"env": ["GPU=all"]}}]}`

// UsePodman writes podman's configuration and starts its socket. With stub every container runs with stub-runtime.sh,
// even if `runtime:` has another name, and every limit is accepted.
func (m *Machine) UsePodman(stub bool) error { return m.UsePodmanOver("crun", stub) }

// UsePodmanOver is UsePodman with another OCI runtime. Debian 12's crun, 1.8, raises the limit on locked memory to load its
// device filter, which a host without CAP_SYS_RESOURCE forbids; runc does not.
func (m *Machine) UsePodmanOver(real string, stub bool) error {
	if err := m.configurePodman(real, stub); err != nil {
		return err
	}
	if stub {
		if err := errors.Join(m.fakeHardware(), m.Write("/etc/cdi/nvidia.json", []byte(nvidia), 0o644)); err != nil {
			return err
		}
	}
	// Enabled, so that it is running after a reboot as well.
	for _, verb := range []string{"enable", "restart"} {
		if r := m.Run("systemctl", verb, "podman.socket"); r.Code != 0 {
			return fmt.Errorf("podman's socket: %s", r)
		}
	}
	return nil
}

// configurePodman writes the system-wide configuration of podman.
func (m *Machine) configurePodman(real string, stub bool) error {
	for path, text := range runtimes(real) {
		if err := m.Write(path, []byte(text), 0o755); err != nil {
			return err
		}
	}
	conf := "[engine]\nruntime = \"live\"\n[engine.runtimes]\nlive = [\"/usr/local/bin/bare-" + real + "\"]\n"
	if stub {
		conf = "[engine]\nruntime = \"stub\"\n[engine.runtimes]\n"
		for _, name := range []string{"stub", "nvidia", "runc", "crun", "runsc"} {
			conf += name + " = [\"/usr/local/bin/stub-" + real + "\"]\n"
		}
	}
	if err := m.Write("/etc/containers/containers.conf.d/live.conf", []byte(conf), 0o644); err != nil {
		return err
	}
	return m.Speak("podman")
}
