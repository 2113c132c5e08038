//go:build live

package live

import "github.com/compose2unit/compose2unit/golden/live/compare"

// allowedOnQuadlet is what may differ beside what may with plain units for podman.
var allowedOnQuadlet = []compare.Rule{
	{Pointer: "/containers/*/Config/Labels/PODMAN_SYSTEMD_UNIT", Reason: "Quadlet's own label"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.image", Reason: "which image it is, is known only when the container is made"},
}

// otherwiseOnQuadlet are leaves of [shownByPodman] that Quadlet's units show otherwise, and why.
var otherwiseOnQuadlet = map[string]string{}
