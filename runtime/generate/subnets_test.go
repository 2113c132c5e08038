package generate

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// A subnet that the machine already uses for something else is a warning at the network; one that is free is not.
func TestSubnetsOfThisMachine(t *testing.T) {
	routes := []host.Route{{Prefix: netip.MustParsePrefix("172.18.0.0/16"), Interface: "wlan0"}}
	var report diag.Report
	scope := diag.NewScope(&report, func(...string) diag.Pos { return diag.Pos{File: "compose.yml", Line: 7, Col: 3} })
	subnets := []Subnet{
		{host.Subnet{Owner: "shop_front", Prefix: netip.MustParsePrefix("172.18.4.0/24")}, scope.At("networks", "front")},
		{host.Subnet{Owner: "shop_back", Prefix: netip.MustParsePrefix("172.27.4.0/24")}, scope.At("networks", "back")},
	}
	Result{Subnets: subnets}.CheckRoutes(routes, &report)
	found := report.Findings()
	const want = "compose.yml:7:3: warning: networks.front: shop_front wants 172.18.4.0/24, which overlaps 172.18.0.0/16, reached through wlan0 [collision]"
	if len(found) != 1 || !strings.HasPrefix(found[0].String(), want) {
		t.Errorf("findings: %v, want %s", found, want)
	}
}

// A macvlan is in the machine's own range, which is intended.
func TestOnlyBridgesBringSubnets(t *testing.T) {
	lan := model.IPAM{Config: []model.Pool{{Subnet: "192.168.1.0/24"}}}
	found := subnetsOf(&model.Project{Networks: []model.Network{
		{Key: "lan", Name: "shop_lan", Driver: "macvlan", IPAM: lan},
		{Key: "front", Name: "shop_front", IPAM: lan},
		{Key: "back", Name: "shop_back", Driver: "bridge", IPAM: lan},
	}}, diag.NewScope(nil, func(...string) diag.Pos { return diag.Pos{} }))
	var owners []string
	for _, s := range found {
		owners = append(owners, s.Owner)
	}
	foldertest.Same(t, "owners", owners, []string{"shop_front", "shop_back"})
}

// What a generated project's subnets overlap is reported to the caller, after the project has been generated.
func TestSubnetsOfAGeneratedProject(t *testing.T) {
	out, _ := generated(t, "services:\n  web: {image: busybox, networks: [front]}\nnetworks:\n  front: {ipam: {config: [{subnet: 172.18.4.0/24}]}}\n")
	var report diag.Report
	out.CheckRoutes([]host.Route{{Prefix: netip.MustParsePrefix("172.18.0.0/16"), Interface: "wlan0"}}, &report)
	if found := report.Findings(); len(found) != 1 || found[0].Code != diag.Collision || found[0].Pos.Line != 5 {
		t.Errorf("findings: %v", found)
	}
}
