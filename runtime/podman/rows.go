package podman

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
)

// flags returns the rules that Docker and Podman share, and Podman's own.
func (v version) flags() cli.Rules {
	return rules.With(cli.Rules{
		Containers: slices.Concat([]rule{unitRule}, v.processRules(), v.networkingRules(), v.mountRules(), v.limitRules()),
		Networks:   v.networkRules(),
		Builds:     buildRules(),
	})
}

// byCDI is the difference for projects that request GPUs.
const byCDI = "podman finds devices by CDI name, which the target must define (nvidia-ctk cdi generate); a count takes the first ones"

// quietRules are attributes that podman treats differently from Docker.
var quietRules = []rule{
	cli.Container.Partial("deploy.resources.reservations.devices.**", byCDI),
	cli.Container.Full("pull_policy").
		Noted("an existing container is started even if its image cannot be pulled; podman does not record when it pulled an image, so the units do"),
	cli.Container.Full("cap_add").
		Noted("podman's containers have 11 capabilities; of Docker's other three, AUDIT_WRITE, MKNOD and NET_RAW, those that a program needs are added here, or all with -docker-caps"),
	cli.Container.None("build.privileged", "podman build has no entitlements", ""),
	cli.Container.Partial("use_api_socket",
		"the container gets podman's socket, which speaks Docker's API, and an empty client configuration: the credentials of the user running compose2unit are not included"),
}
