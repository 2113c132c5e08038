//go:build live

package live

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// chosenByDocker28 is what docker makes up since 28.0, where an older one made it of the address.
var chosenByDocker28 = []compare.Rule{
	{Pointer: "/containers/*/NetworkSettings/MacAddress", Same: chosenMac, Reason: "a MAC address that docker chose; docker 28 makes up all of it"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/MacAddress", Same: chosenMac, Reason: "the same again"},
	{Pointer: "/networks/*/Containers/*/MacAddress", Same: chosenMac, Reason: "the same again"},
}

// chosenByPodman58 is what differs since podman 5.5 between what the socket and what the command line makes.
var chosenByPodman58 = []compare.Rule{
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.pids-limit", Reason: "podman writes down that the command line said so; the limit is compared in HostConfig/PidsLimit"},
	{Pointer: "/containers/*/HostConfig/Annotations/io.podman.annotations.pids-limit", Reason: "the same again"},
	{Pointer: "/networks/*/containers/*/interfaces/*/subnets/*/*", Reason: "the socket numbers the interfaces of a container in the random order of a Go map (before podman 6); the units name them in the order in which Docker has them"},
}

// localMac is a locally administered address of one machine (IEEE 802).
var localMac = regexp.MustCompile(`^"[0-9a-f][26ae](:[0-9a-f]{2}){5}"$`)

// chosenMac makes one of all MAC addresses but those that our projects fix.
func chosenMac(value string) string {
	if localMac.MatchString(value) && !strings.HasPrefix(value, `"02:00:0a:`) {
		return "a MAC address docker chose"
	}
	return value
}
