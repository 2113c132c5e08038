//go:build live

package live

import (
	"regexp"
	"sort"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// madeUp is what differs between any two runs of Compose itself.
var madeUp = []compare.Rule{
	// What docker makes up for every container, network and volume.
	{Pointer: "/*/*/Id", Reason: "made up by docker"},
	{Pointer: "/*/*/Created", Reason: "a time"},
	{Pointer: "/volumes/*/CreatedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/StartedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/FinishedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/Pid", Reason: "a process id"},
	{Pointer: "/containers/*/State/Health/Log/**", Reason: "the times and output of each probe"},
	{Pointer: "/containers/*/ExecIDs/**", Reason: "the probe that runs just now"},
	{Pointer: "/containers/*/GraphDriver/**", Reason: "paths of docker's own storage"},
	{Pointer: "/containers/*/NetworkSettings/SandboxID", Reason: "made up by docker"},
	{Pointer: "/containers/*/NetworkSettings/SandboxKey", Reason: "made up by docker"},
	{Pointer: "/containers/*/NetworkSettings/EndpointID", Reason: "made up by docker"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/EndpointID", Reason: "made up by docker"},
	{Pointer: "/networks/*/Containers/*/EndpointID", Reason: "made up by docker"},

	// Addresses that docker chose. Compose creates networks and starts containers in no fixed order, so even two runs
	// of Compose differ. Fixed addresses are compared: in IPAMConfig, and here where they are outside docker's pools.
	{Pointer: "/containers/*/NetworkSettings/IPAddress", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Gateway", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/MacAddress", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/IPAddress", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/Gateway", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/MacAddress", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/IPPrefixLen", Same: chosenPrefix, Reason: "the size of a subnet that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/IPPrefixLen", Same: chosenPrefix, Reason: "the size of a subnet that docker chose"},
	{Pointer: "/networks/*/IPAM/Config/*/Subnet", Same: chosenAddress, Reason: "a subnet that docker chose"},
	{Pointer: "/networks/*/IPAM/Config/*/Gateway", Same: chosenAddress, Reason: "a subnet that docker chose"},
	{Pointer: "/networks/*/Containers/*/IPv4Address", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/networks/*/Containers/*/MacAddress", Same: chosenAddress, Reason: "an address that docker chose"},
	{Pointer: "/containers/*/NetworkSettings/Ports/*/*/HostPort", Same: chosenPort, Reason: "a port that docker chose"},

	{Pointer: "/containers/*/Config/Labels/com.docker.compose.depends_on", Same: anyOrder, Reason: "Compose writes it in the random order of a Go map"},
}

// allowed is all that may differ between what Compose and our units made, each with its reason. It is short on
// purpose: a difference that is not here fails the suite.
var allowed = append([]compare.Rule{
	{Pointer: "/containers/*/HostConfig/RestartPolicy/**", Reason: "systemd restarts the container, so docker must not"},
	{Pointer: "/containers/*/HostConfig/VolumesFrom/*", Same: nameOfContainer, Reason: "docker stores what it was given: Compose gives the id, a unit the name of the same container"},
}, madeUp...)

// olderCompose is what Debian's Compose, 2.26, does otherwise than the current one, which we are held to.
var olderCompose = []compare.Rule{
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.version", Reason: "the version of Compose whose work it is"},
	{Pointer: "/*/*/Labels/com.docker.compose.version", Reason: "the version of Compose whose work it is"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.config-hash", Reason: "2.26 hashes another JSON form of the service"},
	{Pointer: "/*/*/Labels/com.docker.compose.config-hash", Reason: "2.26 writes no hash on networks and volumes"},
	{Pointer: "/containers/*/HostConfig/Binds/**", Reason: "2.26 passes named volumes as Mounts, the current Compose as Binds; what they become is compared in /Mounts"},
	{Pointer: "/containers/*/HostConfig/Mounts/**", Reason: "the other half of the same"},
	{Pointer: "/containers/*/Mounts/*/Mode", Reason: "follows from it: docker writes the mode of a bind here and `z` for a mount"},
	{Pointer: "/containers/*/HostConfig/CapAdd/*", Same: longCapability, Reason: "2.26 does not write the prefix CAP_"},
	{Pointer: "/containers/*/HostConfig/CapDrop/*", Same: longCapability, Reason: "2.26 does not write the prefix CAP_"},
	{Pointer: "/containers/*/Config/MacAddress", Same: strings.ToLower, Reason: "2.26 writes it as it stands in the file"},
	{Pointer: "/networks/*/IPAM/Options/**", Reason: "2.26 loses the options of ipam"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/DriverOpts/**", Reason: "2.26 does not know driver_opts of a service's network"},
}

// runTimeHashes are rules for containers whose definition holds another container's id, by which even two runs of
// Compose hash them differently: network_mode, ipc and pid of a service, volumes_from.
func runTimeHashes(want compare.Snapshot) []compare.Rule {
	var rules []compare.Rule
	for pointer, value := range want {
		steps := strings.Split(pointer, "/")
		if len(steps) < 5 || steps[1] != "containers" || steps[3] != "HostConfig" {
			continue
		}
		joins := strings.HasSuffix(steps[4], "Mode") && strings.HasPrefix(value, `"container:<`)
		if joins || steps[4] == "VolumesFrom" && strings.HasPrefix(value, `"<`) {
			rules = append(rules, compare.Rule{
				Pointer: "/containers/" + steps[2] + "/Config/Labels/com.docker.compose.config-hash",
				Reason:  "Compose hashes the definition with the id of another container in it",
			})
		}
	}
	return rules
}

// notComparable are projects of ours that the reference cannot bring up, each with its reason.
var notComparable = map[string]string{
	"equal-cpuset":     "a host that owns the cpuset controller (cgroup v1) leaves the machine without",
	"project-workshop": "jobs are newer than the docker compose that we follow",
}

var (
	ownAddress = regexp.MustCompile(`^"(172\.(1[6-9]|2[0-9]|3[01])|192\.168)\.[0-9.]+(/[0-9]+)?"$`)
	ownMac     = regexp.MustCompile(`^"02:42(:[0-9a-f]{2}){4}"$`)
	ownPort    = regexp.MustCompile(`^"(3[2-9]|[456][0-9])[0-9]{3}"$`)
)

// chosenAddress makes one of all addresses in docker's default pools.
func chosenAddress(value string) string {
	if ownAddress.MatchString(value) {
		return "an address docker chose"
	}
	if ownMac.MatchString(value) {
		return "a MAC address docker chose"
	}
	return value
}

// chosenPort makes one of all ports from 32768 on, the kernel's ephemeral ones.
func chosenPort(value string) string {
	if ownPort.MatchString(value) {
		return "a port docker chose"
	}
	return value
}

// chosenPrefix makes one of the two sizes in docker's default pools.
func chosenPrefix(value string) string {
	if value == "16" || value == "20" {
		return "a size docker chose"
	}
	return value
}

// longCapability makes one of NET_ADMIN and CAP_NET_ADMIN.
func longCapability(value string) string {
	return strings.TrimPrefix(strings.Trim(value, `"`), "CAP_")
}

// nameOfContainer makes one of a container's id and its name.
func nameOfContainer(value string) string {
	return strings.NewReplacer("<container ", "", ">", "").Replace(value)
}

// anyOrder sorts the parts of a comma-separated label.
func anyOrder(value string) string {
	parts := strings.Split(strings.Trim(value, `"`), ",")
	sort.Strings(parts)
	return strings.Join(parts, ",")
}
