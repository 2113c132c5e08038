package host

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/input"
)

// Subnet is a subnet that a network of the project will have. Owner names the network in messages.
type Subnet struct {
	Owner  string
	Prefix netip.Prefix
}

// Route is a range of addresses that the host reaches through one of its interfaces.
type Route struct {
	Prefix    netip.Prefix
	Interface string
	// Bridge reports whether the interface is a bridge, which a network of an engine may be.
	Bridge bool
}

// Clash is a subnet that would take addresses from a route.
type Clash struct {
	Subnet Subnet
	Route  Route
}

// String describes the clash for a person.
func (c Clash) String() string {
	return fmt.Sprintf("%s wants %s, which overlaps %s, reached through %s", c.Subnet.Owner, c.Subnet.Prefix, c.Route.Prefix, c.Route.Interface)
}

// Clashes returns the subnets that overlap a route of the host, in the order of the subnets. A bridge with exactly the
// subnet is considered the network itself: it already exists, or the engine rejects the network with its own message.
// Default routes cover everything and clash with nothing, even if a VPN writes one as two halves.
func Clashes(subnets []Subnet, routes []Route) []Clash {
	var out []Clash
	for _, s := range subnets {
		for _, r := range routes {
			if r.Prefix.Bits() <= 1 || !r.Prefix.Overlaps(s.Prefix) || r.Bridge && r.Prefix.Masked() == s.Prefix.Masked() {
				continue
			}
			out = append(out, Clash{s, r})
		}
	}
	return out
}

// Routes returns the host's IPv4 and IPv6 routes, without loopback, link-local and multicast ranges. A host may lack one of
// the families.
func Routes() ([]Route, error) {
	var out []Route
	for _, table := range []struct {
		path string
		read func(io.Reader) ([]Route, error)
	}{{"/proc/net/route", routes4}, {"/proc/net/ipv6_route", routes6}} {
		text, err := input.ReadFile(table.path, input.Table)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found, err := table.read(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", table.path, err)
		}
		out = append(out, found...)
	}
	for i := range out {
		_, err := os.Stat(filepath.Join("/sys/class/net", out[i].Interface, "bridge"))
		out[i].Bridge = err == nil
	}
	return out, nil
}

// routes4 reads /proc/net/route: a header, then interface, destination, gateway, flags, three counters and mask, the
// addresses as hexadecimal numbers in native byte order (proc_pid_net(5)).
func routes4(in io.Reader) ([]Route, error) {
	var out []Route
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		field := strings.Fields(lines.Text())
		if len(field) < 8 || field[0] == "Iface" || field[0] == "lo" {
			continue
		}
		address, errA := strconv.ParseUint(field[1], 16, 32)
		mask, errM := strconv.ParseUint(field[7], 16, 32)
		if errA != nil || errM != nil {
			return nil, fmt.Errorf("%q is not a route", lines.Text())
		}
		addr := netip.AddrFrom4(native4(uint32(address)))
		out = append(out, Route{Prefix: netip.PrefixFrom(addr, bits.OnesCount32(uint32(mask))), Interface: field[0]})
	}
	return out, lines.Err()
}

// routes6 reads /proc/net/ipv6_route: destination, its length in hexadecimal, six more fields, flags and interface.
func routes6(in io.Reader) ([]Route, error) {
	var out []Route
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		field := strings.Fields(lines.Text())
		if len(field) < 10 || field[9] == "lo" {
			continue
		}
		var groups []string
		for i := 0; i+4 <= len(field[0]); i += 4 {
			groups = append(groups, field[0][i:i+4])
		}
		addr, errA := netip.ParseAddr(strings.Join(groups, ":"))
		length, errL := strconv.ParseUint(field[1], 16, 8)
		if errA != nil || errL != nil || length > 128 {
			return nil, fmt.Errorf("%q is not a route", lines.Text())
		}
		if addr.IsLinkLocalUnicast() || addr.IsMulticast() {
			continue
		}
		out = append(out, Route{Prefix: netip.PrefixFrom(addr, int(length)), Interface: field[9]})
	}
	return out, lines.Err()
}

// native4 returns the bytes of an address that the kernel printed as a number in native byte order.
func native4(number uint32) [4]byte {
	var out [4]byte
	binary.NativeEndian.PutUint32(out[:], number)
	return out
}
