package translate

import (
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// claim is something that only one running container can have: a port of the host, or an address in a network.
type claim struct {
	container *model.Container
	at        []string
	// host is the address of a port; the zero value is every address of both families.
	host netip.Addr
}

// claims are the claims so far, by what is claimed.
type claims map[string][]claim

// clashing is the search for what two containers claim.
type clashing struct {
	*lowering
	// number is the index of each service's container, before for each the set of those that have ended when it starts.
	number map[string]int
	before []*big.Int
}

// clashes reports what two containers would have at the same time. Engines start the first and refuse the second, except for
// MAC addresses, which they do not compare.
func (l *lowering) clashes() {
	ports, addresses := claims{}, claims{}
	all := &clashing{lowering: l, number: map[string]int{}, before: make([]*big.Int, len(l.out.Containers))}
	for i := range l.out.Containers {
		all.number[l.out.Containers[i].Service] = i
	}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		if !strings.Contains(c.Host.NetworkMode, ":") && c.Host.NetworkMode != "host" && c.Host.NetworkMode != "none" {
			all.claimPorts(ports, c)
		}
		for _, e := range c.Endpoints {
			all.claimAddresses(addresses, c, e)
		}
	}
}

// claimPorts reports the ports of the host that an earlier container publishes, or the same one twice.
func (l *clashing) claimPorts(all claims, c *model.Container) {
	section, name := c.At[0], c.At[1]
	for _, b := range c.Host.PortBindings {
		port, err := strconv.ParseUint(b.HostPort, 10, 16)
		if err != nil || port == 0 {
			continue // the engine chooses it
		}
		_, protocol, _ := strings.Cut(b.Port, "/")
		what := fmt.Sprintf("%d/%s", port, protocol)
		mine := claim{container: c, at: []string{section, name, "ports", itoa(b.Entry - 1)}}
		if b.HostIP != "" {
			mine.host, _ = netip.ParseAddr(b.HostIP)
		}
		switch other, taken := l.taken(all[what], mine); {
		case !taken:
		case other.container == c:
			l.find(diag.Warning, diag.Collision, mine.at, "the service already publishes host port "+what,
				"publish another one, or the same one at another host_ip")
		default:
			l.find(diag.Warning, diag.Collision, mine.at,
				fmt.Sprintf("host port %s is %s's already, so only one of the two can run", what, owner(other)),
				"publish another one, or the same one at another host_ip")
		}
		all[what] = append(all[what], mine)
	}
}

// claimAddresses reports the fixed addresses of an endpoint that an earlier container has in the same network.
func (l *clashing) claimAddresses(all claims, c *model.Container, e model.Endpoint) {
	at := append(slices.Clone(c.At), "networks", e.Key)
	address := func(leaf, written string) {
		if parsed, err := netip.ParseAddr(written); err == nil {
			l.claimAddress(all, claim{container: c, at: append(slices.Clone(at), leaf)}, e.Key, parsed.String(), "only one can run at a time")
		}
	}
	if e.IPAM != nil {
		address("ipv4_address", e.IPAM.IPv4Address)
		address("ipv6_address", e.IPAM.IPv6Address)
	}
	if e.MacAddress != "" {
		own := append(slices.Clone(at), "mac_address")
		if !l.written(own...) {
			own = append(slices.Clone(c.At), "mac_address")
		}
		l.claimAddress(all, claim{container: c, at: own}, e.Key, e.MacAddress, "engines do not check that")
	}
}

// claimAddress reports an address that another container of the network has, and what follows from that.
func (l *clashing) claimAddress(all claims, mine claim, network, address, follows string) {
	if mine.container.Replicas > 1 {
		l.find(diag.Warning, diag.Collision, mine.at,
			fmt.Sprintf("%d containers have the address %s; %s", mine.container.Replicas, address, follows), "leave it out, or scale to 1")
	}
	what := network + " " + address
	if other, taken := l.taken(all[what], mine); taken {
		l.find(diag.Warning, diag.Collision, mine.at,
			fmt.Sprintf("%s has the address %s as well; %s", owner(other), address, follows), "give it another one")
	}
	all[what] = append(all[what], mine)
}

// owner returns the name of a container in a finding.
func owner(c claim) string { return strings.Join(c.container.At, ".") }

// taken returns an earlier claim that excludes a new one.
func (l *clashing) taken(earlier []claim, mine claim) (claim, bool) {
	for _, other := range earlier {
		if meet(other.host, mine.host) && !l.apart(other.container, mine.container) {
			return other, true
		}
	}
	return claim{}, false
}

// meet reports whether two addresses of the host have a port in common. Without an address a port is published on all of both
// families.
func meet(a, b netip.Addr) bool {
	if !a.IsValid() || !b.IsValid() {
		return true
	}
	a, b = a.Unmap(), b.Unmap()
	return a == b || a.Is4() == b.Is4() && (a.IsUnspecified() || b.IsUnspecified())
}

// apart reports whether two containers need not run at the same time: two jobs, or two of which one waits for the end of the
// other.
func (l *clashing) apart(a, b *model.Container) bool {
	return a.Kind == model.Job && b.Kind == model.Job ||
		l.ended(a.Service).Bit(l.number[b.Service]) == 1 || l.ended(b.Service).Bit(l.number[a.Service]) == 1
}

// ended returns the numbers of the services that have ended when a service starts.
func (l *clashing) ended(service string) *big.Int {
	n, known := l.number[service]
	if !known {
		return new(big.Int)
	}
	if l.before[n] == nil {
		l.before[n] = new(big.Int)
		for _, d := range l.out.Containers[n].After {
			l.before[n].Or(l.before[n], l.ended(d.Service))
			if i, is := l.number[d.Service]; is && d.Condition == model.Completed {
				l.before[n].SetBit(l.before[n], i, 1)
			}
		}
	}
	return l.before[n]
}
