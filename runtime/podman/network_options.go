package podman

import (
	"slices"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Options of Docker's network drivers that are set elsewhere in podman: in the network, its containers' ports, the names of
// their interfaces (moby libnetwork/drivers/bridge/labels.go, libnetwork/netlabel/labels.go).
const (
	bridgeName  = "com.docker.network.bridge.name"
	hostBinding = "com.docker.network.bridge.host_binding_ipv4"
	ifacePrefix = "com.docker.network.container_iface_prefix"
)

// networkOption maps Docker's options to podman's names.
var networkOption = map[string]string{
	"com.docker.network.driver.mtu": "mtu", "macvlan_mode": "mode", "ipvlan_mode": "mode",
}

// podmanOptions are the options that podman accepts, by driver (containers/common libnetwork/netavark/config.go,
// networkCreate and createIpvlanOrMacvlan, and cmd/podman/networks/create.go for `parent`).
var podmanOptions = map[string][]string{
	"bridge":  {"mtu", "vlan", "isolate", "metric", "no_default_route", "vrf", "mode"},
	"macvlan": {"mtu", "metric", "no_default_route", "mode", "bclim", "parent"},
	"ipvlan":  {"mtu", "metric", "no_default_route", "mode", "parent"},
}

// plainly are options with a test for the value that is podman's default behaviour.
var plainly = map[string]func(value string) bool{
	"com.docker.network.bridge.enable_icc":           truthy,
	"com.docker.network.bridge.enable_ip_masquerade": truthy,
	"com.docker.network.bridge.gateway_mode_ipv4":    natted,
	"com.docker.network.bridge.gateway_mode_ipv6":    natted,
	"com.docker.network.bridge.default_bridge":       falsy,
	"com.docker.network.bridge.inhibit_ipv4":         falsy,
	"com.docker.network.bridge.trusted_host_interfaces": func(value string) bool {
		return value == ""
	},
}

func truthy(value string) bool { on, err := strconv.ParseBool(value); return err == nil && on }
func falsy(value string) bool  { on, err := strconv.ParseBool(value); return err == nil && !on }
func natted(value string) bool { return value == "" || value == "nat" }

func driver(n *model.Network) string {
	if drivers[n.Driver] && n.Driver != "" {
		return n.Driver
	}
	return "bridge"
}

// networkOptions returns the --opt flags. Docker's networks are isolated from each other, podman's before 6.0 only if
// requested.
func (v version) networkOptions(n *model.Network) []flag {
	var out []flag
	if driver(n) == "bridge" && n.Options.Get("isolate") == "" {
		out = append(out, cli.Line("--opt", "isolate=true"))
	}
	for _, o := range n.Options {
		switch name, ok := option(n, o); {
		case o.Name == bridgeName && v >= 405 && driver(n) == "bridge":
			out = append(out, cli.Line("--interface-name", o.Value))
		case ok:
			out = append(out, cli.Line("--opt", name+"="+o.Value))
		}
	}
	return out
}

// option returns podman's name of a network option, and whether podman supports it.
func option(n *model.Network, o model.Pair) (string, bool) {
	name := o.Name
	if own := networkOption[name]; own != "" {
		name = own
	}
	return name, slices.Contains(podmanOptions[driver(n)], name) && validOption(driver(n), name, o.Value)
}

// modes are the modes that podman supports, by driver (containers/common libnetwork/types/const.go).
var modes = map[string][]string{
	"bridge":  {"managed", "unmanaged"},
	"macvlan": {"bridge", "private", "vepa", "passthru"},
	"ipvlan":  {"l2", "l3", "l3s"},
}

// validOption reports whether podman accepts the value.
func validOption(driver, name, value string) bool {
	switch name {
	case "mtu", "metric":
		_, err := strconv.ParseUint(value, 10, 31)
		return err == nil
	case "vlan":
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0 && n <= 4094
	case "bclim":
		_, err := strconv.ParseInt(value, 10, 32)
		return err == nil
	case "no_default_route":
		_, err := strconv.ParseBool(value)
		return err == nil
	case "isolate":
		_, err := strconv.ParseBool(value)
		return err == nil || value == "strict"
	case "mode":
		return slices.Contains(modes[driver], value)
	}
	return value != ""
}

// ifnameMax is the length of an interface's name (IFNAMSIZ of Linux, less the NUL).
const ifnameMax = 15

// oddOptions lists the options that podman rejects, so that it would not create the network.
func oddOptions(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	for _, o := range n.Options {
		if o.Name == bridgeName && len(o.Value) > ifnameMax {
			out = append(out, runtime.Loss{What: "the name " + o.Value, At: []string{"driver_opts", o.Name}, Severity: diag.Error,
				Text: "the name of an interface has at most 15 bytes, unlike " + o.Value, Hint: "shorten it"})
			continue
		}
		name, known := option(n, o)
		plain := plainly[o.Name]
		refused := o.Name
		if plain != nil || slices.Contains(podmanOptions[driver(n)], name) { // the value of another option may be secret
			refused += "=" + o.Value
		}
		elsewhere := driver(n) == "bridge" && (o.Name == bridgeName || o.Name == hostBinding) || o.Name == ifacePrefix
		if !known && !elsewhere && (plain == nil || !plain(o.Value)) {
			out = append(out, runtime.Loss{What: "the network option " + o.Name, At: []string{"driver_opts", o.Name}, Severity: diag.Error,
				Text: "podman's " + driver(n) + " networks have no option " + refused, Hint: remedies[o.Name]})
		}
	}
	return out
}

// remedies are the closest alternatives to an option.
var remedies = map[string]string{
	"com.docker.network.bridge.enable_icc":           "put each container on its own network",
	"com.docker.network.bridge.enable_ip_masquerade": "for a network without external access use `internal: true`",
}
