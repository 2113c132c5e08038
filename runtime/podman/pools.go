package podman

import (
	"net/netip"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// pools returns flags that podman pairs by their order: the third gateway belongs to the third subnet, however many subnets
// have one (cmd/podman/networks/create.go). So a subnet before one with a gateway or range is given podman's defaults: its
// first address, and the whole subnet. Docker ignores IPv6 subnets without enable_ipv6 (moby api/types/network
// ValidateIPAM, libnetwork ipamAllocate).
func pools(n *model.Network) []flag {
	var out []flag
	list := ownPools(n)
	gateways, ranges := last(list, func(p model.Pool) string { return p.Gateway }), last(list, func(p model.Pool) string { return p.IPRange })
	for i, p := range list {
		gateway, ipRange := p.Gateway, p.IPRange
		if gateway == "" && i < gateways {
			gateway = firstAddress(p.Subnet)
		}
		if ipRange == "" && i < ranges {
			ipRange = p.Subnet
		}
		out = append(out, cli.One("--subnet", p.Subnet)...)
		out = append(out, cli.One("--ip-range", ipRange)...)
		out = append(out, cli.One("--gateway", gateway)...)
	}
	return out
}

// ownPools returns the subnets that the network uses.
func ownPools(n *model.Network) []model.Pool {
	var out []model.Pool
	for _, p := range n.IPAM.Config {
		if p.Subnet != "" && (!isIPv6(p) || n.IPv6()) && !(withoutIPv4(n) && !isIPv6(p)) {
			out = append(out, p)
		}
	}
	return out
}

// last returns the index of the last pool that has a value, or -1.
func last(list []model.Pool, value func(model.Pool) string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if value(list[i]) != "" {
			return i
		}
	}
	return -1
}

// firstAddress returns podman's default gateway: the address after the network address.
func firstAddress(subnet string) string {
	p, err := netip.ParsePrefix(subnet)
	if err != nil {
		return "" // reported by the translation
	}
	first := p.Masked().Addr()
	if !p.IsSingleIP() {
		first = first.Next()
	}
	return first.String()
}

func oddPools(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	families := map[bool]int{}
	for i, p := range n.IPAM.Config {
		at := func(leaf string) []string { return []string{"ipam", "config", strconv.Itoa(i), leaf} }
		if isIPv6(p) && !n.IPv6() {
			out = append(out, runtime.Loss{What: "a subnet of IPv6", At: at("subnet"),
				Text: "without enable_ipv6 the engine and docker compose ignore an IPv6 subnet", Hint: "write `enable_ipv6: true`"})
			continue
		}
		if p.Subnet != "" {
			families[isIPv6(p)]++
		}
		for _, given := range []struct{ leaf, address string }{{"gateway", p.Gateway}, {"ip_range", p.IPRange}} {
			if text := outside(p.Subnet, given.leaf, given.address); text != "" {
				out = append(out, runtime.Loss{What: given.leaf, At: at(given.leaf), Severity: diag.Error, Text: text,
					Hint: "add the subnet that contains it"})
			}
		}
		if p.Subnet != "" && families[isIPv6(p)] == 2 {
			out = append(out, runtime.Loss{What: "a second subnet of one family", At: at("subnet"),
				Text: "podman gives each container an address in every subnet; Docker gives it one in the first subnet that has any left"})
		}
	}
	return out
}

// outside returns why podman would reject a gateway or range of a subnet, or "".
func outside(subnet, what, given string) string {
	if given == "" {
		return ""
	}
	if subnet == "" {
		return "podman takes no " + what + " without its subnet"
	}
	prefix, err := netip.ParsePrefix(subnet)
	if err != nil {
		return "" // reported by the translation
	}
	address, err := netip.ParseAddr(given)
	if r, e := netip.ParsePrefix(given); e == nil {
		if r.Bits() < prefix.Bits() && r.Overlaps(prefix) {
			return given + " is larger than the subnet " + subnet
		}
		address, err = r.Masked().Addr(), nil
	}
	if err == nil && !prefix.Contains(address) {
		return given + " is not in the subnet " + subnet
	}
	return ""
}
