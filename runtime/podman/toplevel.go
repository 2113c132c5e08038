package podman

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate/model"
)

func top[S any](attr string, emit func(*S) []flag, inexact func(*S) string) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit, Inexact: inexact}
}

func declared[S any](row runtime.Row, emit func(*S) []flag) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: row, Emit: emit}
}

// networkRules are the flags of `podman network create`.
func (v version) networkRules() []cli.NetworkRule {
	return with(docker.Runtime.Engine.Networks,
		top("driver", func(n *model.Network) []flag {
			if !drivers[n.Driver] {
				return nil
			}
			return cli.One("--driver", n.Driver)
		}, func(n *model.Network) string {
			if !drivers[n.Driver] {
				return "the network driver " + n.Driver + ", and makes a bridge"
			}
			return ""
		}),
		top("driver_opts.**", v.networkOptions, func(n *model.Network) string {
			for _, o := range n.Options {
				if strings.HasPrefix(o.Name, dockerOption) && networkOption[o.Name] == "" && o.Name != bridgeName {
					return "the network option " + o.Name
				}
			}
			return ""
		}),
		declared[model.Network](moot("attachable", "it only concerns swarm services").Row, nil),
		top("enable_ipv4", nil, func(n *model.Network) string {
			if n.EnableIPv4 != nil && !*n.EnableIPv4 && !onlyIPv6(n) {
				return "a network without IPv4, unless it has subnets and all are of IPv6"
			}
			return ""
		}),
		top("enable_ipv6", func(n *model.Network) []flag {
			if n.EnableIPv6 == nil || !*n.EnableIPv6 {
				return nil
			}
			return []flag{{"--ipv6"}}
		}, nil),
		top("ipam.driver", func(n *model.Network) []flag {
			if n.IPAM.Driver == "default" {
				return nil
			}
			return cli.One("--ipam-driver", n.IPAM.Driver)
		}, nil),
		declared[model.Network](lost("ipam.options.**", "podman has no options of address management", "").Row, nil),
		top("ipam.config.**", pools, oddPools),
		declared[model.Network](lost("ipam.config.[].aux_addresses.**", "podman keeps no addresses free by name", "set `ip_range` so that they lie outside").Row, nil),
	)
}

var drivers = map[string]bool{"": true, "bridge": true, "macvlan": true, "ipvlan": true}

const (
	dockerOption = "com.docker.network."
	bridgeName   = "com.docker.network.bridge.name"
)

// networkOption is what Docker's options are called by podman (netavark).
var networkOption = map[string]string{
	"com.docker.network.driver.mtu": "mtu", "parent": "parent", "macvlan_mode": "mode", "ipvlan_mode": "mode",
}

// networkOptions: Docker's networks do not reach each other, podman's before 6.0 do unless told otherwise.
func (v version) networkOptions(n *model.Network) []flag {
	var out []flag
	if (n.Driver == "" || n.Driver == "bridge" || !drivers[n.Driver]) && n.Options.Get("isolate") == "" {
		out = append(out, flag{"--opt", "isolate=true"})
	}
	for _, o := range n.Options {
		name, known := networkOption[o.Name]
		switch {
		case o.Name == bridgeName && v >= 405:
			out = append(out, flag{"--interface-name", o.Value})
		case known:
			out = append(out, flag{"--opt", name + "=" + o.Value})
		case !strings.HasPrefix(o.Name, dockerOption):
			out = append(out, flag{"--opt", o.Name + "=" + o.Value})
		}
	}
	return out
}

func onlyIPv6(n *model.Network) bool {
	for _, p := range n.IPAM.Config {
		if !strings.Contains(p.Subnet, ":") {
			return false
		}
	}
	return len(n.IPAM.Config) > 0
}

// pools are triples that podman pairs by their order.
func pools(n *model.Network) []flag {
	var out []flag
	for _, p := range n.IPAM.Config {
		out = append(out, cli.One("--subnet", p.Subnet)...)
		out = append(out, cli.One("--ip-range", p.IPRange)...)
		out = append(out, cli.One("--gateway", p.Gateway)...)
	}
	return out
}

func oddPools(n *model.Network) string {
	subnet, gateway, ipRange := true, true, true
	for _, p := range n.IPAM.Config {
		if !subnet && p.Subnet != "" || !gateway && p.Gateway != "" || !ipRange && p.IPRange != "" {
			return "a gateway or range of the second subnet where the first has none"
		}
		subnet, gateway, ipRange = p.Subnet != "", p.Gateway != "", p.IPRange != ""
		if !subnet && (gateway || ipRange) {
			return "a gateway or range without its subnet"
		}
	}
	return ""
}

const attested = "podman build makes no attestations, and no container has them"

// buildRules are the flags of `podman build`.
func (v version) buildRules() []cli.BuildRule {
	part := func(attr, note string) runtime.Row {
		return runtime.Row{Attr: attr, Support: runtime.Partial, Note: note}
	}
	return with(docker.Runtime.Engine.Builds,
		top("cache_from", func(b *model.Build) []flag { return caches("--cache-from", b.CacheFrom) },
			func(b *model.Build) string { return oddCache(b.CacheFrom) }),
		top("cache_to", func(b *model.Build) []flag { return caches("--cache-to", b.CacheTo) },
			func(b *model.Build) string { return oddCache(b.CacheTo) }),
		declared(part("no_cache_filter", "podman can only leave out the whole cache, and does"),
			func(b *model.Build) []flag { return cli.Set("--no-cache", len(b.NoCacheFilter) > 0 && !b.NoCache) }),
		declared[model.Build](moot("isolation", "only Windows containers have it").Row, nil),
		top("extra_hosts.**", func(b *model.Build) []flag {
			var words []string
			for _, h := range b.ExtraHosts {
				words = append(words, strings.Replace(h, "=", ":", 1))
			}
			return list("--add-host", words)
		}, nil),
		top("platforms", func(b *model.Build) []flag {
			if len(b.Platforms) == 0 {
				return nil
			}
			return cli.One("--platform", b.Platforms[0])
		}, func(b *model.Build) string {
			if len(b.Platforms) > 1 {
				return "more than one platform of an image with a name"
			}
			return ""
		}),
		declared[model.Build](lost("entitlements", "podman build gives no entitlements", "").Row, nil),
		declared[model.Build](moot("provenance", attested).Row, nil),
		declared[model.Build](moot("sbom", attested).Row, nil),
	)
}

// caches are repositories: podman finds the layers in it by tags of its own.
func caches(name string, list []string) []flag {
	var out []flag
	for _, c := range list {
		if repository := repository(c); repository != "" {
			out = append(out, flag{name, repository})
		}
	}
	return out
}

// repository is the one a cache lies in, or "" (docker buildx, --cache-from).
func repository(cache string) string {
	if !strings.Contains(cache, "=") {
		cache = "type=registry,ref=" + cache
	}
	rest, ok := strings.CutPrefix(cache, "type=registry,")
	if !ok {
		return ""
	}
	for _, f := range strings.Split(rest, ",") {
		if ref, ok := strings.CutPrefix(f, "ref="); ok {
			ref, _, _ = strings.Cut(ref, "@")
			if i := strings.LastIndexByte(ref, ':'); i > strings.LastIndexByte(ref, '/') {
				ref = ref[:i]
			}
			return qualified(ref, false, "")
		}
	}
	return ""
}

func oddCache(list []string) string {
	for _, c := range list {
		if repository(c) == "" {
			return "a cache that is no registry's: the build is slower, not different"
		}
	}
	return ""
}
