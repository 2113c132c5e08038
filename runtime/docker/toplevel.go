package docker

import (
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

func top[S any](attr string, emit func(*S) []flag) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit}
}

var networkRules = []cli.NetworkRule{
	top("driver", func(n *model.Network) []flag { return cli.One("--driver", n.Driver) }),
	top("driver_opts.**", func(n *model.Network) []flag { return cli.Pairs("--opt", n.Options) }),
	top("internal", func(n *model.Network) []flag { return cli.Set("--internal", n.Internal) }),
	top("attachable", func(n *model.Network) []flag { return cli.Set("--attachable", n.Attachable) }),
	top("enable_ipv4", func(n *model.Network) []flag { return cli.Either("--ipv4", n.EnableIPv4) }),
	top("enable_ipv6", func(n *model.Network) []flag { return cli.Either("--ipv6", n.EnableIPv6) }),
	top("ipam.driver", func(n *model.Network) []flag { return cli.One("--ipam-driver", n.IPAM.Driver) }),
	top("ipam.options.**", func(n *model.Network) []flag { return cli.Pairs("--ipam-opt", n.IPAM.Options) }),
	top("ipam.config.**", func(n *model.Network) []flag {
		var out []flag
		for _, pool := range n.IPAM.Config {
			out = append(out, cli.One("--subnet", pool.Subnet)...)
			out = append(out, cli.One("--ip-range", pool.IPRange)...)
			out = append(out, cli.One("--gateway", pool.Gateway)...)
			out = append(out, cli.Pairs("--aux-address", pool.Auxiliary)...)
		}
		return out
	}),
	top("labels.**", func(n *model.Network) []flag { return cli.Pairs("--label", n.Labels) }),
}

var volumeRules = []cli.VolumeRule{
	top("driver", func(v *model.Volume) []flag { return cli.One("--driver", v.Driver) }),
	top("driver_opts.**", func(v *model.Volume) []flag { return cli.Pairs("--opt", v.Options) }),
	top("labels.**", func(v *model.Volume) []flag { return cli.Pairs("--label", v.Labels) }),
}

// buildRules are the flags of `docker build` that carry no secret; arguments and secrets are the form's.
var buildRules = []cli.BuildRule{
	top("tags", func(b *model.Build) []flag { return cli.Each("--tag", b.Tags) }),
	top("dockerfile", func(b *model.Build) []flag { return cli.One("--file", b.Dockerfile) }),
	top("target", func(b *model.Build) []flag { return cli.One("--target", b.Target) }),
	top("labels.**", func(b *model.Build) []flag { return cli.Pairs("--label", b.Labels) }),
	top("additional_contexts.**", func(b *model.Build) []flag { return cli.Pairs("--build-context", b.Contexts) }),
	top("cache_from", func(b *model.Build) []flag { return cli.Each("--cache-from", b.CacheFrom) }),
	top("cache_to", func(b *model.Build) []flag { return cli.Each("--cache-to", b.CacheTo) }),
	top("no_cache", func(b *model.Build) []flag { return cli.Set("--no-cache", b.NoCache) }),
	top("no_cache_filter", func(b *model.Build) []flag { return cli.Each("--no-cache-filter", b.NoCacheFilter) }),
	top("pull", func(b *model.Build) []flag { return cli.Set("--pull", b.Pull) }),
	top("network", func(b *model.Build) []flag { return cli.One("--network", b.Network) }),
	top("extra_hosts.**", func(b *model.Build) []flag { return cli.Each("--add-host", b.ExtraHosts) }),
	top("shm_size", func(b *model.Build) []flag { return cli.Number("--shm-size", b.ShmSize) }),
	top("ulimits.**", func(b *model.Build) []flag {
		var out []flag
		for _, u := range b.Ulimits {
			out = append(out, flag{"--ulimit", u.Name + "=" + strconv.FormatInt(u.Soft, 10) + ":" + strconv.FormatInt(u.Hard, 10)})
		}
		return out
	}),
	top("isolation", func(b *model.Build) []flag { return cli.One("--isolation", b.Isolation) }),
	top("platforms", func(b *model.Build) []flag { return cli.Each("--platform", b.Platforms) }),
	top("ssh.**", func(b *model.Build) []flag {
		var out []flag
		for _, s := range b.SSH {
			word := s.Name
			if s.Value != "" {
				word += "=" + s.Value
			}
			out = append(out, flag{"--ssh", word})
		}
		return out
	}),
	top("entitlements", func(b *model.Build) []flag { return cli.Each("--allow", b.Entitlements) }),
	top("provenance", func(b *model.Build) []flag { return cli.One("--provenance", b.Provenance) }),
	top("sbom", func(b *model.Build) []flag { return cli.One("--sbom", b.SBOM) }),
}
