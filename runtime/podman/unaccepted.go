package podman

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// unaccepted removes what Docker accepts without effect and podman refuses: the size of /dev/shm in an IPC namespace that has
// none of its own (pkg/specgen/container_validate.go, Validate), and a resolver without a network of its own
// (cmd/podman/containers/create.go, CreateInit). A container that Docker never kills is reported: --stop-timeout is unsigned.
func (a *adaptation) unaccepted(c *model.Container) {
	at := a.scope.At(c.At...)
	if mode := c.Host.IpcMode; c.Host.ShmSize != 0 && (mode == "host" || mode == "none") {
		at.At("shm_size").Note(diag.NoEffect, "with `ipc: "+mode+"` the container has no /dev/shm of its own; Docker ignores the size as well")
		c.Host.ShmSize = 0
	}
	a.unresolved(c, at)
	if c.Config.StopTimeout != nil && *c.Config.StopTimeout < 0 {
		at.At("stop_grace_period").Error(diag.Unsupported, "podman cannot wait without limit, as Docker does after a negative time", "write a long time, such as 24h")
	}
}

// unresolved removes the resolver of a container without a network of its own. That of a container in another one's network has been
// reported already.
func (a *adaptation) unresolved(c *model.Container, at diag.Scope) {
	none := c.Config.NetworkDisabled || c.Host.NetworkMode == "none"
	if !none && !strings.HasPrefix(c.Host.NetworkMode, "container:") {
		return
	}
	for _, attr := range []struct {
		name string
		set  bool
	}{{"dns", len(c.Host.DNS) > 0}, {"dns_opt", len(c.Host.DNSOptions) > 0}, {"dns_search", len(c.Host.DNSSearch) > 0}} {
		if none && attr.set {
			at.At(attr.name).Note(diag.NoEffect, "a container without a network has no use for a resolver; podman does not accept it")
		}
	}
	c.Host.DNS, c.Host.DNSOptions, c.Host.DNSSearch = nil, nil, nil
}
