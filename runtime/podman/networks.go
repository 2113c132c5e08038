package podman

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networkRules are the rules for `podman network create` that Docker does not share.
func (v version) networkRules() []cli.NetworkRule {
	return []cli.NetworkRule{
		cli.Network.Full("driver", func(n *model.Network) []flag {
			if !drivers[n.Driver] {
				return nil
			}
			return cli.One("--driver", n.Driver)
		}).Except(oddDriver),
		cli.Network.Full("driver_opts.**", v.networkOptions).Except(oddOptions),
		cli.Network.Moot("attachable", "it only affects swarm services"),
		cli.Network.Full("enable_ipv4").Except(oddIPv4),
		cli.Network.Full("enable_ipv6", func(n *model.Network) []flag {
			// With the flag podman adds an IPv4 subnet to a network that has none (libnetwork/internal/util/bridge.go).
			if !n.IPv6() || withoutIPv4(n) && onlyIPv6(n) {
				return nil
			}
			return []flag{cli.Line("--ipv6")}
		}),
		cli.Network.Full("ipam.driver", func(n *model.Network) []flag {
			if len(oddIPAM(n)) > 0 {
				return nil
			}
			return cli.One("--ipam-driver", ipamDrivers[n.IPAM.Driver])
		}).Except(oddIPAM),
		cli.Network.None("ipam.options.**", "podman has no options of address management", ""),
		cli.Network.Full("ipam.config.**", pools).Except(oddPools),
		cli.Network.None("ipam.config.[].aux_addresses.**", "podman cannot reserve addresses by name", "set `ip_range` so that they lie outside"),
	}
}

var (
	drivers = map[string]bool{"": true, "bridge": true, "macvlan": true, "ipvlan": true}
	// ipamDrivers are podman's names; its default needs none.
	ipamDrivers = map[string]string{"": "", "default": "", "host-local": "host-local", "dhcp": "dhcp", "none": "none", "null": "none"}
)

// oddIPAM lists settings of address management that podman rejects (containers/common libnetwork/netavark/config.go,
// validateIPAMDriver and createIpvlanOrMacvlan).
func oddIPAM(n *model.Network) []runtime.Loss {
	name, known := ipamDrivers[n.IPAM.Driver]
	text, hint := "", "leave it out, and write the subnet under ipam.config"
	switch {
	case !known:
		text = "podman has no IPAM driver " + n.IPAM.Driver
	case name == "dhcp" && n.Driver != "macvlan":
		text = "podman asks a DHCP server for the addresses of macvlan networks only"
	case (name == "dhcp" || name == "none") && len(ownPools(n)) > 0:
		text, hint = "podman does not accept a subnet with the IPAM driver "+name, "leave one of them out"
	default:
		return nil
	}
	return []runtime.Loss{{What: "the IPAM driver " + n.IPAM.Driver, Severity: diag.Error, Text: text, Hint: hint}}
}

// oddDriver lists drivers and their settings that podman does not support.
func oddDriver(n *model.Network) []runtime.Loss {
	if !drivers[n.Driver] {
		return []runtime.Loss{{What: "the network driver " + n.Driver, Severity: diag.Error,
			Text: "podman has no network driver " + n.Driver + ": it has bridge, macvlan and ipvlan",
			Hint: "choose one of them"}}
	}
	var out []runtime.Loss
	lan := n.Driver == "macvlan" || n.Driver == "ipvlan"
	called := map[string]string{"macvlan": "a macvlan", "ipvlan": "an ipvlan"}[n.Driver]
	if lan && len(ownPools(n)) == 0 && ownAddresses(n.IPAM.Driver) {
		// Docker assigns a subnet of its pool; podman asks a DHCP server, or rejects the network.
		out = append(out, runtime.Loss{What: called + " network without a subnet", Severity: diag.Error,
			Text: "podman cannot assign addresses in " + called + " network without a subnet; Docker takes them from its own pool",
			Hint: addressHint(n.Driver)})
	}
	parent := n.Options.Get("parent")
	switch {
	case lan && parent == "":
		out = append(out, runtime.Loss{What: called + " network without a parent", Severity: diag.Error,
			Text: "without a parent, podman uses the interface of the host's default route; Docker creates an isolated network",
			Hint: "name the interface, `driver_opts: {parent: eth0}`, or make it a bridge with `internal: true`"})
	case lan && subInterface.MatchString(parent):
		out = append(out, runtime.Loss{What: "an interface " + parent + " that is made", At: []string{"driver_opts", "parent"},
			Text: "the interface " + parent + " must exist: Docker creates a missing VLAN interface, podman does not"})
	}
	return out
}

// subInterface matches a parent interface that Docker creates itself (moby libnetwork/drivers/macvlan/macvlan_setup.go).
var subInterface = lazyregexp.New(`^.+\.[0-9]+$`)

func addressHint(driver string) string {
	hint := "write the subnet under ipam.config"
	if driver == "macvlan" {
		hint += ", or `ipam: {driver: dhcp}` where a DHCP server of that network is to give the addresses"
	}
	return hint
}

// ownAddresses reports whether podman itself assigns the addresses.
func ownAddresses(ipam string) bool {
	return ipamDrivers[ipam] == "" || ipamDrivers[ipam] == "host-local"
}

func withoutIPv4(n *model.Network) bool { return n.EnableIPv4 != nil && !*n.EnableIPv4 }

func onlyIPv6(n *model.Network) bool {
	return len(n.IPAM.Config) > 0 && !slices.ContainsFunc(n.IPAM.Config, func(p model.Pool) bool { return !isIPv6(p) })
}

func isIPv6(p model.Pool) bool { return strings.Contains(p.Subnet, ":") }

func oddIPv4(n *model.Network) []runtime.Loss {
	if !withoutIPv4(n) || onlyIPv6(n) {
		return nil
	}
	return []runtime.Loss{{What: "a network without IPv4", Severity: diag.Error,
		Text: "podman creates a network without IPv4 only if all its subnets are given and are IPv6",
		Hint: "write one under ipam.config"}}
}
