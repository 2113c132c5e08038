package podman

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// ifname is the endpoint option for interface_name in the Engine API.
const ifname = "com.docker.network.endpoint.ifname"

// networkingRules are the rules for networks: one create call connects all of them, with every name and address in the word
// of its network.
func (v version) networkingRules() []rule {
	return []rule{
		cli.Container.Full("network_mode", networkMode),
		cli.Container.Full("networks.**", endpoints).Except(func(c *container) []runtime.Loss {
			var out []runtime.Loss
			for _, e := range c.Endpoints {
				for _, o := range e.DriverOpts {
					if o.Name != ifname {
						out = append(out, runtime.Loss{What: "the option " + o.Name, At: []string{"networks", e.Key, "driver_opts", o.Name},
							Text: "podman has no option " + o.Name + " of a container in a network"})
					}
				}
			}
			return out
		}),
		cli.Container.None("networks.*.link_local_ips", "podman does not assign further addresses", ""),
		cli.Container.None("networks.*.gw_priority", "the default route depends on podman's networks, not on the container",
			"give the network a metric, which applies to all its containers: driver_opts: {metric: 50}"),
		cli.Container.Full("links").Noted("podman has no links: the linked service gets the aliases, which every container in the network can resolve"),
		cli.Container.None("external_links", "podman has no links, and a container of another project cannot be given an alias",
			"connect both to one external network and use the container's own name"),
		cli.Container.Full("ports.**", publish).Except(oddPorts).Noted("a random host port is assigned once, when the container is created"),
		cli.Container.Full("dns", func(c *container) []flag { return list("--dns", c.Host.DNS) }),
		cli.Container.Full("dns_opt", func(c *container) []flag { return list("--dns-option", worded(c.Host.DNSOptions)) }),
		cli.Container.Full("dns_search", func(c *container) []flag { return list("--dns-search", searched(c.Host.DNSSearch)) }),
		cli.Container.Full("extra_hosts.**", v.hosts),
	}
}

// worded returns the texts that are not empty.
func worded(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
}

// searched are search domains: no domain at all is podman's dot (podman-create(1), --dns-search).
func searched(domains []string) []string {
	out := worded(domains)
	if len(out) == 0 && len(domains) > 0 {
		return []string{"."}
	}
	return out
}

func networkMode(c *container) []flag {
	switch {
	case len(c.Endpoints) > 0:
		return nil
	case c.Config.NetworkDisabled:
		return []flag{cli.Line("--network", "none")}
	case c.Host.NetworkMode == "default":
		return []flag{cli.Line("--network", "bridge")}
	}
	return cli.One("--network", c.Host.NetworkMode)
}

// endpoints returns the --network flags. Podman before 6.0 connects networks in any order, so two or more interfaces must
// be named.
func endpoints(c *container) []flag {
	names := interfaces(c.Endpoints)
	var out []flag
	for i, e := range c.Endpoints {
		var options []string
		add := func(name, value string) {
			if value != "" {
				options = append(options, name+"="+value)
			}
		}
		for i, alias := range e.Aliases {
			if !slices.Contains(e.Aliases[:i], alias) {
				add("alias", alias)
			}
		}
		if e.IPAM != nil {
			add("ip", e.IPAM.IPv4Address)
			add("ip6", e.IPAM.IPv6Address)
		}
		add("mac", e.MacAddress)
		add("interface_name", names[i])
		word := e.Network
		if len(options) > 0 {
			word += ":" + strings.Join(options, ",")
		}
		out = append(out, cli.Line("--network", word))
	}
	return out
}

// interfaces returns the names of a container's interfaces: those that were requested, and eth0, eth1 … for the others.
func interfaces(list []model.Endpoint) []string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.DriverOpts.Get(ifname)
	}
	if len(list) < 2 {
		return names
	}
	next := 0
	for i := range names {
		for names[i] == "" {
			if free := fmt.Sprintf("eth%d", next); !slices.Contains(names, free) {
				names[i] = free
			}
			next++
		}
	}
	return names
}

// gateway is the name of the host in a Compose file.
const gateway = "host-gateway"

// hosts returns the flags for /etc/hosts: Docker's containers do not see the host's own file.
func (v version) hosts(c *container) []flag {
	var out []flag
	if v >= 504 {
		out = []flag{cli.Line("--hosts-file=none")}
	}
	for _, h := range c.Host.ExtraHosts {
		name, ip, _ := strings.Cut(h, ":")
		if ip == gateway && v < 407 {
			continue
		}
		out = append(out, list("--add-host", []string{name + ":" + strings.Trim(ip, "[]")})...)
	}
	return out
}

// ownNetwork reports whether the container has a network namespace of its own.
func ownNetwork(c *container) bool {
	return c.Host.NetworkMode != "host" && !strings.HasPrefix(c.Host.NetworkMode, "container:") && !strings.HasPrefix(c.Host.NetworkMode, "ns:")
}
