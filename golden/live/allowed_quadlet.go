//go:build live

package live

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// allowedOnQuadlet lists what may differ in addition to what may differ with plain units for podman.
var allowedOnQuadlet = []compare.Rule{
	{Pointer: "/containers/process-words-1/**", Reason: "the image lacks the working_dir, and Quadlet does not create it"},
	{Pointer: "/networks/process_default/containers/<container process-words-1>/**", Reason: "as above"},
	{Pointer: "/containers/*/Config/Labels/PODMAN_SYSTEMD_UNIT", Reason: "Quadlet's own label"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.image", Reason: "the image's digest is known only when Quadlet creates the container"},
	{Pointer: "/containers/*/Config/sdNotifySocket", Reason: "the unit creates and starts the container in one step"},
	{Pointer: "/containers/*/HostConfig/ContainerIDFile", Reason: "Quadlet's unit finds the container by it"},
	{Pointer: "/containers/*/HostConfig/Annotations/io.podman.annotations.cid-file", Reason: "as above"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.cid-file", Reason: "as above"},
	{Pointer: "/containers/*/State/CgroupPath", Reason: "the container is in the unit's own cgroup"},
	{Pointer: "/containers/*/HostConfig/Cgroups", Reason: "as above"},
	{Pointer: "/containers/*/HostConfig/CgroupParent", Same: unlessUsers, Reason: "as above, for a user"},
	{Pointer: "/containers/*/Config/Secrets/**", Reason: "the content of a config or secret is a podman secret"},
	{Pointer: "/containers/files-owned-1/Written/~1run~1secrets~1word", Same: withoutOwner, Reason: "podman mounts a secret with a numeric owner, and only the image maps its user names to numbers; a warning says so"},
	{Pointer: "/containers/*/Written/~1run", Reason: "podman creates the directory into which it mounts a secret"},
	{Pointer: "/containers/*/Written/~1run~1secrets", Reason: "as above"},
}

// unlessUsers drops the cgroup parent that podman gives a user's container by default.
func unlessUsers(value string) string {
	if value == `"user.slice"` {
		return `""`
	}
	return value
}

var owner = regexp.MustCompile(`^(\S+) \S+ `)

// withoutOwner keeps a file's mode, size and checksum.
func withoutOwner(value string) string { return owner.ReplaceAllString(value, "$1 ") }

// endedOnQuadlet and namedOnQuadlet are the reasons why containers and labels may differ that only the reference can
// name.
const (
	endedOnQuadlet = "Quadlet removes it; its unit records how it ended"
	namedOnQuadlet = "it has a name and the labels of the project's volumes"
)

// ownWayOfQuadlet returns rules for the containers of the reference that have exited, and for its anonymous volumes.
func ownWayOfQuadlet(want compare.Snapshot) []compare.Rule {
	var rules []compare.Rule
	allow := func(reason, pointer string) { rules = append(rules, compare.Rule{Pointer: pointer, Reason: reason}) }
	for pointer, value := range want {
		steps := strings.Split(pointer, "/")
		thing := strings.Join(steps[:3], "/")
		switch {
		case strings.HasSuffix(pointer, "/State/Status") && value == `"exited"`:
			allow(endedOnQuadlet, thing+"/**")
		case steps[1] == "volumes" && steps[3] == "Anonymous":
			allow(namedOnQuadlet, pointer)
			allow(namedOnQuadlet, thing+"/Labels/**")
		}
	}
	return rules
}
