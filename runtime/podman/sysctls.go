package podman

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// lowPorts is the sysctl Docker sets in every network namespace it creates: any user may listen on any port.
const lowPorts = "net.ipv4.ip_unprivileged_port_start"

func sysctls(c *container) []flag {
	var words []string
	if ownNetwork(c) && c.Host.Sysctls.Get(lowPorts) == "" {
		words = append(words, lowPorts+"=0")
	}
	for _, s := range c.Host.Sysctls {
		if refusedSysctl(c, s) == "" {
			words = append(words, s.Name+"="+s.Value)
		}
	}
	return list("--sysctl", words)
}

// kernelSysctls are the sysctls, besides net.* and fs.mqueue.*, of the namespaces that a container has (podman
// pkg/util/utils.go, ValidateSysctls).
var kernelSysctls = strings.Fields(`kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax
kernel.shmmni kernel.shm_rmid_forced`)

// refusedSysctl returns why podman would not create the container, or "" (podman pkg/specgen/generate/security_linux.go).
func refusedSysctl(c *container, s model.Pair) string {
	net, ipc := strings.HasPrefix(s.Name, "net."), strings.HasPrefix(s.Name, "fs.mqueue.") || slices.Contains(kernelSysctls, s.Name)
	switch {
	case !net && !ipc:
		return "podman does not let a container set the sysctl " + s.Name
	case net && c.Host.NetworkMode == "host":
		return "podman cannot set the sysctl " + s.Name + " in the host's network"
	case ipc && c.Host.IpcMode == "host":
		return "podman cannot set the sysctl " + s.Name + " in the host's IPC namespace"
	case strings.Contains(s.Value, "=") || strings.TrimSpace(s.Value) != s.Value:
		return "podman does not accept a value with an equals sign, or with leading or trailing blanks, for the sysctl " + s.Name
	}
	return ""
}

func oddSysctls(c *container) []runtime.Loss {
	var out []runtime.Loss
	for _, s := range c.Host.Sysctls {
		if text := refusedSysctl(c, s); text != "" {
			out = append(out, runtime.Loss{What: "the sysctl " + s.Name, At: []string{"sysctls", s.Name}, Severity: diag.Error, Text: text,
				Hint: "set it on the host, in /etc/sysctl.d"})
		}
	}
	return out
}
