package docker

import (
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networkRules are the rules for `docker network create`.
var networkRules = []cli.NetworkRule{
	cli.Network.Full("driver", func(n *model.Network) []flag { return cli.One("--driver", n.Driver) }),
	cli.Network.Full("driver_opts.**", func(n *model.Network) []flag { return cli.Pairs("--opt", n.Options) }),
	cli.Network.Full("attachable", func(n *model.Network) []flag { return cli.Set("--attachable", n.Attachable) }),
	cli.Network.Full("enable_ipv4", func(n *model.Network) []flag { return cli.Either("--ipv4", n.EnableIPv4) }),
	cli.Network.Full("enable_ipv6", func(n *model.Network) []flag { return cli.Either("--ipv6", n.EnableIPv6) }),
	cli.Network.Full("ipam.driver", func(n *model.Network) []flag { return cli.One("--ipam-driver", n.IPAM.Driver) }),
	cli.Network.Full("ipam.options.**", func(n *model.Network) []flag { return cli.Pairs("--ipam-opt", n.IPAM.Options) }),
	cli.Network.Full("ipam.config.**", addressPools).Except(oddPool),
}

// buildRules are the rules for `docker build` without secrets; arguments and secrets are handled by the form.
var buildRules = []cli.BuildRule{
	cli.Build.Full("cache_from", func(b *model.Build) []flag { return cli.Each("--cache-from", b.CacheFrom) }),
	cli.Build.Full("cache_to", func(b *model.Build) []flag { return cli.Each("--cache-to", b.CacheTo) }),
	cli.Build.Full("no_cache_filter", func(b *model.Build) []flag { return cli.Each("--no-cache-filter", b.NoCacheFilter) }),
	cli.Build.Full("extra_hosts.**", func(b *model.Build) []flag { return cli.Each("--add-host", b.ExtraHosts) }),
	cli.Build.Full("isolation", func(b *model.Build) []flag { return cli.One("--isolation", b.Isolation) }),
	cli.Build.Full("platforms", func(b *model.Build) []flag { return cli.Each("--platform", b.Platforms) }),
	cli.Build.Full("entitlements", func(b *model.Build) []flag { return cli.Each("--allow", b.Entitlements) }),
	cli.Build.Full("provenance", func(b *model.Build) []flag { return cli.One("--provenance", b.Provenance) }),
	cli.Build.Full("sbom", func(b *model.Build) []flag { return cli.One("--sbom", b.SBOM) }),
}
