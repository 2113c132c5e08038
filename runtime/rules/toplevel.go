package rules

import (
	"strconv"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networkRules are the rules for `network create`.
var networkRules = []cli.NetworkRule{
	own[model.Network]("driver"), own[model.Network]("driver_opts.**"),
	cli.Network.Full("internal", func(n *model.Network) []flag { return cli.Set("--internal", n.Internal) }),
	own[model.Network]("attachable"), own[model.Network]("enable_ipv4"), own[model.Network]("enable_ipv6"), own[model.Network]("ipam.driver"), own[model.Network]("ipam.options.**"), own[model.Network]("ipam.config.**"),
	cli.Network.Full("labels.**", func(n *model.Network) []flag { return cli.Pairs("--label", n.Labels) }),
}

// volumeRules are the rules for `volume create`.
var volumeRules = []cli.VolumeRule{
	cli.Volume.Full("driver", func(v *model.Volume) []flag { return cli.One("--driver", v.Driver) }),
	cli.Volume.Full("driver_opts.**", func(v *model.Volume) []flag { return cli.Pairs("--opt", v.Options) }),
	cli.Volume.Full("labels.**", func(v *model.Volume) []flag { return cli.Pairs("--label", v.Labels) }),
}

// buildRules are the rules for `build` without secrets; arguments and secrets are handled by the form.
var buildRules = []cli.BuildRule{
	cli.Build.Full("tags", func(b *model.Build) []flag { return cli.Each("--tag", b.Tags) }),
	cli.Build.Full("dockerfile", func(b *model.Build) []flag { return cli.One("--file", b.Dockerfile) }),
	cli.Build.Full("target", func(b *model.Build) []flag { return cli.One("--target", b.Target) }),
	cli.Build.Full("labels.**", func(b *model.Build) []flag { return cli.Pairs("--label", b.Labels) }),
	cli.Build.Full("additional_contexts.**", func(b *model.Build) []flag { return cli.Pairs("--build-context", b.Contexts) }),
	own[model.Build]("cache_from"), own[model.Build]("cache_to"),
	cli.Build.Full("no_cache", func(b *model.Build) []flag { return cli.Set("--no-cache", b.NoCache) }),
	own[model.Build]("no_cache_filter"),
	cli.Build.Full("pull", func(b *model.Build) []flag { return cli.Set("--pull", b.Pull) }),
	cli.Build.Full("network", func(b *model.Build) []flag { return cli.One("--network", b.Network) }),
	own[model.Build]("extra_hosts.**"),
	cli.Build.Full("shm_size", func(b *model.Build) []flag { return cli.Number("--shm-size", b.ShmSize) }),
	cli.Build.Full("ulimits.**", func(b *model.Build) []flag {
		var out []flag
		for _, u := range b.Ulimits {
			out = append(out, cli.Line("--ulimit", u.Name+"="+strconv.FormatInt(u.Soft, 10)+":"+strconv.FormatInt(u.Hard, 10)))
		}
		return out
	}),
	own[model.Build]("isolation"), own[model.Build]("platforms"),
	cli.Build.Full("ssh.**", func(b *model.Build) []flag {
		var out []flag
		for _, s := range b.SSH {
			word := s.Name
			if s.Value != "" {
				word += "=" + s.Value
			}
			out = append(out, cli.Line("--ssh", word))
		}
		return out
	}),
	own[model.Build]("entitlements"), own[model.Build]("provenance"), own[model.Build]("sbom"),
}
