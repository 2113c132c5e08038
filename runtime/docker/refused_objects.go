package docker

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/model"
)

// refusedVolume lists settings with which the engine does not create a volume (moby daemon/volume/local, validateName and
// validateOpts).
func refusedVolume(v *model.Volume) []runtime.Loss {
	if v.Driver != "" && v.Driver != "local" {
		return nil
	}
	var out []runtime.Loss
	if len(v.Name) == 1 {
		out = append(out, lose("Docker's names of volumes have at least two characters", "give it a longer name", "name"))
	}
	has := func(name string) bool {
		return slices.ContainsFunc(v.Options, func(o model.Pair) bool { return o.Name == name })
	}
	for _, o := range v.Options {
		if !slices.Contains([]string{"type", "o", "device", "size"}, o.Name) {
			out = append(out, lose("Docker's volume driver local has no option "+o.Name+": it has type, o, device and size", "remove it", "driver_opts", o.Name))
		}
	}
	for _, pair := range []struct{ option, needs string }{{"device", "type"}, {"type", "device"}, {"o", "device"}, {"o", "type"}} {
		if has(pair.option) && !has(pair.needs) {
			out = append(out, lose("Docker's volume driver local does not accept "+pair.option+" without "+pair.needs, "add "+pair.needs, "driver_opts", pair.option))
		}
	}
	return out
}

// refusedBuild lists settings with which BuildKit does not start a build (moby/buildkit util/entitlements, Parse).
func refusedBuild(b *model.Build) []runtime.Loss {
	var out []runtime.Loss
	for i, e := range b.Entitlements {
		if !slices.Contains([]string{"network.host", "security.insecure", "device"}, e) && !strings.HasPrefix(e, "device=") {
			out = append(out, lose("BuildKit has no entitlement "+e+": it has network.host, security.insecure and device",
				"remove it", "entitlements", strconv.Itoa(i)))
		}
	}
	return out
}

// predefined are the networks that the engine creates itself (moby daemon/network/network_mode_unix.go).
var predefined = []string{"bridge", "host", "none", "default"}

// refusedNetwork lists settings with which the engine does not create a network, and options that it ignores.
func refusedNetwork(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	if slices.Contains(predefined, n.Name) {
		out = append(out, lose(n.Name+" is one of the engine's own networks, and cannot be created", "give the network another name, or write `network_mode: "+n.Name+"` for its services", "name"))
	}
	if n.Driver == "host" || n.Driver == "null" {
		mode := map[string]string{"host": "host", "null": "none"}[n.Driver]
		out = append(out, lose("the engine has one network of the driver "+n.Driver+", and creates no other",
			"write `network_mode: "+mode+"` for its services", "driver"))
	}
	return slices.Concat(out, refusedSubnets(n), refusedRange(n), networkOptions(n))
}

// refusedSubnets lists subnets that the engine refuses or ignores (moby daemon/network.go, validateIpamConfig;
// daemon/libnetwork/drivers/bridge, processIPAM).
func refusedSubnets(n *model.Network) []runtime.Loss {
	var out []runtime.Loss
	families := map[bool]int{}
	for i, p := range n.IPAM.Config {
		subnet, err := netip.ParsePrefix(p.Subnet)
		if err != nil {
			continue // not set, or reported by the translation
		}
		at := []string{"ipam", "config", strconv.Itoa(i), "subnet"}
		is6 := subnet.Addr().Is6()
		if is6 && !n.IPv6() {
			out = append(out, moot("without enable_ipv6 the engine ignores an IPv6 subnet", "write `enable_ipv6: true`", at...))
			continue
		}
		if subnet != subnet.Masked() {
			out = append(out, lose("since version 25, Docker refuses a subnet with host bits, such as "+p.Subnet, "write "+subnet.Masked().String(), at...))
		}
		if families[is6]++; families[is6] == 2 && n.Bridge() {
			out = append(out, lose("a bridge of Docker has one subnet of each family", "write another network, or a larger subnet", at...))
		}
	}
	return out
}

// networkOptions lists options of the engine's own network drivers that have an invalid value, or that the driver ignores.
func networkOptions(n *model.Network) []runtime.Loss {
	driver := n.Driver
	if driver == "" {
		driver = "bridge"
	}
	known := driverOptions[driver]
	if known == nil {
		return nil
	}
	var out []runtime.Loss
	for _, o := range n.Options {
		at := []string{"driver_opts", o.Name}
		switch check, found := known[o.Name]; {
		case !found:
			hint := ""
			for _, own := range []string{"com.docker.network.driver." + o.Name, driver + "_" + o.Name} {
				if known[own].form != "" {
					hint = "write " + own
				}
			}
			out = append(out, moot("Docker's network driver "+driver+" has no option "+o.Name+" and ignores it", hint, at...))
		case !check.valid(o.Value):
			out = append(out, lose("Docker's network driver "+driver+" does not accept "+strconv.Quote(o.Value)+" as "+o.Name, "write "+check.form, at...))
		}
	}
	return out
}

// check is the form of an option's value.
type check struct {
	form  string
	valid func(string) bool
}

var (
	boolean = check{"true or false", func(s string) bool { _, err := strconv.ParseBool(s); return err == nil }}
	number  = check{"a number", func(s string) bool { n, err := strconv.Atoi(s); return err == nil && n >= 0 }}
	address = check{"an IP address", func(s string) bool { _, err := netip.ParseAddr(s); return err == nil }}
	device  = check{"the name of an interface, of at most 15 bytes", func(s string) bool { return len(s) <= 15 }}
	text    = check{"text", func(string) bool { return true }}
	gateway = words("nat", "nat-unprotected", "routed", "isolated")
)

func words(list ...string) check {
	form := strings.TrimPrefix(strings.Join(list, ", "), ", ") // the empty word is the default
	return check{form, func(s string) bool { return slices.Contains(list, s) }}
}

// driverOptions are the options of the engine's own network drivers (moby daemon/libnetwork/drivers/bridge, fromLabels;
// macvlan and ipvlan, fromOptions; daemon/libnetwork/netlabel).
var driverOptions = map[string]map[string]check{
	"bridge": {
		"com.docker.network.bridge.name":                    device,
		"com.docker.network.driver.mtu":                     number,
		"com.docker.network.enable_ipv4":                    boolean,
		"com.docker.network.enable_ipv6":                    boolean,
		"com.docker.network.bridge.enable_ip_masquerade":    boolean,
		"com.docker.network.bridge.gateway_mode_ipv4":       gateway,
		"com.docker.network.bridge.gateway_mode_ipv6":       gateway,
		"com.docker.network.bridge.enable_icc":              boolean,
		"com.docker.network.bridge.inhibit_ipv4":            boolean,
		"com.docker.network.bridge.default_bridge":          boolean,
		"com.docker.network.bridge.host_binding_ipv4":       address,
		"com.docker.network.bridge.trusted_host_interfaces": text,
		"com.docker.network.container_iface_prefix":         text,
		"com.docker.network.host_ipv4":                      address,
		"com.docker.network.host_ipv6":                      address,
	},
	"macvlan": {
		"parent":       {"another interface than the loopback", func(s string) bool { return s != "lo" }},
		"macvlan_mode": words("", "bridge", "private", "passthru", "vepa"),
	},
	"ipvlan": {
		"parent":      {"another interface than the loopback", func(s string) bool { return s != "lo" }},
		"ipvlan_mode": words("", "l2", "l3", "l3s"),
		"ipvlan_flag": words("", "bridge", "private", "vepa"),
	},
}
