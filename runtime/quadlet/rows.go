package quadlet

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/podman"
)

// otherwise are the rows of a container in which Quadlet differs from plain units for Podman.
var otherwise = []runtime.Row{
	{Attr: "volumes_from", Support: runtime.Partial,
		Note: "Quadlet removes a container when it stops: the other container must be running when this one starts"},
	{Attr: "working_dir", Support: runtime.Full, Note: "a directory that the image lacks is not created"},
	{Attr: "logging.driver", Support: runtime.Full,
		Note: "podman has journald, none, and k8s-file, which `json-file` and `local` become; only with journald does the unit's journal show the output"},
	{Attr: "configs.**", Support: runtime.Full, Note: "inline content becomes a podman secret, mounted at the target"},
	{Attr: "secrets.**", Support: runtime.Full, Note: "a value becomes a podman secret, mounted at the target"},
}

// rows are Podman's, except for what Quadlet does differently.
func rows() []runtime.Row {
	out := slices.Clone(podman.Runtime.Rows())
	for i, row := range out {
		for _, prefix := range []string{"services.*.", "jobs.*."} {
			for _, o := range otherwise {
				if row.Attr == prefix+o.Attr && row.Support != runtime.Moot {
					o.Attr = row.Attr
					out[i] = o
				}
			}
		}
	}
	return out
}
