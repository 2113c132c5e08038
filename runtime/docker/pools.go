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

// oddPool lists what the client or Docker refuses to create: an address in no subnet of the network, and subnets that
// overlap (docker/cli, createIPAMConfig).
func oddPool(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	var earlier []netip.Prefix
	for i, pool := range n.IPAM.Config {
		odd := func(text, hint string, path ...string) {
			at := append([]string{"ipam", "config", strconv.Itoa(i)}, path...)
			out = append(out, runtime.Loss{What: "the subnets", At: at, Severity: diag.Error,
				Text: text + ", and Docker does not create such a network", Hint: hint})
		}
		outside := func(given string, path ...string) {
			if !inSubnet(n, given) {
				odd(given+" is in no subnet of the network", "add the subnet that contains it", path...)
			}
		}
		outside(pool.Gateway, "gateway")
		outside(pool.IPRange, "ip_range")
		for _, reserved := range pool.Auxiliary {
			outside(reserved.Value, "aux_addresses", reserved.Name)
		}
		subnet, err := netip.ParsePrefix(pool.Subnet)
		if err != nil || subnet.Addr().Is6() && !n.IPv6() {
			continue // not set, reported by the translation, or ignored by the engine
		}
		if other := slices.IndexFunc(earlier, subnet.Overlaps); other >= 0 && !n.Bridge() { // which has one subnet, see refusedSubnets
			odd(pool.Subnet+" overlaps the subnet "+earlier[other].String(), "remove one of them", "subnet")
		}
		earlier = append(earlier, subnet)
	}
	return out
}

// refusedRange lists ranges that Docker refuses since version 25 (moby daemon/network.go, validateIPRange).
func refusedRange(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	for i, pool := range n.IPAM.Config {
		subnet, err1 := netip.ParsePrefix(pool.Subnet)
		part, err2 := netip.ParsePrefix(pool.IPRange)
		at := []string{"ipam", "config", strconv.Itoa(i), "ip_range"}
		switch {
		case err1 != nil || err2 != nil || !subnet.Overlaps(part):
		case part.Bits() < subnet.Bits():
			out = append(out, lose("since version 25, Docker refuses a range that is larger than its subnet "+pool.Subnet, "write a part of it", at...))
		case part != part.Masked():
			out = append(out, lose("since version 25, Docker refuses a range with host bits, such as "+pool.IPRange, "write "+part.Masked().String(), at...))
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
