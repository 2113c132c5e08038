package translate

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Pool is a range of addresses that is divided into subnets of one size, as in Docker's default-address-pools.
type Pool struct {
	base netip.Prefix
	bits int // of each subnet
}

// maxSubnets limits the size of a pool, and with it the search for a free place.
const maxSubnets = 1 << 16

// ParsePool parses BASE/BITS/SIZE: 172.27.0.0/16/24 is the 256 subnets 172.27.0.0/24 to 172.27.255.0/24.
func ParsePool(text string) (Pool, error) {
	cut := strings.LastIndexByte(text, '/')
	if strings.Count(text, "/") < 2 {
		return Pool{}, errors.New("a pool is a range and the size of its subnets, such as 172.27.0.0/16/24")
	}
	base, err := netip.ParsePrefix(text[:cut])
	if err != nil {
		return Pool{}, fmt.Errorf("%q is not a range of addresses such as 172.27.0.0/16", text[:cut])
	}
	bits, err := strconv.Atoi(text[cut+1:])
	most := base.Addr().BitLen() - 2 // room for a gateway and one container
	switch {
	case base.Addr().Is4In6():
		return Pool{}, fmt.Errorf("%s is an IPv4-mapped IPv6 range; write it as IPv4", base)
	case base != base.Masked():
		return Pool{}, fmt.Errorf("%s has host bits set; use %s", base, base.Masked())
	case err != nil || bits < base.Bits() || bits > most:
		return Pool{}, fmt.Errorf("subnets of %s have a size from %d to %d, not %q", base, base.Bits(), most, text[cut+1:])
	case bits-base.Bits() > 16:
		return Pool{}, fmt.Errorf("%s has more than %d subnets of size %d", base, maxSubnets, bits)
	}
	return Pool{base, bits}, nil
}

// ParsePools parses several pools: at most one of each family, since with two it would be undefined which of them a
// network uses. The error names the offending text.
func ParsePools(texts []string) ([]Pool, error) {
	var out []Pool
	for _, text := range texts {
		pool, err := ParsePool(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
		if slices.ContainsFunc(out, func(other Pool) bool { return other.Is4() == pool.Is4() }) {
			return nil, fmt.Errorf("%s: at most one pool of IPv4 and one of IPv6", text)
		}
		out = append(out, pool)
	}
	return out, nil
}

// Is4 reports whether the pool is an IPv4 pool.
func (p Pool) Is4() bool { return p.base.Addr().Is4() }

func (p Pool) count() int { return 1 << (p.bits - p.base.Bits()) }

// subnet returns the subnet with this number.
func (p Pool) subnet(number int) netip.Prefix {
	address := p.base.Addr().As16()
	shift := 128 - p.bits
	if p.Is4() {
		shift = 32 - p.bits
	}
	for i, n := 15-shift/8, uint64(number)<<(shift%8); n > 0; i, n = i-1, n>>8 {
		address[i] |= byte(n)
	}
	out := netip.AddrFrom16(address)
	if p.Is4() {
		out = out.Unmap()
	}
	return netip.PrefixFrom(out, p.bits)
}

// place returns the number of the subnet of a network with this name, unless it is taken. It depends on nothing else,
// so a network keeps its subnet whatever happens to the others.
func (p Pool) place(name string) int {
	digest := sha256.Sum256([]byte(name))
	return int(binary.BigEndian.Uint64(digest[:8]) % uint64(p.count()))
}

// givePools gives every bridge network without a subnet one from a pool, as if it were written in the file: hashes and
// labels are those of that file.
func (l *lowering) givePools(p *types.Project) *types.Project {
	if len(l.pools) == 0 {
		return p
	}
	p = copied(p)
	var given []netip.Prefix
	for _, key := range sortedKeys(p.Networks) {
		for _, pool := range p.Networks[key].Ipam.Config {
			if pool == nil {
				continue
			}
			if subnet, err := netip.ParsePrefix(pool.Subnet); err == nil {
				given = append(given, subnet)
			}
		}
	}
	for _, pool := range l.pools {
		l.fill(&allotment{networks: p.Networks, pool: pool, given: given, taken: map[int]string{}})
	}
	return p
}

// allotment records which network has which place in a pool.
type allotment struct {
	networks types.Networks
	pool     Pool
	// given are the subnets in the file, which are not assigned again.
	given []netip.Prefix
	// taken maps places to networks.
	taken map[int]string
}

// fill assigns the places. First every network gets its own place; of several with the same place, the first by key.
// The others then get the next free one. So no network loses its own place to one that was moved there.
func (l *lowering) fill(a *allotment) {
	var late []string
	for _, key := range sortedKeys(a.networks) {
		n := a.networks[key]
		if !wantsSubnet(n, a.pool.Is4()) {
			continue
		}
		if number := a.pool.place(n.Name); a.free(number) {
			a.give(key, number)
		} else {
			late = append(late, key)
		}
	}
	for _, key := range late {
		first := a.pool.place(a.networks[key].Name)
		number, ok := a.next(first)
		if !ok {
			l.find(diag.Error, diag.Limit, []string{"networks", key},
				fmt.Sprintf("no subnet of %s is left: all %d are taken", a.pool.base, a.pool.count()), "give -address-pool a larger range, or smaller subnets")
			continue
		}
		a.give(key, number)
		if other, is := a.taken[first]; is {
			l.find(diag.Note, diag.Collision, []string{"networks", key},
				fmt.Sprintf("its place in the pool is network %s's, so it gets %s, and another when that one goes", other, a.pool.subnet(number)),
				"to keep the subnet, write it in the file under ipam")
		}
	}
}

// give sets the subnet where the file would have it.
func (a *allotment) give(key string, number int) {
	a.taken[number] = key
	n := a.networks[key]
	n.Ipam.Config = append(n.Ipam.Config, &types.IPAMPool{Subnet: a.pool.subnet(number).String()})
	a.networks[key] = n
}

func (a *allotment) free(number int) bool {
	if _, is := a.taken[number]; is {
		return false
	}
	subnet := a.pool.subnet(number)
	return !slices.ContainsFunc(a.given, subnet.Overlaps)
}

// next returns the first free place, starting at a number.
func (a *allotment) next(number int) (int, bool) {
	for i := range a.pool.count() {
		if n := (number + i) % a.pool.count(); a.free(n) {
			return n, true
		}
	}
	return 0, false
}

// wantsSubnet reports whether a network lacks a subnet of this family and could have one.
func wantsSubnet(n types.NetworkConfig, ip4 bool) bool {
	if bool(n.External) || n.Driver != "" && n.Driver != "bridge" || n.Ipam.Driver != "" && n.Ipam.Driver != "default" {
		return false
	}
	if ip4 && n.EnableIPv4 != nil && !*n.EnableIPv4 || !ip4 && (n.EnableIPv6 == nil || !*n.EnableIPv6) {
		return false
	}
	for _, pool := range n.Ipam.Config {
		if pool == nil {
			continue
		}
		// An invalid one is reported elsewhere.
		if subnet, err := netip.ParsePrefix(pool.Subnet); err != nil || subnet.Addr().Is4() == ip4 {
			return false
		}
	}
	return true
}
