package docker

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// addressPools returns the flags of a network's addresses. The client assigns a range, a gateway or a reserved address to the subnet
// that contains it, whichever pool of the file it is in (docker/cli cli/command/network/create.go, createIPAMConfig).
func addressPools(n *model.Network) []flag {
	var out []flag
	for _, pool := range n.IPAM.Config {
		out = append(out, cli.One("--subnet", pool.Subnet)...)
		if inSubnet(n, pool.IPRange) {
			out = append(out, cli.One("--ip-range", pool.IPRange)...)
		}
		if inSubnet(n, pool.Gateway) {
			out = append(out, cli.One("--gateway", pool.Gateway)...)
		}
		for _, reserved := range pool.Auxiliary {
			if inSubnet(n, reserved.Value) {
				out = append(out, cli.Pairs("--aux-address", model.Map{reserved})...)
			}
		}
	}
	return out
}

// oddPool lists what is in no subnet of the network: the client refuses to create it.
func oddPool(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	for i, pool := range n.IPAM.Config {
		lose := func(given string, path ...string) {
			if !inSubnet(n, given) {
				out = append(out, runtime.Loss{What: given, At: append([]string{"ipam", "config", strconv.Itoa(i)}, path...), Severity: diag.Error,
					Text: given + " is in no subnet of the network, and Docker does not create such a network", Hint: "add the subnet that contains it"})
			}
		}
		lose(pool.Gateway, "gateway")
		lose(pool.IPRange, "ip_range")
		for _, reserved := range pool.Auxiliary {
			lose(reserved.Value, "aux_addresses", reserved.Name)
		}
	}
	return out
}

// inSubnet reports whether a subnet of the network contains an address or the beginning of a range. What is not set or not of that
// form counts as contained: the translation has reported it.
func inSubnet(n *model.Network, given string) bool {
	address, err := netip.ParseAddr(given)
	if r, e := netip.ParsePrefix(given); e == nil {
		address, err = r.Masked().Addr(), nil
	}
	return err != nil || slices.ContainsFunc(n.IPAM.Config, func(p model.Pool) bool {
		subnet, err := netip.ParsePrefix(p.Subnet)
		return err == nil && subnet.Contains(address)
	})
}
