package translate

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networks lowers the top-level networks that containers use (docker/compose pkg/compose/create.go createNetwork).
// External ones are never created, so they are not included.
func (l *lowering) networks() {
	used := l.usedKeys(func(c *model.Container) []string { return c.Networks })
	for _, key := range sortedKeys(l.project.Networks) {
		n := l.project.Networks[key]
		if bool(n.External) || !used[key] && !l.unused {
			continue
		}
		hash := networkHash(n)
		l.out.Networks = append(l.out.Networks, model.Network{
			Key: key, At: []string{"networks", key}, Name: n.Name, Hash: hash, Labels: l.resourceLabels(n.Labels, labelNetwork, key, hash),
			Driver: n.Driver, Options: mapOrNil(n.DriverOpts), Internal: n.Internal, Attachable: n.Attachable,
			EnableIPv4: n.EnableIPv4, EnableIPv6: n.EnableIPv6, IPAM: ipam(n.Ipam),
		})
	}
}

// overlaps reports subnets of two bridges of the project that overlap: an engine creates the first and refuses the second (moby
// daemon/libnetwork/ipams/defaultipam, allocateSubnet; containers/common libnetwork/internal/util, ValidateSubnet). Docker does
// not compare one with a range.
func (l *lowering) overlaps() {
	type taken struct {
		network string
		subnet  netip.Prefix
	}
	var earlier []taken
	for i := range l.out.Networks {
		n := &l.out.Networks[i]
		if !n.Bridge() || n.IPAM.Driver != "" && n.IPAM.Driver != "default" {
			continue
		}
		for j, pool := range n.IPAM.Config {
			subnet, err := netip.ParsePrefix(pool.Subnet)
			if err != nil || pool.IPRange != "" || subnet.Addr().Is6() && !n.IPv6() {
				continue // not set, reported by checkTexts, or ignored by the engine
			}
			if k := slices.IndexFunc(earlier, func(t taken) bool { return t.network != n.Key && t.subnet.Overlaps(subnet) }); k >= 0 {
				l.find(diag.Warning, diag.Collision, append(slices.Clone(n.At), "ipam", "config", itoa(j), "subnet"),
					fmt.Sprintf("%s overlaps %s of the network %s, and no engine creates both",
						pool.Subnet, earlier[k].subnet, earlier[k].network), "choose another range")
			}
			earlier = append(earlier, taken{n.Key, subnet})
		}
	}
}

func ipam(in types.IPAMConfig) model.IPAM {
	out := model.IPAM{Driver: in.Driver, Options: mapOrNil(in.Options)}
	for _, pool := range in.Config {
		if pool == nil {
			continue
		}
		out.Config = append(out.Config, model.Pool{
			Subnet: pool.Subnet, IPRange: pool.IPRange, Gateway: pool.Gateway, Auxiliary: mapOrNil(pool.AuxiliaryAddresses),
		})
	}
	return out
}

// volumes lowers the top-level volumes that containers use (docker/compose pkg/compose/create.go createVolume).
func (l *lowering) volumes() {
	used := l.usedKeys(func(c *model.Container) []string { return c.Volumes })
	for _, key := range sortedKeys(l.project.Volumes) {
		v := l.project.Volumes[key]
		if bool(v.External) || !used[key] && !l.unused {
			continue
		}
		hash := volumeHash(v)
		l.out.Volumes = append(l.out.Volumes, model.Volume{
			Key: key, At: []string{"volumes", key}, Name: v.Name, Driver: v.Driver, Options: mapOrNil(v.DriverOpts),
			Labels: l.resourceLabels(v.Labels, labelVolume, key, hash), Hash: hash,
		})
	}
}

// usedKeys returns the networks or volumes that any container, including its pre_start steps, names.
func (l *lowering) usedKeys(of func(*model.Container) []string) map[string]bool {
	used := map[string]bool{}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		for _, key := range of(c) {
			used[key] = true
		}
		for j := range c.PreStart {
			for _, key := range of(&c.PreStart[j]) {
				used[key] = true
			}
		}
	}
	return used
}

// mapOrNil converts a map and keeps an absent one nil.
func mapOrNil[M ~map[string]string](in M) model.Map {
	if len(in) == 0 {
		return nil
	}
	return model.Sorted(maps.Clone(in))
}
