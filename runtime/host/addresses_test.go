package host

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// A project's subnets that the host itself needs: the Wi-Fi of a train, a VPN, another engine's bridge.
func TestClashes(t *testing.T) {
	routes := []Route{
		{Prefix: netip.MustParsePrefix("0.0.0.0/0"), Interface: "wlan0"},
		{Prefix: netip.MustParsePrefix("0.0.0.0/1"), Interface: "tun1"},
		{Prefix: netip.MustParsePrefix("128.0.0.0/1"), Interface: "tun1"},
		{Prefix: netip.MustParsePrefix("172.18.0.0/16"), Interface: "wlan0"},
		{Prefix: netip.MustParsePrefix("10.0.0.0/8"), Interface: "tun0"},
		{Prefix: netip.MustParsePrefix("172.27.4.0/24"), Interface: "br-4", Bridge: true},
		{Prefix: netip.MustParsePrefix("fd00:1::/48"), Interface: "eth0"},
	}
	for subnet, want := range map[string]string{
		"172.27.5.0/24":   "",
		"172.18.5.0/24":   "shop_front wants 172.18.5.0/24, which overlaps 172.18.0.0/16, reached through wlan0",
		"10.1.2.0/24":     "shop_front wants 10.1.2.0/24, which overlaps 10.0.0.0/8, reached through tun0",
		"172.27.4.0/24":   "", // the network itself
		"172.27.4.0/23":   "shop_front wants 172.27.4.0/23, which overlaps 172.27.4.0/24, reached through br-4",
		"fd00:1:0:7::/64": "shop_front wants fd00:1:0:7::/64, which overlaps fd00:1::/48, reached through eth0",
		"fd00:2::/64":     "",
	} {
		var said []string
		for _, c := range Clashes([]Subnet{{"shop_front", netip.MustParsePrefix(subnet)}}, routes) {
			said = append(said, c.String())
		}
		if got := strings.Join(said, "\n"); got != want {
			t.Errorf("%s: %q, want %q", subnet, got, want)
		}
	}
}

func TestRoutesAreRead(t *testing.T) {
	number := func(a string) string {
		b := netip.MustParseAddr(a).As4()
		return fmt.Sprintf("%08X", binary.NativeEndian.Uint32(b[:]))
	}
	table := "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n" +
		"eth0\t00000000\t" + number("192.168.1.1") + "\t0003\t0\t0\t0\t00000000\t0\t0\t0\n" +
		"br-1\t" + number("172.27.4.0") + "\t00000000\t0001\t0\t0\t0\t" + number("255.255.255.0") + "\t0\t0\t0\n"
	found, err := routes4(strings.NewReader(table))
	if got := fmt.Sprint(found, err); got != "[{0.0.0.0/0 eth0 false} {172.27.4.0/24 br-1 false}] <nil>" {
		t.Error(got)
	}
	const zero = "00000000000000000000000000000000"
	table = "fd000001000000000000000000000000 30 " + zero + " 00 " + zero + " 00000100 00000001 00000000 00000001     eth0\n" +
		"fe800000000000000000000000000000 40 " + zero + " 00 " + zero + " 00000100 00000001 00000000 00000001     eth0\n" +
		zero + "80 " // cut off
	found, err = routes6(strings.NewReader(table))
	if got := fmt.Sprint(found, err); got != "[{fd00:1::/48 eth0 false}] <nil>" {
		t.Error(got)
	}
	if _, err := routes4(strings.NewReader("eth0 no route at all but eight words\n")); err == nil {
		t.Error("a line without a route was read")
	}
	if _, err := Routes(); err != nil {
		t.Error(err)
	}
}
