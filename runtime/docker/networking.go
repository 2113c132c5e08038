package docker

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networkingRules are the rules for networks: the create call includes the first network and its endpoint, the others are
// connected afterwards (see connect), which works with engines before 25 and preserves upper case.
var networkingRules = []rule{
	cli.Container.Full("network_mode", func(c *container) []flag { return cli.One("--network", c.Host.NetworkMode) }).Except(func(c *container) []runtime.Loss {
		if c.Config.NetworkDisabled {
			return runtime.Lost("a disabled network")
		}
		return nil
	}),
	cli.Container.Full("networks.**", firstEndpoint).Except(oddEndpoint),
	cli.Container.Full("links", func(c *container) []flag { return cli.Each("--link", c.Host.Links) }).Unless(oddLinks),
	cli.Container.Full("ports.**", publish),
	cli.Container.Full("dns", func(c *container) []flag { return cli.Each("--dns", c.Host.DNS) }),
	cli.Container.Full("dns_opt", func(c *container) []flag { return cli.Each("--dns-option", c.Host.DNSOptions) }),
	cli.Container.Full("dns_search", func(c *container) []flag { return cli.Each("--dns-search", c.Host.DNSSearch) }).Except(func(c *container) []runtime.Loss {
		if slices.Contains(c.Host.DNSSearch, "") { // docker/cli opts.ValidateDNSSearch
			return runtime.Lost("an empty search domain")
		}
		return nil
	}),
	cli.Container.Full("extra_hosts.**", func(c *container) []flag { return cli.Each("--add-host", c.Host.ExtraHosts) }),
}

func firstEndpoint(c *container) []flag {
	if len(c.Endpoints) == 0 {
		return nil
	}
	e := c.Endpoints[0]
	out := append(cli.Each("--network-alias", e.Aliases), addresses(e)...)
	return append(out, cli.One("--mac-address", e.MacAddress)...)
}

func addresses(e model.Endpoint) []flag {
	if e.IPAM == nil {
		return nil
	}
	out := append(cli.One("--ip", e.IPAM.IPv4Address), cli.One("--ip6", e.IPAM.IPv6Address)...)
	return append(out, cli.Each("--link-local-ip", e.IPAM.LinkLocalIPs)...)
}

// connect returns the flags of `docker network connect`.
func connect(e model.Endpoint) []flag {
	out := append(cli.Each("--alias", e.Aliases), addresses(e)...)
	out = append(out, cli.Each("--link", e.Links)...)
	return append(out, cli.Pairs("--driver-opt", e.DriverOpts)...)
}

// oddEndpoint lists settings of endpoints that have only the long form of --network, which converts everything to lower
// case (docker/cli opts/network.go), or no flag of `docker network connect` at all.
func oddEndpoint(c *container) []runtime.Loss {
	var out []runtime.Loss
	for i, e := range c.Endpoints {
		if strings.Contains(e.Network, "=") {
			out = append(out, runtime.Loss{What: "a network whose name looks like an option", At: []string{"networks", e.Key}})
		}
		if e.GwPriority != 0 {
			out = append(out, runtime.Loss{What: "a gateway's priority", At: []string{"networks", e.Key, "gw_priority"}})
		}
		if i == 0 && len(e.DriverOpts) > 0 {
			out = append(out, runtime.Loss{What: "driver options of the first network", At: []string{"networks", e.Key}})
		}
		if i > 0 && e.MacAddress != "" {
			out = append(out, runtime.Loss{What: "a MAC address on a further network", At: []string{"networks", e.Key, "mac_address"}})
		}
	}
	return out
}

// oddLinks finds links in the engine's own network if it is named: clients reject them, the engine supports them there only (docker/cli
// cli/command/container/opts.go, parseNetworkAttachmentOpt).
func oddLinks(c *container) []runtime.Loss {
	if mode := c.Host.NetworkMode; (mode == "bridge" || mode == "default") && len(c.Host.Links) > 0 {
		return runtime.Lost("links in the network " + mode)
	}
	return nil
}

func publish(c *container) []flag {
	var out []flag
	for _, b := range c.Host.PortBindings {
		out = append(out, cli.Line("--publish", rules.Publish(b)))
	}
	return out
}
