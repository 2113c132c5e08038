package rules

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// expose returns flags for the ports that are not published: --publish exposes its own.
func expose(c *container) []flag {
	var out []flag
	for _, port := range c.Config.ExposedPorts {
		if !slices.ContainsFunc(c.Host.PortBindings, func(b model.PortBinding) bool { return b.Port == port }) {
			out = append(out, cli.Line("--expose", port))
		}
	}
	return out
}

// Publish returns the value of --publish for a port.
func Publish(b model.PortBinding) string {
	ip := b.HostIP
	if strings.Contains(ip, ":") {
		ip = "[" + ip + "]"
	}
	switch {
	case ip != "":
		return ip + ":" + b.HostPort + ":" + b.Port
	case b.HostPort != "":
		return b.HostPort + ":" + b.Port
	}
	return b.Port
}
