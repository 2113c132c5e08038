package translate

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// ifname is the endpoint option that sets interface_name (docker/compose pkg/compose/create.go endpointDriverOpts).
const ifname = "com.docker.network.endpoint.ifname"

// endpoints connects a container to its networks (docker/compose pkg/compose/create.go defaultNetworkSettings): the
// first one by priority, then by name, is its network mode.
func (l *lowering) endpoints(w *workload, c *model.Container) {
	c.Host.Links = l.links(w)
	if w.NetworkMode != "" {
		c.Host.NetworkMode = l.sharedNamespace(w, "network_mode", w.NetworkMode)
		c.Config.NetworkDisabled = w.NetworkMode == "disabled"
		l.noFixedMAC(w)
		return
	}
	if len(l.project.Networks) == 0 && len(w.Networks) == 0 {
		c.Host.NetworkMode = "none"
		return
	}
	keys := w.NetworksByPriority()
	if len(keys) == 0 {
		keys = []string{"default"}
	}
	for _, key := range keys {
		network, ok := l.project.Networks[key]
		if !ok {
			l.undefined(w.at("networks", key), "network", key)
		}
		l.checkAddresses(w, key, network)
		c.Endpoints = append(c.Endpoints, l.endpoint(w, c, key, network.Name))
		if network.External {
			l.notPredefined(w.at("networks", key), network.Name)
			c.ExternalNetworks = append(c.ExternalNetworks, network.Name)
		} else {
			c.Networks = append(c.Networks, key)
		}
	}
	slices.Sort(c.Networks)
	l.moveMAC(w, keys[0], &c.Endpoints[0])
	c.Host.NetworkMode = c.Endpoints[0].Network
}

// endpoint mirrors docker/compose pkg/compose/create.go createEndpointSettings.
func (l *lowering) endpoint(w *workload, c *model.Container, key, name string) model.Endpoint {
	cfg := w.Networks[key]
	e := model.Endpoint{Network: name, Key: key, Links: c.Host.Links, Aliases: []string{w.name}}
	if cfg.ServiceNameAliasEnabled() {
		e.Aliases = append(e.Aliases, w.Name)
	}
	if cfg == nil {
		return e
	}
	e.Aliases = append(e.Aliases, cfg.Aliases...)
	e.GwPriority = cfg.GatewayPriority
	e.IPAM = &model.EndpointIPAM{IPv4Address: cfg.Ipv4Address, IPv6Address: cfg.Ipv6Address}
	for _, ip := range cfg.LinkLocalIPs {
		if ip != "" {
			e.IPAM.LinkLocalIPs = append(e.IPAM.LinkLocalIPs, ip)
		}
	}
	e.MacAddress = mac(cfg.MacAddress)
	e.DriverOpts = mapOrNil(cfg.DriverOpts)
	if cfg.InterfaceName != "" {
		if was := e.DriverOpts.Get(ifname); was != "" && was != cfg.InterfaceName {
			l.find(diag.Warning, diag.Partial, w.at("networks", key, "driver_opts", ifname), "interface_name is given too and wins", "")
		}
		e.DriverOpts.Set(ifname, cfg.InterfaceName)
	}
	return e
}

// notPredefined refuses the engine's own networks: Compose gives every endpoint aliases, which they do not support.
func (l *lowering) notPredefined(path []string, name string) {
	if name == "bridge" || name == "host" || name == "none" {
		l.find(diag.Error, diag.Invalid, path, fmt.Sprintf("the engine's own network %s does not support aliases, so Compose cannot start this either", name),
			"write `network_mode: "+name+"`")
	}
}

// moveMAC moves the service's mac_address to its first network (docker/compose pkg/compose/create.go
// prepareContainerMACAddress).
func (l *lowering) moveMAC(w *workload, key string, first *model.Endpoint) {
	if w.MacAddress == "" {
		return
	}
	address := mac(w.MacAddress)
	if first.MacAddress != "" && first.MacAddress != address {
		l.invalid(w.at("mac_address"), fmt.Sprintf("network %s gives the container another mac_address, %s", key, first.MacAddress))
		return
	}
	first.MacAddress = address
}

// noFixedMAC warns about an address that Compose drops because no endpoint carries it.
func (l *lowering) noFixedMAC(w *workload) {
	if w.MacAddress != "" {
		l.find(diag.Warning, diag.NoEffect, w.at("mac_address"), "with network_mode there is no network to carry the address; Compose drops it as well", "")
	}
}

// links returns HostConfig.Links, which are also those of every endpoint (docker/compose pkg/compose/convergence.go
// getLinks): three names for every container of the linked service, numbered with the number of the linking container.
func (l *lowering) links(w *workload) []string {
	var links []string
	for i, raw := range w.Links {
		target, alias, ok := strings.Cut(raw, ":")
		if !ok {
			alias = target
		}
		service, known := l.project.Services[target]
		if _, disabled := l.project.DisabledServices[target]; disabled {
			continue // an optional dependency without a container
		}
		if !known {
			l.undefined(w.at("links", itoa(i)), "service", target)
			continue
		}
		service.Name = target
		own := instance(w.replicas)
		for _, name := range l.containerNames(service) {
			links = append(links, name+":"+alias,
				name+":"+target+l.separator()+own,
				name+":"+strings.Join([]string{l.project.Name, target, own}, l.separator()))
		}
	}
	for _, raw := range w.ExternalLinks {
		target, alias, ok := strings.Cut(raw, ":")
		if !ok {
			alias = target
		}
		links = append(links, target+":"+alias)
	}
	return links
}

// sharedNamespace resolves `service:NAME` to that service's first container.
func (l *lowering) sharedNamespace(w *workload, attr, mode string) string {
	name, ok := strings.CutPrefix(mode, types.ServicePrefix)
	if !ok {
		return mode
	}
	container, ok := l.firstContainer(w.at(attr), name)
	if !ok {
		return mode
	}
	return types.ContainerPrefix + container
}

// mac returns an address as Compose sends it, in lower case (docker/compose pkg/compose/create.go parseMACAddr).
func mac(written string) string {
	address, err := net.ParseMAC(written)
	if err != nil {
		return "" // empty, or reported by checkTexts
	}
	return address.String()
}

// itoa formats a list index for a path.
func itoa(i int) string { return strconv.Itoa(i) }
