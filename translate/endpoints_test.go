package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestEndpointsByPriorityThenName(t *testing.T) {
	c := service(t, `
services:
  web:
    image: nginx
    mac_address: 02:42:AC:11:65:43
    networks:
      b:
      a: {aliases: [www], ipv4_address: 10.0.0.9, gw_priority: 2, driver_opts: {k: v}, interface_name: eth7}
      z: {priority: 10, link_local_ips: [169.254.8.8]}
networks: {a: {ipam: {config: [{subnet: 10.0.0.0/24}]}}, b: , z: }
`, "web")
	same(t, "network mode", c.Host.NetworkMode, "shop_z")
	same(t, "endpoints", c.Endpoints, []model.Endpoint{
		{Network: "shop_z", Key: "z", Aliases: []string{"shop-web-1", "web"}, MacAddress: "02:42:ac:11:65:43",
			IPAM: &model.EndpointIPAM{LinkLocalIPs: []string{"169.254.8.8"}}},
		{Network: "shop_a", Key: "a", Aliases: []string{"shop-web-1", "web", "www"}, GwPriority: 2,
			IPAM:       &model.EndpointIPAM{IPv4Address: "10.0.0.9"},
			DriverOpts: model.Map{{Name: "com.docker.network.endpoint.ifname", Value: "eth7"}, {Name: "k", Value: "v"}}},
		{Network: "shop_b", Key: "b", Aliases: []string{"shop-web-1", "web"}},
	})
	same(t, "networks", c.Networks, []string{"a", "b", "z"})
}

func TestExternalNetworkIsOnlyNamed(t *testing.T) {
	p := lowered(t, web("networks: [lan]")+"networks: {lan: {external: true}}\n")
	c := containerOf(t, p, "web")
	same(t, "external", c.ExternalNetworks, []string{"lan"})
	same(t, "made", len(p.Networks), 0)
}

func TestNetworkOfAnotherService(t *testing.T) {
	p, report := reported(t, `
services:
  app: {image: x, network_mode: "service:vpn", ipc: "service:vpn", pid: "service:vpn", volumes_from: ["vpn:ro", "container:old"]}
  vpn: {image: y}
`)
	wantFinding(t, report, diag.Warning, diag.NoEffect, "services.app.volumes_from.0")
	app := containerOf(t, p, "app")
	same(t, "network", app.Host.NetworkMode, "container:shop-vpn-1")
	same(t, "ipc", app.Host.IpcMode, "container:shop-vpn-1")
	same(t, "pid", app.Host.PidMode, "container:shop-vpn-1")
	same(t, "volumes_from", app.Host.VolumesFrom, []string{"shop-vpn-1", "old"})
	same(t, "after", app.After, []model.Dependency{{Service: "vpn", Condition: model.Started, Required: true}})
	same(t, "restarted with", containerOf(t, p, "vpn").RestartWith, []string{"app"})
	same(t, "no endpoints", len(app.Endpoints), 0)
}

func TestLinksNameEveryReplica(t *testing.T) {
	c := service(t, `
services:
  web: {image: x, links: ["db:database"], external_links: [legacy, "old:o"]}
  db: {image: y, scale: 2}
`, "web")
	want := []string{
		"shop-db-1:database", "shop-db-1:db-1", "shop-db-1:shop-db-1",
		"shop-db-2:database", "shop-db-2:db-1", "shop-db-2:shop-db-1",
		"legacy:legacy", "old:o",
	}
	same(t, "links", c.Host.Links, want)
	same(t, "endpoint links", c.Endpoints[0].Links, want)
}

// An optional dependency whose profile is not active has no container to link.
func TestLinkOfADisabledService(t *testing.T) {
	c := service(t, `
services:
  web: {image: x, links: [db], depends_on: {db: {condition: service_started, required: false}}}
  db: {image: y, profiles: [off]}
`, "web")
	same(t, "links", len(c.Host.Links), 0)
}

func TestTwoMACAddressesForOneEndpoint(t *testing.T) {
	_, report := reported(t, web("mac_address: 02:42:ac:11:65:43", "networks: {default: {mac_address: 02:42:ac:11:65:44}}"))
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.mac_address")
}
