package generate

import (
	"net/netip"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Subnet is one that a network of the project asks for, and where it is written.
type Subnet struct {
	host.Subnet
	at diag.Scope
}

// subnetsOf are those that the project's bridges bring to this machine, of the file or of -address-pool. Another driver
// (macvlan, ipvlan) joins a range that is there already.
func subnetsOf(project *model.Project, scope diag.Scope) []Subnet {
	var out []Subnet
	for _, n := range project.Networks {
		if n.Driver != "" && n.Driver != "bridge" {
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

// CheckRoutes warns of subnets that overlap what a machine reaches through its interfaces (host.Routes): what lies there could
// not be reached any more, or the engine refuses the network.
func (r Result) CheckRoutes(routes []host.Route) {
	for _, s := range r.Subnets {
		for _, clash := range host.Clashes([]host.Subnet{s.Subnet}, routes) {
			s.at.Warn(diag.Collision, clash.String(), "choose another range, or another -address-pool")
		}
	}
}
