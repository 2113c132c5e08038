//go:build live

package live

import (
	"path/filepath"
	"slices"
)

// quadlet is podman with the source files of its generator. Everything else is as in the podman column.
var quadlet = withSources("quadlet", podman, "/etc/containers/systemd")

// withSources returns a podman column with the source files of its generator, which reads them from its own folder.
func withSources(name string, c *column, sources string) *column {
	made := *c
	made.name = name
	made.flags = append(slices.Clone(c.flags), "-format", "quadlet")
	made.removes = true
	made.wipe += "\npodman secret rm --all"
	made.folder = func(file string) string {
		if slices.Contains([]string{".container", ".network", ".volume", ".build"}, filepath.Ext(file)) {
			return sources
		}
		return c.folder(file)
	}
	return &made
}
