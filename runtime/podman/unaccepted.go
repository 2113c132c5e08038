package podman

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// unaccepted removes what Docker accepts without effect and podman refuses: the size of /dev/shm in an IPC namespace that has
// none of its own (pkg/specgen/container_validate.go, Validate), a resolver without a network of its own
// (cmd/podman/containers/create.go, CreateInit), an init process in another PID namespace (pkg/specgen/generate/storage.go) and a
// host name in the host's UTS namespace. A container that Docker never kills is reported: --stop-timeout is unsigned.
func (a *adaptation) unaccepted(c *model.Container) {
	at := a.scope.At(c.At...)
	if mode := c.Host.IpcMode; c.Host.ShmSize != 0 && (mode == "host" || mode == "none") {
		at.At("shm_size").Note(diag.NoEffect, "with `ipc: "+mode+"` the container has no /dev/shm of its own; Docker ignores the size as well")
		c.Host.ShmSize = 0
	}
	a.unresolved(c, at)
	unnamed(c, at)
	unopposed(c)
	if mode := c.Host.PidMode; c.Host.Init != nil && *c.Host.Init && mode != "" && mode != "private" {
		at.At("init").Warn(diag.Partial, "podman has no init in a PID namespace that is not the container's own, so the container runs without one",
			"remove pid, or init")
		c.Host.Init = nil
	}
	if c.Host.UTSMode == "host" && c.Config.Hostname == "" {
		c.Config.Domainname = "" // the rule has a warning for every domain name
	}
	if c.Config.StopTimeout != nil && *c.Config.StopTimeout < 0 {
		at.At("stop_grace_period").Error(diag.Unsupported, "podman cannot wait without limit, as Docker does after a negative time", "write a long time, such as 24h")
	}
}

// unnamed rejects names of devices that are no names of the Container Device Interface: podman would take one for a path of the host,
// or panic.
func unnamed(c *model.Container, at diag.Scope) {
	for _, r := range c.Host.DeviceRequests {
		for _, name := range cdi(r) {
			if !grammar.CDI.Valid(name) {
				at.At(r.At...).At("device_ids").Error(diag.Invalid, name+" is not a name of the Container Device Interface", "write "+grammar.CDI.Form+", such as nvidia.com/gpu=0")
			}
		}
	}
}

// unopposed removes what is both added and dropped from the capabilities that are dropped, or ALL if that is: with Docker the
// addition counts, and podman refuses both (moby daemon/pkg/oci/caps, TweakCapabilities; common pkg/capabilities,
// MergeCapabilities).
func unopposed(c *model.Container) {
	if slices.Contains(c.Host.CapAdd, "ALL") || slices.Contains(c.Host.CapDrop, "ALL") {
		c.Host.CapDrop = slices.DeleteFunc(slices.Clone(c.Host.CapDrop), func(name string) bool {
			return name == "ALL" && slices.Contains(c.Host.CapAdd, "ALL")
		})
		return
	}
	added := func(name string) bool { return slices.Contains(c.Host.CapAdd, name) }
	c.Host.CapDrop = slices.DeleteFunc(slices.Clone(c.Host.CapDrop), added)
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
