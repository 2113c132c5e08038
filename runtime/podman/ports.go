package podman

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// onePort returns the port of the host, if a binding names exactly one: a range of one port is that port.
func onePort(b model.PortBinding) (string, bool) {
	first, last, isRange := strings.Cut(b.HostPort, "-")
	return first, !isRange || first == last
}

// oddPorts lists ranges from which Docker picks a port when it starts the container: podman requires one host port for each
// container port. If the loss is accepted the engine chooses the port.
func oddPorts(c *container) []runtime.Loss {
	var out []runtime.Loss
	for _, b := range c.Host.PortBindings {
		first, one := onePort(b)
		if one {
			continue
		}
		port := strings.TrimSuffix(b.Port, "/tcp")
		chosen := model.PortBinding{HostIP: b.HostIP, HostPort: first, Port: port}
		at := []string{"ports"}
		if b.Entry > 0 {
			at = append(at, strconv.Itoa(b.Entry-1))
		}
		out = append(out, runtime.Loss{What: "a port of the host out of a range", At: at, Severity: diag.Error,
			Text: "podman publishes " + b.Port + " at one port, not at a free one out of " + b.HostPort,
			Hint: "publish one of them, " + published(chosen) + ", or let the host choose one, " + strconv.Quote(port)})
	}
	return out
}

func publish(c *container) []flag {
	var words []string
	for _, b := range c.Host.PortBindings {
		words = append(words, published(b))
	}
	return list("--publish", words)
}

// published returns the value of --publish: where the host chooses the port, it is not given.
func published(b model.PortBinding) string {
	port, one := onePort(b)
	if !one || port == "0" {
		port = ""
	}
	b.HostPort = port
	return rules.Publish(b)
}
