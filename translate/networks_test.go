package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestNetwork(t *testing.T) {
	p := lowered(t, web("networks: [n]")+`
networks:
  n:
    driver: macvlan
    driver_opts: {parent: eth0, mtu: 9000}
    internal: true
    attachable: true
    enable_ipv4: false
    enable_ipv6: true
    labels: {a: b}
    ipam:
      driver: default
      options: {x: y}
      config: [{subnet: 10.1.0.0/16, ip_range: 10.1.2.0/24, gateway: 10.1.0.1, aux_addresses: {host: 10.1.0.2}}]
`)
	n := p.Networks[0]
	same(t, "label", n.Labels.Get("a"), "b")
	n.Labels, n.Hash = nil, ""
	same(t, "network", n, model.Network{
		Key: "n", At: []string{"networks", "n"}, Name: "shop_n", Driver: "macvlan", Options: model.Map{{Name: "mtu", Value: "9000"}, {Name: "parent", Value: "eth0"}},
		Internal: true, Attachable: true, EnableIPv4: pointer(false), EnableIPv6: pointer(true),
		IPAM: model.IPAM{Driver: "default", Options: model.Map{{Name: "x", Value: "y"}}, Config: []model.Pool{{
			Subnet: "10.1.0.0/16", IPRange: "10.1.2.0/24", Gateway: "10.1.0.1", Auxiliary: model.Map{{Name: "host", Value: "10.1.0.2"}},
		}}},
	})
}

func TestNamedVolume(t *testing.T) {
	p := lowered(t, web("volumes: [vol:/v]")+"volumes: {vol: {name: old, driver: nfs, driver_opts: {o: addr}, labels: {a: b}}}\n")
	v := p.Volumes[0]
	same(t, "labels", v.Labels, model.Map{
		{Name: "a", Value: "b"},
		{Name: "com.docker.compose.config-hash", Value: v.Hash},
		{Name: "com.docker.compose.project", Value: "shop"},
		{Name: "com.docker.compose.version", Value: ComposeVersion},
		{Name: "com.docker.compose.volume", Value: "vol"},
	})
	v.Labels, v.Hash = nil, ""
	same(t, "volume", v, model.Volume{Key: "vol", At: []string{"volumes", "vol"}, Name: "old", Driver: "nfs", Options: model.Map{{Name: "o", Value: "addr"}}})
}

func TestAddressesThatAreNone(t *testing.T) {
	_, report := reported(t, web("networks: [n]")+"networks: {n: {ipam: {config: [{subnet: 10.1.0.0}]}}}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "networks.n.ipam.config.0.subnet")
}

// Compose gives every endpoint aliases, which the engine's own networks refuse.
func TestTheEnginesOwnNetwork(t *testing.T) {
	_, report := reported(t, web("networks: [n]")+"networks: {n: {external: true, name: bridge}}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.networks.n")
}
