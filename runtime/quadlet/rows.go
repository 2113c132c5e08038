package quadlet

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
)

// overrides are the rows of a container in which Quadlet differs from plain units for Podman.
var overrides = []cli.ContainerRule{
	cli.Container.Partial("volumes_from", "Quadlet removes a container when it stops: the other container must be running when this one starts"),
	cli.Container.Full("working_dir").Noted("a directory that the image lacks is not created"),
	cli.Container.Full("logging.driver").
		Noted("podman has journald, none, and k8s-file, which `json-file` and `local` become; only with journald does the unit's journal show the output"),
	cli.Container.Full("configs.**").Noted("inline content becomes a podman secret, mounted at the target"),
	cli.Container.Full("secrets.**").Noted("a value becomes a podman secret, mounted at the target"),
}

// rows returns Podman's rows, except for what Quadlet does differently.
func rows() []runtime.Row {
	out := slices.Clone(podman.Runtime.Rows())
	for i, row := range out {
		for _, prefix := range []string{"services.*.", "jobs.*."} {
			for _, o := range overrides {
				if row.Attr == prefix+o.Attr && row.Support != runtime.Moot {
					out[i] = o.Row
					out[i].Attr = row.Attr
				}
			}
		}
	}
	return out
}
