package cli

import (
	"path"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/model"
)

// hostPaths returns the paths on the host whose mounts must be active before the container starts: its bind sources, its
// image's archive, files that the engine reads, the private files.
func (r *Rendering) hostPaths(c *model.Container) []string {
	all := append(slices.Clone(c.HostPaths), c.Archive, c.Seccomp, r.options.ConfigDir)
	for i := range c.PreStart {
		all = append(all, c.PreStart[i].Archive, c.PreStart[i].Seccomp)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(path string) bool { return path == "" })
}

// mounting returns the units that a container's volumes need when the engine mounts them at start: the network, and the
// block devices. A user's manager has no target for the network.
func (r *Rendering) mounting(c *model.Container) []string {
	var out []string
	if c.Remote && !r.options.User && r.engine.Unit != networkOnline {
		out = append(out, networkOnline)
	}
	for _, device := range c.Devices {
		out = append(out, unit.PathName(path.Clean(device), "device"))
	}
	return out
}

const networkOnline = "network-online.target"
