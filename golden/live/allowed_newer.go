//go:build live

package live

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// chosenByDocker28 lists what docker chooses freely since 28.0; older versions derived it from the address.
var chosenByDocker28 = []compare.Rule{
	{Pointer: "/containers/*/NetworkSettings/MacAddress", Same: chosenMac, Reason: "a MAC address that docker chose; docker 28 generates it whole"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/MacAddress", Same: chosenMac, Reason: "as above"},
	{Pointer: "/networks/*/Containers/*/MacAddress", Same: chosenMac, Reason: "as above"},
}

// chosenByPodman58 lists what differs since podman 5.5 between what the socket creates and what the command line creates.
var chosenByPodman58 = []compare.Rule{
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.pids-limit", Reason: "podman records that the command line set it; the limit is compared in HostConfig/PidsLimit"},
	{Pointer: "/containers/*/HostConfig/Annotations/io.podman.annotations.pids-limit", Reason: "as above"},
	{Pointer: "/networks/*/containers/*/interfaces/*/subnets/*/*", Reason: "the socket numbers the interfaces of a container in the random order of a Go map (before podman 6); the units name them in Docker's order"},
}

// localMac matches a locally administered MAC address of one machine (IEEE 802).
var localMac = regexp.MustCompile(`^"[0-9a-f][26ae](:[0-9a-f]{2}){5}"$`)

// chosenMac maps all MAC addresses to one value, except those that our projects fix.
func chosenMac(value string) string {
	if localMac.MatchString(value) && !strings.HasPrefix(value, `"02:00:0a:`) {
		return "a MAC address docker chose"
	}
	return value
}
