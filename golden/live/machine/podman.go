//go:build live

package machine

import (
	"errors"
	"fmt"
)

// PodmanSocket is where podman answers the Engine API, for whoever speaks docker's language to it.
const PodmanSocket = "unix:///run/podman/podman.sock"

// DockerUnits are masked where only podman is used: dockerd takes the machine's firewall for its own.
var DockerUnits = []string{"docker.service", "docker.socket", "containerd.service"}

// runtimes are what podman calls instead of crun: the machine has no controllers, and crun fails where podman wants a
// limit, as it does by itself.
var runtimes = map[string]string{
	"/usr/local/bin/bare-crun": "#!/bin/sh\nREAL=crun STUB=limits exec /usr/local/bin/stub-runtime \"$@\"\n",
	"/usr/local/bin/stub-crun": "#!/bin/sh\nREAL=crun exec /usr/local/bin/stub-runtime \"$@\"\n",
}

// nvidia are GPUs as podman knows them: devices of CDI.
const nvidia = `{"cdiVersion": "0.6.0", "kind": "nvidia.com/gpu", "devices": [
  {"name": "0", "containerEdits": {"env": ["GPU=0"]}}, {"name": "1", "containerEdits": {"env": ["GPU=1"]}},
  {"name": "GPU-7", "containerEdits": {"env": ["GPU=7"]}}, {"name": "all", "containerEdits": {"env": ["GPU=all"]}}]}`

// UsePodman writes podman's configuration and starts its socket. With stub every container runs with stub-runtime.sh,
// also where somebody writes another name in `runtime:`, and every limit is accepted.
func (m *Machine) UsePodman(stub bool) error {
	for path, text := range runtimes {
		if err := m.Write(path, []byte(text), 0o755); err != nil {
			return err
		}
	}
	conf := "[engine]\nruntime = \"live\"\n[engine.runtimes]\nlive = [\"/usr/local/bin/bare-crun\"]\n"
	if stub {
		conf = "[engine]\nruntime = \"stub\"\n[engine.runtimes]\n"
		for _, name := range []string{"stub", "nvidia", "runc", "crun", "runsc"} {
			conf += name + " = [\"/usr/local/bin/stub-crun\"]\n"
		}
		if err := errors.Join(m.fakeHardware(), m.Write("/etc/cdi/nvidia.json", []byte(nvidia), 0o644)); err != nil {
			return err
		}
	}
	if err := m.Write("/etc/containers/containers.conf.d/live.conf", []byte(conf), 0o644); err != nil {
		return err
	}
	if err := m.Speak("podman"); err != nil {
		return err
	}
	if r := m.Run("systemctl", "restart", "podman.socket"); r.Code != 0 {
		return fmt.Errorf("podman's socket: %s", r)
	}
	return nil
}
