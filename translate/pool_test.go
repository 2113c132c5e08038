package translate

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func pool(t *testing.T, text string) Pool {
	t.Helper()
	p, err := ParsePool(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPoolsAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"172.27.0.0/16/24": "172.27.0.0/24 172.27.1.0/24 172.27.255.0/24", "10.0.0.0/29/30": "10.0.0.0/30 10.0.0.4/30 10.0.0.4/30",
		"10.1.0.0/16/16": "10.1.0.0/16 10.1.0.0/16 10.1.0.0/16", "10.0.0.0/8/23": "10.0.0.0/23 10.0.2.0/23 10.255.254.0/23",
		"fd00:1:2::/48/64": "fd00:1:2::/64 fd00:1:2:1::/64 fd00:1:2:ffff::/64",
	} {
		p := pool(t, text)
		got := fmt.Sprint(p.subnet(0), " ", p.subnet(min(1, p.count()-1)), " ", p.subnet(p.count()-1))
		same(t, text, got, want)
	}
	for _, text := range []string{"", "172.27.0.0", "172.27.0.0/16", "172.27.0.0/16/", "172.27.0.0/16/8", "172.27.0.0/16/31", "172.27.0.0/16/24/26",
		"172.27.1.0/16/24", "10.0.0.0/8/30", "fd00::/16/64", "a/16/24", "172.27.0.0/16/-1", "::ffff:10.0.0.0/104/120"} {
		if p, err := ParsePool(text); err == nil {
			t.Errorf("%q was read as %v", text, p)
		}
	}
}

// networked returns a project with networks that a service uses.
func networked(networks map[string]string) string {
	text := "name: shop\nservices:\n  web:\n    image: nginx\n    networks: [" + strings.Join(sortedKeys(networks), ", ") + "]\nnetworks:\n"
	for _, key := range sortedKeys(networks) {
		text += "  " + key + ": {" + networks[key] + "}\n"
	}
	return text
}

// allotted returns the subnets of the networks by key, the model and the report.
func allotted(t *testing.T, networks map[string]string, pools ...Pool) (map[string][]string, *model.Project, diag.Report) {
	t.Helper()
	project, in := loaded(t, networked(networks))
	in.pools = pools
	var report diag.Report
	p := lower(project, in, &report)
	out := map[string][]string{}
	for _, n := range p.Networks {
		for _, c := range n.IPAM.Config {
			out[n.Key] = append(out[n.Key], c.Subnet)
		}
	}
	return out, p, report
}

// A network from a pool equals one whose subnet is in the file: the hash is the same, and so are the labels.
func TestAPoolIsAsIfTheFileSaidIt(t *testing.T) {
	subnets, p, _ := allotted(t, map[string]string{"front": ""}, pool(t, "172.27.0.0/16/24"))
	_, written, _ := allotted(t, map[string]string{"front": "ipam: {config: [{subnet: " + subnets["front"][0] + "}]}"})
	same(t, "network", p.Networks, written.Networks)
	_, bare, _ := allotted(t, map[string]string{"front": ""})
	if p.Networks[0].Hash == bare.Networks[0].Hash {
		t.Error("a network with a subnet has the hash of one without")
	}
}

func TestWhoGetsASubnet(t *testing.T) {
	subnets, _, report := allotted(t, map[string]string{
		"plain": "", "bridge": "driver: bridge", "six": "enable_ipv6: true", "only6": "enable_ipv6: true, enable_ipv4: false",
		"given": "ipam: {config: [{subnet: 10.9.0.0/24}]}", "given6": "enable_ipv6: true, ipam: {config: [{subnet: 'fd99::/64'}]}",
		"lan": "driver: macvlan", "other": "ipam: {driver: mine}", "external": "external: true",
	}, pool(t, "172.27.0.0/16/24"), pool(t, "fd00:1::/48/64"))
	count := map[string]int{"plain": 1, "bridge": 1, "six": 2, "only6": 1, "given": 1, "given6": 2, "lan": 0, "other": 0, "external": 0}
	for key, want := range count {
		if len(subnets[key]) != want {
			t.Errorf("%s has %v, want %d subnets", key, subnets[key], want)
		}
	}
	if report.Worst() >= diag.Warning {
		t.Errorf("findings: %v", report.Findings())
	}
}

// Networks are added and removed: one whose place no other maps to always has the same subnet, no two overlap, and none
// is in a subnet of the file.
func TestAPoolIsStable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	p := pool(t, "172.27.0.0/24/28") // 16 places, so that they collide
	given := netip.MustParsePrefix("172.27.0.64/27")
	for range 60 {
		networks := map[string]string{"fixed": "ipam: {config: [{subnet: " + given.String() + "}]}"}
		for range 1 + random.IntN(10) {
			networks[fmt.Sprintf("n%d", random.IntN(40))] = ""
		}
		subnets, _, report := allotted(t, networks, p)
		wanted := map[int]int{}
		for key := range networks {
			wanted[p.place("shop_"+key)]++
		}
		moved := map[string]bool{}
		for _, f := range report.Findings() {
			moved[f.Path] = f.Code == diag.Collision
		}
		seen := map[string]string{}
		for key := range networks {
			if key == "fixed" {
				continue
			}
			subnet := netip.MustParsePrefix(subnets[key][0])
			own := p.subnet(p.place("shop_" + key))
			if wanted[p.place("shop_"+key)] == 1 && !own.Overlaps(given) && subnet != own {
				t.Errorf("%s has %s, and nobody else wants its own %s", key, subnet, own)
			}
			if subnet != own && !own.Overlaps(given) && !moved["networks."+key] {
				t.Errorf("%s lost its own %s to another, and nothing says so", key, own)
			}
			if other := seen[subnet.String()]; other != "" || subnet.Overlaps(given) {
				t.Errorf("%s of %s is also %s, or lies in the file's %s", subnet, key, other, given)
			}
			seen[subnet.String()] = key
		}
	}
}

func TestAPoolThatIsFull(t *testing.T) {
	_, _, report := allotted(t, map[string]string{"a": "", "b": "", "c": ""}, pool(t, "10.0.0.0/29/30"))
	wantFinding(t, report, diag.Error, diag.Limit, "networks.b") // it has the same place as a
}
