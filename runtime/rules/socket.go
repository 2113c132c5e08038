package rules

import (
	"slices"

	"github.com/compose2unit/compose2unit/translate/model"
)

// IsDockerSocket reports whether the source of a bind is the socket of root's Docker, which an engine may replace with its
// own.
func IsDockerSocket(source string) bool {
	return source == "/var/run/docker.sock" || source == "/run/docker.sock"
}

// BindsDockerSocket reports whether a container binds that socket.
func BindsDockerSocket(c *model.Container) bool {
	return slices.ContainsFunc(c.Host.Binds, func(b model.Bind) bool { return IsDockerSocket(b.Source) }) ||
		slices.ContainsFunc(c.Host.Mounts, func(m model.Mount) bool { return m.Type == "bind" && IsDockerSocket(m.Source) })
}

// WithoutDockerSocket returns the paths but the socket's, for a container that gets another.
func WithoutDockerSocket(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), IsDockerSocket)
}
