package translate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// ports lowers ports and expose (docker/compose pkg/compose/create.go buildContainerPorts and
// buildContainerPortBindingOptions). compose-go has already expanded ranges in the short form.
func (l *lowering) ports(w *workload, c *model.Container) {
	exposed := map[string]bool{}
	expose := func(port string) {
		if !exposed[port] {
			exposed[port] = true
			c.Config.ExposedPorts = append(c.Config.ExposedPorts, port)
		}
	}
	entries := l.portEntries(w)
	for i, p := range w.Ports {
		at := func(leaf string) []string { return w.at("ports", itoa(entries[i]), leaf) }
		port, ok := containerPort(strconv.FormatUint(uint64(p.Target), 10), p.Protocol)
		if !ok {
			l.invalid(at("target"), fmt.Sprintf("%d/%s is not a port the engine knows", p.Target, p.Protocol))
			continue
		}
		if w.replicas > 1 && p.Published != "" && !strings.Contains(p.Published, "-") {
			l.find(diag.Warning, diag.Collision, at("published"), fmt.Sprintf("only one of %d containers can use host port %s; Compose also starts only one", w.replicas, p.Published),
				"publish a range, or no fixed port")
		}
		c.Host.PortBindings = append(c.Host.PortBindings, model.PortBinding{Entry: entries[i] + 1, Port: port, HostIP: p.HostIP, HostPort: p.Published})
		expose(port)
	}
	l.unpublished(w)
	for i, e := range w.Expose {
		l.expose(w.at("expose", itoa(i)), e, expose)
	}
}

// unpublished reports ports of a container without a network of its own: engines publish none (moby daemon/daemon_unix.go,
// verifyPlatformContainerSettings; podman pkg/specgen/generate).
func (l *lowering) unpublished(w *workload) {
	hint := map[string]string{"host": "remove them: the container listens on ports of the host itself", "none": "remove them"}[w.NetworkMode]
	if at := w.at("ports"); hint != "" && len(w.Ports) > 0 && !l.inherited(at) {
		l.find(diag.Warning, diag.NoEffect, at, "with `network_mode: "+w.NetworkMode+"` no ports are published; Docker ignores them as well", hint)
	}
}

// portEntries returns the items of the file that the ports come from: compose-go expands a short form with ranges into
// several (types.ParsePortConfig).
func (l *lowering) portEntries(w *workload) []int {
	var out []int
	for i := 0; len(out) < len(w.Ports); i++ {
		count := 1
		if short, ok := l.text(w.at("ports", itoa(i))...); ok {
			if ports, err := types.ParsePortConfig(short); err == nil {
				count = len(ports)
			}
		}
		for range count {
			out = append(out, i)
		}
	}
	return out
}

// expose parses `PORT[/PROTOCOL]` or `FIRST-LAST[/PROTOCOL]`.
func (l *lowering) expose(path []string, spec string, add func(port string)) {
	numbers, protocol, _ := strings.Cut(spec, "/")
	from, to, ok := grammar.Span(numbers)
	if !ok {
		l.invalid(path, fmt.Sprintf("%q is not a port or a range of ports", spec))
		return
	}
	for n := from; n <= to; n++ {
		port, ok := containerPort(strconv.FormatUint(n, 10), protocol)
		if !ok {
			l.invalid(path, fmt.Sprintf("%q is not a port the engine knows", spec))
			return
		}
		add(port)
	}
}

// containerPort returns the engine's form, `80/tcp`.
func containerPort(number, protocol string) (string, bool) {
	protocol = strings.ToLower(protocol)
	if protocol == "" {
		protocol = "tcp"
	}
	n, err := strconv.ParseUint(number, 10, 16)
	return fmt.Sprintf("%d/%s", n, protocol), err == nil && slices.Contains([]string{"tcp", "udp", "sctp"}, protocol)
}
