package podman

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// linked gives a linked container the aliases of its links, in the networks that it shares with the linking container.
func (a *adaptation) linked(p *model.Project) {
	for i := range p.Containers {
		c := &p.Containers[i]
		for _, e := range c.Endpoints {
			for _, link := range e.Links {
				name, alias, _ := strings.Cut(link, ":")
				if !strings.Contains(alias, model.Instance) {
					a.giveAlias(p, c, name, e.Network, alias)
				}
			}
		}
		if len(c.Endpoints) == 0 && len(c.Host.Links) > 0 && (c.Host.NetworkMode == "bridge" || c.Host.NetworkMode == "default") {
			a.link(c, diag.Warning, "podman has no links, and its default network has no names: no linked service is found by its name",
				"remove network_mode, so that they share a network of the project")
		}
	}
}

func (a *adaptation) giveAlias(p *model.Project, asks *model.Container, name, network, alias string) {
	for i := range p.Containers {
		c := &p.Containers[i]
		if c.Name != name && !(c.Replicas > 1 && strings.HasPrefix(name, strings.TrimSuffix(c.Name, model.Instance)) && strings.HasSuffix(c.Name, model.Instance)) {
			continue
		}
		for j, e := range c.Endpoints {
			if e.Network != network || alias == name || slices.Contains(e.Aliases, alias) {
				continue
			}
			c.Endpoints = slices.Clone(c.Endpoints)
			c.Endpoints[j].Aliases = append(slices.Clone(e.Aliases), alias)
			if !ownName(p, c, alias) {
				a.link(asks, diag.Warning, fmt.Sprintf("podman has no links: every container in the network %s can also reach %s as %s", network, c.Service, alias), "")
			}
		}
	}
}

// ownName reports whether an alias is the service's own name, which links add with and without the project and a number.
func ownName(p *model.Project, c *model.Container, alias string) bool {
	for _, separator := range []string{"-", "_"} {
		alias = strings.TrimPrefix(alias, p.Name+separator)
	}
	rest, ok := strings.CutPrefix(alias, c.Service)
	return ok && numbered.MatchString(rest)
}

var numbered = lazyregexp.New(`^([-_][0-9]+)?$`)

func (a *adaptation) link(c *model.Container, s diag.Severity, text, hint string) {
	a.scope.At(c.At...).At("links").Add(s, diag.Partial, text, hint)
}
