//go:build live

package live

import (
	"path/filepath"
	"slices"
)

// quadlet is podman with the source files of its generator. Everything else is the podman column's.
var quadlet = func() *column {
	c := *podman
	c.name = "quadlet"
	c.flags = []string{"-runtime", "podman", "-format", "quadlet"}
	c.removes = true
	c.wipe += "\npodman secret rm --all"
	c.folder = func(file string) string {
		if slices.Contains([]string{".container", ".network", ".volume", ".build"}, filepath.Ext(file)) {
			return "/etc/containers/systemd"
		}
		return system(file)
	}
	return &c
}()
