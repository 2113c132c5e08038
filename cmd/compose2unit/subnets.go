package main

import (
	"net/netip"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// subnet is one that a network of the project asks for, and where it is written.
type subnet struct {
	host.Subnet
	at diag.Scope
}

// subnetsOf are those that the project's bridges bring to this machine, of the file or of -address-pool. Another driver
// (macvlan, ipvlan) joins a range that is there already.
func subnetsOf(project *model.Project, scope diag.Scope) []subnet {
	var out []subnet
	for _, n := range project.Networks {
		if n.Driver != "" && n.Driver != "bridge" {
			continue
		}
		for _, pool := range n.IPAM.Config {
			if prefix, err := netip.ParsePrefix(pool.Subnet); err == nil {
				out = append(out, subnet{host.Subnet{Owner: n.Name, Prefix: prefix}, scope.At(n.At...)})
			}
		}
	}
	return out
}

// clashes warns of subnets that this machine uses otherwise: what lies there could not be reached any more, or the
// engine refuses the network. The networks of a user's engine have a world of their own.
func (o *options) clashes(w *world, subnets []subnet) error {
	if o.user || len(subnets) == 0 {
		return nil
	}
	routes, err := w.routes()
	if err != nil {
		return err
	}
	for _, s := range subnets {
		for _, clash := range host.Clashes([]host.Subnet{s.Subnet}, routes) {
			s.at.Warn(diag.Collision, clash.String(), "choose another range, or another -address-pool")
		}
	}
	return nil
}
