//go:build live

package live

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// allowedOnQuadlet is what may differ beside what may with plain units for podman.
var allowedOnQuadlet = []compare.Rule{
	{Pointer: "/containers/process-words-1/**", Reason: "the image lacks its working_dir, and Quadlet makes none"},
	{Pointer: "/networks/process_default/containers/<container process-words-1>/**", Reason: "the same again"},
	{Pointer: "/containers/*/Config/Labels/PODMAN_SYSTEMD_UNIT", Reason: "Quadlet's own label"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.image", Reason: "which image it is, is known only when Quadlet makes the container"},
	{Pointer: "/containers/*/Config/sdNotifySocket", Reason: "the unit makes and starts the container in one step"},
	{Pointer: "/containers/*/HostConfig/ContainerIDFile", Reason: "by which Quadlet's unit finds the container"},
	{Pointer: "/containers/*/HostConfig/Annotations/io.podman.annotations.cid-file", Reason: "the same again"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.cid-file", Reason: "the same again"},
	{Pointer: "/containers/*/State/CgroupPath", Reason: "the container is in the unit's own cgroup"},
	{Pointer: "/containers/*/HostConfig/Cgroups", Reason: "the same again"},
	{Pointer: "/containers/*/HostConfig/CgroupParent", Same: unlessUsers, Reason: "the same again, of a user"},
	{Pointer: "/containers/*/Config/Secrets/**", Reason: "the content of a config or secret is a secret of podman's"},
	{Pointer: "/containers/files-owned-1/Written/~1run~1secrets~1word", Same: withoutOwner, Reason: "podman mounts a secret with the owner's number, and only the image knows that of its user's name; a warning says so"},
	{Pointer: "/containers/*/Written/~1run", Reason: "podman makes the folder in which it mounts a secret"},
	{Pointer: "/containers/*/Written/~1run~1secrets", Reason: "the same again"},
}

// unlessUsers leaves the parent that podman gives a user's container by itself.
func unlessUsers(value string) string {
	if value == `"user.slice"` {
		return `""`
	}
	return value
}

var owner = regexp.MustCompile(`^(\S+) \S+ `)

// withoutOwner leaves a file's mode, size and checksum.
func withoutOwner(value string) string { return owner.ReplaceAllString(value, "$1 ") }

// endedOnQuadlet and namedOnQuadlet are why containers and labels may differ that only the reference can name.
const (
	endedOnQuadlet = "Quadlet removes it; its unit tells how it ended"
	namedOnQuadlet = "it has a name, and the labels by which the project's volumes are known"
)

// ownWayOfQuadlet are rules for the containers that have ended with the reference, and its anonymous volumes.
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
