//go:build live

package live

import (
	"fmt"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// ofTheMachine are what two machines do not share: each makes the image of its own busybox.
var ofTheMachine = []compare.Rule{
	{Pointer: "/containers/*/Image", Same: anyDigest, Reason: "the id of the image, which each machine makes of its own busybox"},
	{Pointer: "/containers/*/ImageDigest", Reason: "the same again"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.image", Same: anyDigest, Reason: "the same again"},
	{Pointer: "/containers/*/Written/*", Same: anyModeOfEmpty, Reason: "runc 1.1 makes the empty files over which it mounts with another mode"},
}

// lackedByDocker20 is all that may differ between what units make with docker 26.1 on Debian 13 and with docker 20.10 on
// Debian 12.
var lackedByDocker20 = []compare.Rule{
	{Pointer: "/containers/*/NetworkSettings/Networks/*/NetworkID", Same: anyDigest, Reason: "made up by docker for the networks that it has of itself"},
	{Pointer: "/containers/*/Config/Healthcheck/StartInterval", Reason: "no `start_interval`; docker 25 has"},
	{Pointer: "/containers/*/HostConfig/Annotations/*", Reason: "no annotations; docker 24 has"},
	{Pointer: "/containers/*/HostConfig/Mounts/*/BindOptions/CreateMountpoint", Reason: "no `create_host_path` of a mount that only the API can say; docker 23 has"},
	{Pointer: "/containers/*/HostConfig/Mounts/*/BindOptions/ReadOnlyNonRecursive", Reason: "no recursive read-only mounts, and so nothing to keep from being one; docker 25 has"},
	{Pointer: "/containers/networks-all-1/NetworkSettings/Networks/a-name-of-its-own/MacAddress", Reason: "no MAC address of a further network; docker 25 has"},
	{Pointer: "/networks/a-name-of-its-own/Containers/*/MacAddress", Reason: "the same again"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/DNSNames/**", Reason: "does not show them; it answers to the same aliases"},
	{Pointer: "/containers/*/HostConfig/MaskedPaths/10", Reason: "does not know /sys/devices/virtual/powercap"},
	{Pointer: "/containers/*/HostConfig/KernelMemory", Reason: "shows a limit that newer ones dropped, unset"},
	{Pointer: "/containers/*/HostConfig/KernelMemoryTCP", Reason: "the same again"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/Gateway", Same: chosenOrNone, Reason: "shows the gateway of an internal network, too"},
}

// lackedByPodman43 is the same of podman 5.4 and podman 4.3.
var lackedByPodman43 = []compare.Rule{
	{Pointer: "/containers/*/HostConfig/SecurityOpt/*", Reason: "does not show `unmask=all`"},
	{Pointer: "/containers/*/HostConfig/CapDrop/*", Reason: "counts as dropped what Debian's default list does not have; what is left is compared in EffectiveCaps"},
	{Pointer: "/containers/*/Config/Env/TERM", Reason: "sets TERM without a terminal, too"},
	{Pointer: "/containers/*/Config/Env/HOME", Reason: "sets no HOME for a user whom the image does not know"},
	{Pointer: "/containers/*/Config/StopSignal", Same: signalName, Reason: "shows its number"},
	{Pointer: "/containers/*/Config/Entrypoint", Reason: "shows one string; the words that are run are compared in Path and Args"},
	{Pointer: "/containers/*/Config/Entrypoint/*", Reason: "the same again"},
	{Pointer: "/containers/*/HostConfig/RestartPolicy/Name", Reason: "shows nothing for `no`"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/NetworkID", Reason: "shows its name, which is the pointer's, too"},
	{Pointer: "/containers/namespaces-host-1/NetworkSettings/Networks/host/*", Reason: "shows no network of a container that has none of its own"},
	{Pointer: "/containers/namespaces-lonely-1/NetworkSettings/Networks/none/*", Reason: "the same again"},
	{Pointer: "/containers/*/HostConfig/IpcMode", Same: sharedIpc, Reason: "shows `shareable` for `host` and `private`, which they are"},
	{Pointer: "/containers/namespaces-host-1/Config/Hostname", Reason: "shows its short id; inside, the name is the host's"},
	{Pointer: "/containers/*/State/Health/*", Reason: "shows an empty one of a container without a healthcheck"},
	{Pointer: "/containers/*/State/OciVersion", Reason: "the version of the standard"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.volumes-from", Same: oneSign, Reason: "written with another sign between the names"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.userns", Reason: "does not write it down"},
	{Pointer: "/containers/*/Config/Annotations/org.systemd.property.KillSignal", Reason: "does not write it down"},
	{Pointer: "/containers/*/Config/Annotations/org.systemd.property.TimeoutStopUSec", Reason: "does not write it down"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.publish-all", Reason: "writes down that it is off"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.autoremove", Reason: "writes down that it is off"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.privileged", Reason: "writes down that it is off"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.init", Reason: "writes down that it is off"},
	{Pointer: "/containers/*/Config/Annotations/io.kubernetes.cri-o.TTY", Reason: "another name for `tty`, which is compared"},
	{Pointer: "/containers/*/Config/Annotations/io.kubernetes.cri-o.Created", Reason: "a time"},
	{Pointer: "/containers/*/HostConfig/Annotations/*", Reason: "shows annotations in /Config only"},
	{Pointer: "/containers/*/HostConfig/HostsFile", Reason: "does not show it"},
	{Pointer: "/containers/*/HostConfig/AutoRemoveImage", Reason: "does not show it"},
	{Pointer: "/containers/*/UseImageHosts", Reason: "does not show it"},
	{Pointer: "/containers/*/UseImageHostname", Reason: "does not show it"},
	{Pointer: "/containers/*/KubeExitCodePropagation", Reason: "does not show it"},
	{Pointer: "/containers/*/Config/HealthcheckMaxLogSize", Reason: "does not show it"},
	{Pointer: "/containers/*/Config/HealthcheckMaxLogCount", Reason: "does not show it"},
	{Pointer: "/containers/*/Config/HealthLogDestination", Reason: "does not show it"},
	{Pointer: "/networks/*/containers/**", Reason: "does not show a network's containers; each container shows its networks"},
	{Pointer: "/volumes/*/NeedsChown", Reason: "does not show it"},
	{Pointer: "/containers/*/Config/CreateCommand/*", Same: anyDigest, Reason: "has the image's id in it"},
}

// oneSign reads a list of names, whatever stands between them.
func oneSign(value string) string { return strings.ReplaceAll(value, ";", ",") }

var digest = regexp.MustCompile(`(sha256:)?[0-9a-f]{64}`)

// anyDigest makes one of all images.
func anyDigest(value string) string { return digest.ReplaceAllString(value, "an id") }

// chosenOrNone makes one of no address and one that docker chose.
func chosenOrNone(value string) string {
	if value == `""` {
		return chosenAddress(`"172.18.0.1"`)
	}
	return chosenAddress(value)
}

// signalName makes one of a signal's number and its name.
func signalName(value string) string {
	if name, ok := map[string]string{"10": "SIGUSR1", "15": "SIGTERM"}[value]; ok {
		return name
	}
	return strings.Trim(value, `"`)
}

// anyModeOfEmpty leaves out the mode of a file that has nothing in it.
func anyModeOfEmpty(value string) string {
	if mode, rest, _ := strings.Cut(value, " "); mode != "" && strings.HasSuffix(rest, " 0 "+nothing) {
		return rest
	}
	return value
}

// nothing is the checksum of an empty file.
const nothing = "e3b0c44298fc"

// sharedIpc makes one of the ways to have an IPC namespace that is not another container's.
func sharedIpc(value string) string {
	switch value {
	case `"host"`, `"private"`:
		return `"shareable"`
	}
	return value
}

// withoutOwnNames takes out of the aliases what one engine shows there and another does not, and every engine answers to: the
// container's own short id and its hostname. The aliases are a sorted list, so those after them move up.
func withoutOwnNames(seen compare.Snapshot) compare.Snapshot {
	lists := map[string][]string{}
	for pointer, value := range seen {
		if list, ok := strings.CutSuffix(filepath.Dir(pointer), "/Aliases"); ok {
			container, _, _ := strings.Cut(list, "/NetworkSettings")
			if !strings.HasPrefix(value, `"<short container `) && value != seen[container+"/Config/Hostname"] {
				lists[list] = append(lists[list], value)
			}
			delete(seen, pointer)
		}
	}
	for list, values := range lists {
		sort.Strings(values)
		for i, value := range values {
			seen[fmt.Sprintf("%s/Aliases/%d", list, i)] = value
		}
	}
	return seen
}
