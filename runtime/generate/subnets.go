package generate

import (
	"net/netip"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Subnet is a subnet that a network of the project requests, with its position.
type Subnet struct {
	host.Subnet
	at diag.Scope
}

// subnetsOf returns the subnets, from the file or from -address-pool, that the project's bridges create on this machine.
// Another driver (macvlan, ipvlan) joins an existing range.
func subnetsOf(project *model.Project, scope diag.Scope) []Subnet {
	var out []Subnet
	for _, n := range project.Networks {
		if !n.Bridge() {
			continue
		}
		for _, pool := range n.IPAM.Config {
			if prefix, err := netip.ParsePrefix(pool.Subnet); err == nil {
				out = append(out, Subnet{host.Subnet{Owner: n.Name, Prefix: prefix}, scope.At(n.At...)})
			}
		}
	}
	return out
}

// CheckRoutes adds warnings to the report about subnets that overlap the ranges that a machine reaches through its interfaces
// (host.Routes): these would become unreachable, or the engine rejects the network.
func (r Result) CheckRoutes(routes []host.Route, report *diag.Report) {
	for _, s := range r.Subnets {
		for _, clash := range host.Clashes([]host.Subnet{s.Subnet}, routes) {
			report.Add(s.at.Finding(diag.Warning, diag.Collision, clash.String(), "choose another range, or another -address-pool"))
		}
	}
}
