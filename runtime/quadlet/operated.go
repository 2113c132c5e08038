package quadlet

import (
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// operated reads Quadlet source files in addition to plain units.
type operated struct{ cli.Operated }

// Runs also looks for the key of a container's name.
func (o operated) Runs(text []byte, container string) bool {
	return cli.Says(text, "^ContainerName=", container) || o.Operated.Runs(text, container)
}

// How a source file names the network that it creates.
var (
	networkHash = lazyregexp.New(`(?m)^\s*Label=com\.docker\.compose\.config-hash=([0-9a-f]+)`)
	networkKey  = lazyregexp.New(`(?m)^\s*Label=com\.docker\.compose\.network=([^\s"']+)`)
)

// Network also reads the labels of a source file.
func (o operated) Network(text []byte) (key, hash string) {
	if key = cli.FirstMatch(networkKey, text); key != "" {
		return key, cli.FirstMatch(networkHash, text)
	}
	return o.Operated.Network(text)
}

// Sources returns the paths of podman-systemd.unit(5), "Podman rootful unit search path" and "Podman rootless unit search
// path".
func (operated) Sources() runtime.Sources {
	return runtime.Sources{
		Install: "/etc/containers/systemd",
		System:  []string{"/run/containers/systemd", "/etc/containers/systemd", "/usr/share/containers/systemd"},
		Users:   []string{"/etc/containers/systemd/users", "/usr/share/containers/systemd/users"},
		Home:    "containers/systemd",
	}
}
