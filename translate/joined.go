package translate

import (
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// joined orders a container after one of this project whose namespaces or volumes it uses by name, `network_mode:
// container:vpn`. To docker compose that is any container of the engine; but the engine refuses to start a container
// that joins one that is not running, so no other order ever works.
func (l *lowering) joined() {
	owners := map[string]string{}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		for n := range c.Replicas {
			replica := c.Replica(n + 1)
			owners[replica.Name] = c.Service
		}
	}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		for _, shared := range []struct{ attr, mode string }{
			{"network_mode", c.Host.NetworkMode}, {"ipc", c.Host.IpcMode}, {"pid", c.Host.PidMode}, {"uts", c.Host.UTSMode},
		} {
			if name, ok := strings.CutPrefix(shared.mode, types.ContainerPrefix); ok {
				l.comesAfter(c, shared.attr, owners[name])
			}
		}
		for _, name := range c.Host.VolumesFrom {
			l.comesAfter(c, "volumes_from", owners[name])
		}
		slices.SortFunc(c.After, func(a, b model.Dependency) int { return strings.Compare(a.Service, b.Service) })
	}
}

// comesAfter adds an edge unless it exists.
func (l *lowering) comesAfter(c *model.Container, attr, service string) {
	if service == "" || slices.ContainsFunc(c.After, func(d model.Dependency) bool { return d.Service == service }) {
		return
	}
	if l.waits(service, c.Service, map[string]bool{}) {
		section := "services"
		if c.Kind == model.Job {
			section = "jobs"
		}
		l.find(diag.Error, diag.Invalid, []string{section, c.Service, attr},
			"neither can start: it joins a container of "+service+", which starts after it", "remove one of the two")
		return
	}
	c.After = append(c.After, model.Dependency{Service: service, Condition: model.Started, Required: true})
}

// waits reports whether a service is, or starts after, another one.
func (l *lowering) waits(service, other string, seen map[string]bool) bool {
	if service == other {
		return true
	}
	i := slices.IndexFunc(l.out.Containers, func(c model.Container) bool { return c.Service == service })
	if i < 0 || seen[service] {
		return false
	}
	seen[service] = true
	return slices.ContainsFunc(l.out.Containers[i].After, func(d model.Dependency) bool { return l.waits(d.Service, other, seen) })
}
