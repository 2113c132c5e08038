package podman

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// modes reports namespaces and groups with which podman does not create a container: those of a service, and of its steps what
// they do not inherit.
func (a *adaptation) modes(c *model.Container) {
	own := a.refusedModes(c)
	a.report(own, c.At)
	for i := range c.PreStart {
		a.report(runtime.Own(a.refusedModes(&c.PreStart[i]), own), c.PreStart[i].At)
	}
}

func (a *adaptation) report(list []runtime.Loss, owner []string) {
	for _, l := range list {
		a.scope.At(owner...).At(l.At...).Error(diag.Unsupported, l.Text, l.Hint)
	}
}

// refusedModes lists them (podman pkg/specgen/namespaces.go, ParseNamespace, ParseIPCNamespace, ParseUserNamespace and
// validateNetNS; pkg/util/utils.go, GetNoMapMapping; cmd/podman/containers/create.go, CreateInit).
func (a *adaptation) refusedModes(c *model.Container) []runtime.Loss {
	var out []runtime.Loss
	lose := func(text, hint, attr string) {
		out = append(out, runtime.Loss{Text: text, Hint: hint, At: []string{attr}})
	}
	for _, ns := range []struct {
		attr, mode string
		words      []string
		options    []string
	}{
		{"ipc", c.Host.IpcMode, []string{"host", "none", "private", "shareable"}, nil},
		{"pid", c.Host.PidMode, []string{"host", "private"}, nil},
		{"uts", c.Host.UTSMode, []string{"host", "private"}, nil},
		{"userns_mode", c.Host.UsernsMode, []string{"auto", "host", "keep-id", "nomap", "private"}, []string{"auto", "keep-id"}},
	} {
		before, after, parted := strings.Cut(ns.mode, ":")
		switch {
		case ns.mode == "" || !parted && slices.Contains(ns.words, ns.mode):
		case parted && before == "service": // reported by the translation, where no engine has it
		case parted && after != "" && slices.Contains(append(ns.options, "container", "ns"), before):
		default:
			lose(fmt.Sprintf("podman has no %s %s: it has %s, ns:PATH and container:NAME", ns.attr, ns.mode, strings.Join(ns.words, ", ")),
				"leave it out for podman's default", ns.attr)
		}
	}
	network, _, _ := strings.Cut(c.Host.NetworkMode, ":")
	if c.Host.UsernsMode == "nomap" && !a.user {
		lose("podman has the user namespace nomap only for a user's containers", "use -user, or choose auto", "userns_mode")
	}
	if network == "pasta" && !a.user {
		lose("podman has the network mode pasta only for a user's containers", "use -user, or leave it out", "network_mode")
	}
	if slices.Contains(c.Host.GroupAdd, "keep-groups") && len(c.Host.GroupAdd) > 1 {
		lose("podman accepts keep-groups only as the one group", "leave out the others, which the container's process keeps if the user is in them", "group_add")
	}
	return out
}

// plugin reports a volume driver that podman itself does not have.
func (a *adaptation) plugin(v model.Volume) {
	switch v.Driver {
	case "", "local":
		for _, o := range v.Options {
			if !slices.Contains(localOptions, strings.ToLower(o.Name)) {
				a.scope.At(v.At...).At("driver_opts", o.Name).Error(diag.Unsupported, "podman's volume driver local has no option "+o.Name, "remove it; podman has type, o and device")
			}
		}
	case "image":
	default:
		a.scope.At(v.At...).At("driver").Warn(diag.Runtime, "podman has the volume driver "+v.Driver+" only if containers.conf on the target names its plugin under [engine.volume_plugins]; Docker's plugins do not run with podman",
			"use the driver local, with driver_opts for the file system")
	}
}

// localOptions are the options of the driver local (podman libpod/runtime_volume_common.go, newVolume).
var localOptions = []string{"device", "o", "type", "uid", "gid", "size", "inodes", "noquota", "copy", "nocopy"}
