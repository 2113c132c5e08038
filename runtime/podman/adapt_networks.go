package podman

import (
	"fmt"
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// networkModes are names that `--network` does not read as a network, and that no podman network can have (podman
// pkg/specgen/namespaces.go, ParseNetworkFlag; go.podman.io/common/libnetwork, "conflicts with a valid network mode"). A
// name with a comma would be two networks, one with a colon a network and its options.
var networkModes = []string{"bridge", "container", "default", "host", "none", "ns", "pasta", "path", "private", "slirp4netns"}

// networkNames rejects names of networks, created or external, that podman reads as something else.
func (a *adaptation) networkNames(p *model.Project) {
	check := func(key, name string) {
		at := []string{"networks", key, "name"}
		a.name(name, at...)
		if slices.Contains(networkModes, name) {
			a.scope.At(at...).Error(diag.Unsafe, "to podman "+name+" is a way to connect a container, and no network", "give the network another name, or write `network_mode`")
		}
	}
	seen := map[string]bool{}
	for _, n := range p.Networks {
		seen[n.Key] = true
		check(n.Key, n.Name)
	}
	for i := range p.Containers {
		for _, e := range p.Containers[i].Endpoints {
			if !seen[e.Key] {
				seen[e.Key] = true
				check(e.Key, e.Network)
			}
		}
	}
}

// ofNetworks gives a container the settings that Docker's networks give each container: the name of an interface, and the
// address on which ports without one are published.
func (a *adaptation) ofNetworks(networks []model.Network, c *model.Container) {
	c.Endpoints = slices.Clone(c.Endpoints)
	bindings := map[string]string{} // network by address
	for i, e := range c.Endpoints {
		n := networkOf(networks, e.Key)
		a.withoutIPv6(n, &c.Endpoints[i], c.At)
		options := n.Options
		if prefix := options.Get(ifacePrefix); prefix != "" && e.DriverOpts.Get(ifname) == "" {
			c.Endpoints[i].DriverOpts = slices.Clone(e.DriverOpts)
			c.Endpoints[i].DriverOpts.Set(ifname, freeName(c.Endpoints, prefix))
		}
		address := options.Get(hostBinding)
		if address == "0.0.0.0" {
			address = ""
		}
		bindings[address] = e.Network
	}
	if _, everywhere := bindings[""]; everywhere && len(bindings) == 1 || len(bindings) == 0 {
		return
	}
	c.Host.PortBindings = slices.Clone(c.Host.PortBindings)
	for i, b := range c.Host.PortBindings {
		switch {
		case b.HostIP != "":
		case len(bindings) > 1:
			a.manyBindings(append(c.At, "ports"), b.Port)
		default:
			for address := range bindings {
				c.Host.PortBindings[i].HostIP = address
			}
		}
	}
}

// manyBindings rejects a port that its networks would publish on several addresses: Docker uses the address of the network
// with the default route, and which one that is in podman is not known.
func (a *adaptation) manyBindings(at []string, port string) {
	text := fmt.Sprintf("port %s names no address of the host, and the container's networks have several (%s)", port, hostBinding)
	if runtime.Accepted(at, a.allow) {
		a.scope.At(at...).Warn(diag.Unsupported, text)
		return
	}
	a.scope.At(at...).Error(diag.Unsupported, text, "write the address: 127.0.0.1:8080:80")
}

// networkOf returns a network of the project, or one without options if it is not the project's.
func networkOf(networks []model.Network, key string) *model.Network {
	for i := range networks {
		if networks[i].Key == key {
			return &networks[i]
		}
	}
	return &model.Network{}
}

// withoutIPv6 removes an address from an endpoint whose network has no IPv6, as Docker does (moby libnetwork/endpoint.go,
// assignAddress); podman would not start the container.
func (a *adaptation) withoutIPv6(n *model.Network, e *model.Endpoint, at []string) {
	if n.Key == "" || e.IPAM == nil || e.IPAM.IPv6Address == "" || n.IPv6() {
		return
	}
	ipam := *e.IPAM
	ipam.IPv6Address = ""
	e.IPAM = &ipam
	at = append(slices.Clone(at), "networks", e.Key, "ipv6_address")
	a.scope.At(at...).Warn(diag.Partial, "the engine and docker compose ignore the address unless its network has enable_ipv6",
		"set `enable_ipv6: true` on the network")
}

// freeName returns the first interface name that no endpoint has (moby libnetwork/osl, GenerateIfaceName).
func freeName(endpoints []model.Endpoint, prefix string) string {
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s%d", prefix, n)
		if !slices.ContainsFunc(endpoints, func(e model.Endpoint) bool { return e.DriverOpts.Get(ifname) == name }) {
			return name
		}
	}
}
