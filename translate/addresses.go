package translate

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// checkAddresses reports addresses of a container that its network cannot give it (moby daemon/container_operations.go,
// validateIPAMConfigIsInRange; podman: "requested static ip … not in any subnet"). What an external network has is not known, nor
// what an address management other than the engine's does.
func (l *lowering) checkAddresses(w *workload, key string, network types.NetworkConfig) {
	cfg := w.Networks[key]
	if cfg == nil || bool(network.External) || network.Ipam.Driver != "" && network.Ipam.Driver != "default" || l.inherited(w.at("networks")) {
		return
	}
	for _, given := range []struct{ attr, text string }{{"ipv4_address", cfg.Ipv4Address}, {"ipv6_address", cfg.Ipv6Address}} {
		address, err := netip.ParseAddr(given.text)
		if err != nil {
			continue // not set, or reported by checkTexts
		}
		subnets, found := subnetsLike(network, address)
		at := w.at("networks", key, given.attr)
		switch enabled := network.EnableIPv6 != nil && *network.EnableIPv6; {
		case found && gateway(network, address):
			l.find(diag.Warning, diag.Collision, at, address.String()+" is the gateway of the network", "choose another address, or write another gateway")
		case found:
		case address.Is6() && !enabled: // the runtimes differ
		case len(subnets) > 0:
			l.find(diag.Error, diag.Invalid, at, fmt.Sprintf("%s is in no subnet of the network, which has %s; no engine starts such a container", address, strings.Join(subnets, " and ")),
				"choose an address in the subnet")
		default:
			l.find(diag.Warning, diag.Partial, at, "engines accept a fixed address only in a subnet that the network's definition names, or by chance",
				"write the subnet under networks."+key+".ipam.config")
		}
	}
}

// subnetsLike returns the network's subnets of the address's family, and whether one of them contains it.
func subnetsLike(network types.NetworkConfig, address netip.Addr) (subnets []string, found bool) {
	for _, pool := range network.Ipam.Config {
		if pool == nil {
			continue
		}
		if subnet, err := netip.ParsePrefix(pool.Subnet); err == nil && subnet.Addr().Is4() == address.Is4() {
			subnets = append(subnets, pool.Subnet)
			found = found || subnet.Contains(address)
		}
	}
	return subnets, found
}

// gateway reports whether an address is that of the network's gateway. Without one in the file, the engines give a bridge the first
// address of the subnet, unless there is a range (moby daemon/libnetwork/network.go, ipamAllocateVersion; podman
// libnetwork/util, FirstIPInSubnet).
func gateway(network types.NetworkConfig, address netip.Addr) bool {
	for _, pool := range network.Ipam.Config {
		if pool == nil {
			continue
		}
		subnet, err := netip.ParsePrefix(pool.Subnet)
		if err != nil || !subnet.Contains(address) {
			continue
		}
		if given, err := netip.ParseAddr(pool.Gateway); err == nil {
			return given == address
		}
		bridge := network.Driver == "" || network.Driver == "bridge"
		return bridge && pool.Gateway == "" && pool.IPRange == "" && subnet.Masked().Addr().Next() == address
	}
	return false
}
