//go:build live

package machine

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Engine is a configuration of the machine's docker.
type Engine struct {
	// Stub runs every container with stub-runtime.sh and accepts every limit.
	Stub bool
	// Containerd keeps images and containers in containerd's store, Docker's own default since 29.
	Containerd bool
	// LiveRestore keeps containers running while dockerd is away.
	LiveRestore bool
}

// Speak makes `engine` in the machine an alias of a program with docker's command line.
func (m *Machine) Speak(program string) error {
	return m.Write("/usr/local/bin/engine", []byte("#!/bin/sh\nexec "+program+" \"$@\"\n"), 0o755)
}

// UseEngine writes docker's configuration, restarts docker and waits for it.
func (m *Machine) UseEngine(engine Engine) error {
	config, features := map[string]any{"live-restore": engine.LiveRestore}, map[string]bool{}
	if engine.Containerd {
		features["containerd-snapshotter"] = true
	}
	if engine.Stub {
		stub := map[string]string{"path": "/usr/local/bin/stub-runtime"}
		// docker reserves the name runc; these are the names that people use in `runtime:`.
		config["runtimes"] = map[string]any{"stub": stub, "nvidia": stub, "crun": stub, "runsc": stub}
		config["default-runtime"] = "stub"
		features["cdi"] = true
		if err := m.fakeHardware(); err != nil {
			return err
		}
	}
	if len(features) > 0 {
		config["features"] = features
	}
	data, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		return err
	}
	if err := m.Write("/etc/docker/daemon.json", data, 0o644); err != nil {
		return err
	}
	if err := m.Speak("docker"); err != nil {
		return err
	}
	// docker.service allows three starts a minute, and a test may need more.
	m.Run("systemctl", "reset-failed", "docker.service")
	if r := m.Run("systemctl", "restart", "docker.service"); r.Code != 0 {
		return fmt.Errorf("restarting docker: %s\n%s", r, m.Run("journalctl", "-u", "docker", "-n", "20", "--no-pager").Out)
	}
	return m.WaitDocker()
}

// fakeHardware makes docker believe in limits, a GPU and CDI devices.
func (m *Machine) fakeHardware() error {
	if r := m.Run("live-limits"); r.Code != 0 {
		return fmt.Errorf("limits: %s", r)
	}
	// dockerd registers its nvidia driver if it finds this program (moby daemon/nvidia_linux.go). It becomes a hook of the
	// container, and a hook that does nothing is equivalent to a GPU that nobody uses.
	if err := m.Write("/usr/local/bin/nvidia-container-runtime-hook", []byte("#!/bin/sh\n"), 0o755); err != nil {
		return err
	}
	for kind, name := range map[string]string{"vendor.example/gadget": "one", "vendor.com/device": "myKmsg"} {
		// Debian 12's podman reads CDI up to 0.5.
		device := fmt.Sprintf(`{"cdiVersion": "0.5.0", "kind": %q, "devices": [
  {"name": %q, "containerEdits": {"env": ["GADGET=one"]}}]}`, kind, name)
		if err := m.Write("/etc/cdi/"+strings.ReplaceAll(kind, "/", "-")+".json", []byte(device), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// WaitDocker waits until the engine answers.
func (m *Machine) WaitDocker() error {
	deadline := time.Now().Add(3 * time.Minute)
	for {
		r := m.Run("docker", "version", "--format", "{{.Server.Version}}")
		if r.Code == 0 && strings.TrimSpace(r.Out) != "" {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("docker does not answer: %s", r)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
