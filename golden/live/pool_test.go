//go:build live

package live

import (
	"slices"
	"strings"
	"testing"
)

// A network without a subnet gets one from the pool, wherever it is created, and keeps it when others are added and
// removed.
func TestNetworkFromThePool(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.flags = append(l.flags, "-address-pool", "172.27.0.0/16/24", "-address-pool", "fd00:27::/48/64")
		const compose = "\nservices:\n  web:" + loop + "    networks: [front, back]\nnetworks: {front: {}, back: {enable_ipv6: true}"
		address := func(network string) []string {
			return strings.Fields(l.sh(`engine exec shop-web-1 ip -o address show dev ` + network + ` | awk '$4 ~ /^(172\.27\.|fd00:27:)/ {print $4}'`))
		}
		l.up(compose + "}\n")
		front, back := address("eth1"), address("eth0") // by the networks' names
		if len(front) != 1 || len(back) != 2 {
			t.Fatalf("front has %v, back has %v: want one address of the pool and two", front, back)
		}
		l.must("systemctl", "start", "shop-down")
		l.up(strings.Replace(compose, "[front, back]", "[front, back, new]", 1) + ", new: {}}\n")
		for network, before := range map[string][]string{"eth1": front, "eth0": back} {
			if now := address(network); !slices.Equal(subnetsOf(now), subnetsOf(before)) {
				t.Errorf("%s is %v now, was %v", network, now, before)
			}
		}
		if got := l.journal("shop-back-network"); strings.Contains(got, "another definition") {
			t.Error(got)
		}
	})
}

// subnetsOf removes the container's own part of an address, which is one byte in these pools.
func subnetsOf(addresses []string) []string {
	var out []string
	for _, a := range addresses {
		out = append(out, a[:strings.LastIndexAny(a, ".:")])
	}
	return out
}
