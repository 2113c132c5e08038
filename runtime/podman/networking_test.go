package podman

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Podman before 6.0 connects networks in any order: the interfaces are named in Compose's order, except those that have a
// name.
func TestInterfaces(t *testing.T) {
	named := func(name string) model.Endpoint {
		return model.Endpoint{DriverOpts: model.Map{{Name: ifname, Value: name}}}
	}
	for _, c := range []struct {
		list []model.Endpoint
		want []string
	}{
		{[]model.Endpoint{{}}, []string{""}},
		{[]model.Endpoint{{}, {}}, []string{"eth0", "eth1"}},
		{[]model.Endpoint{{}, named("eth0"), {}}, []string{"eth1", "eth0", "eth2"}},
		{[]model.Endpoint{named("lan")}, []string{"lan"}},
	} {
		if diff := cmp.Diff(c.want, interfaces(c.list)); diff != "" {
			t.Error(diff)
		}
	}
}

// All settings of a container in a network are in one word of the create call.
func TestEndpoints(t *testing.T) {
	c := &container{Endpoints: []model.Endpoint{
		{Network: "back", Aliases: []string{"web-1", "web"}, IPAM: &model.EndpointIPAM{IPv4Address: "10.9.0.5", IPv6Address: "fd00::5"}},
		{Network: "front", MacAddress: "02:42:ac:11:65:43"},
	}}
	want := []flag{
		cli.Line("--network", "back:alias=web-1,alias=web,ip=10.9.0.5,ip6=fd00::5,interface_name=eth0"),
		cli.Line("--network", "front:mac=02:42:ac:11:65:43,interface_name=eth1"),
	}
	if diff := cmp.Diff(want, endpoints(c)); diff != "" {
		t.Error(diff)
	}
}

// An option that podman does not know is reported, also if it consists of words that it knows.
func TestNetworkOptions(t *testing.T) {
	for _, c := range []struct {
		driver, name, value string
		odd                 bool
	}{
		{"bridge", "com.docker.network.driver.mtu", "1400", false},
		{"bridge", "mtu", "lots", true},
		{"bridge", "mtu vlan", "1400", true},
		{"macvlan", "macvlan_mode", "bridge", false},
		{"macvlan", "macvlan_mode", "bridge private", true},
		{"ipvlan", "ipvlan_mode", "l2", false},
		{"ipvlan", "bclim", "1", true},
	} {
		n := &model.Network{Driver: c.driver, Options: model.Map{{Name: c.name, Value: c.value}}}
		if odd := len(oddOptions(n)) > 0; odd != c.odd {
			t.Errorf("%s, %s=%s: reported %t", c.driver, c.name, c.value, odd)
		}
	}
}
