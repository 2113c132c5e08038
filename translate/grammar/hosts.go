package grammar

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// label is a name that is resolved. Docker does not enforce the letters of RFC 1123, so anything is valid except characters
// that separate the fields of lists and files, and a leading dash.
const label = `[^\s,:="\x00-\x1f\x7f-][^\s,:="\x00-\x1f\x7f]*`

const labelForm = "one word without commas, colons, equals signs or quotes that does not begin with a dash"

// Alias is a name of a container in a network, or a name in /etc/hosts.
var Alias = matching("a host name", labelForm, "RFC 1123, as loosely as moby daemon/libnetwork/resolver.go reads it", label)

// utsMax is the longest name that Linux accepts (__NEW_UTS_LEN, uname(2)).
const utsMax = 64

// Hostname is the host name of a container, or its domain name.
var Hostname = &Kind{Name: "a host name", Form: labelForm + "; at most 64 bytes", Source: "uname(2); RFC 1123",
	valid: func(s string) bool { return len(s) <= utsMax && Alias.Valid(s) }}

// Domain is a domain; the root is a dot.
var Domain = matching("a domain name", labelForm+"; a single dot is the root", "docker/cli opts.ValidateDNSSearch", label)

// Resolver is an option of resolv.conf.
var Resolver = matching("an option of resolv.conf", "a word such as rotate or ndots:2", "resolv.conf(5)", `[a-zA-Z0-9][a-zA-Z0-9:_-]*`)

// Address is an IP address.
var Address = &Kind{Name: "an IP address", Form: "an address such as 192.0.2.7 or 2001:db8::7", Source: "Go net/netip.ParseAddr", valid: address}

func address(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil && word(s)
}

// HostAddress is what a name of extra_hosts resolves to. It has no zone.
var HostAddress = &Kind{Name: "an IP address", Form: "an address such as 192.0.2.7 or 2001:db8::7, or host-gateway",
	Source: "docker/cli opts.ValidateExtraHost", valid: func(s string) bool {
		return s == "host-gateway" || !strings.Contains(s, "%") && address(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	}}

// Prefix is a range of addresses.
var Prefix = &Kind{Name: "a network in CIDR form", Form: "an address and the length of its prefix, such as 192.0.2.0/24",
	Source: "Go net/netip.ParsePrefix", valid: func(s string) bool {
		_, err := netip.ParsePrefix(s)
		return err == nil
	}}

// MAC is a hardware address.
var MAC = &Kind{Name: "a MAC address", Form: "six bytes such as 02:42:ac:11:00:02", Source: "Go net.ParseMAC", valid: func(s string) bool {
	_, err := net.ParseMAC(s)
	return err == nil
}}

// Interface is the name of a network interface.
var Interface = &Kind{Name: "the name of a network interface", Form: "up to 15 bytes without blanks, commas, slashes and colons",
	Source: "Linux net/core/dev.c (dev_valid_name)", valid: func(s string) bool {
		return len(s) <= 15 && field(s) && s != "." && s != ".." && !strings.ContainsAny(s, "/:=")
	}}

// Ports is a port or a range of ports.
var Ports = &Kind{Name: "a port or a range of ports", Form: "a number up to 65535, or FIRST-LAST", Source: "docker/go-connections nat.ParsePortRange",
	valid: func(s string) bool {
		first, last, ranged := strings.Cut(s, "-")
		if !ranged {
			last = first
		}
		from, err1 := strconv.ParseUint(first, 10, 16)
		to, err2 := strconv.ParseUint(last, 10, 16)
		return err1 == nil && err2 == nil && from <= to
	}}
