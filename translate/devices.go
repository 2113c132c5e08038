package translate

import (
	"slices"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// devices lowers host devices and device requests, in Compose's order: deploy's reservations, CDI names, gpus
// (docker/compose pkg/compose/create.go getDeployResources).
func (l *lowering) devices(w *workload, c *model.Container) {
	r := &c.Host.Resources
	r.DeviceCgroupRules = slices.Clone(w.DeviceCgroupRules)
	if w.Deploy != nil && w.Deploy.Resources.Reservations != nil {
		for i, d := range w.Deploy.Resources.Reservations.Devices {
			r.DeviceRequests = append(r.DeviceRequests, deviceRequest(d, d.Capabilities, "deploy", "resources", "reservations", "devices", itoa(i)))
		}
	}
	var cdi []string
	for _, d := range w.Devices {
		if d.Source == d.Target && grammar.CDI.Valid(d.Source) {
			cdi = append(cdi, d.Source)
			continue
		}
		r.Devices = append(r.Devices, model.Device{PathOnHost: d.Source, PathInContainer: inside(d.Target), CgroupPermissions: d.Permissions})
	}
	if len(cdi) > 0 {
		r.DeviceRequests = append(r.DeviceRequests, model.DeviceRequest{Driver: "cdi", DeviceIDs: cdi, At: []string{"devices"}})
	}
	for i, g := range w.Gpus {
		r.DeviceRequests = append(r.DeviceRequests, deviceRequest(g, append(slices.Clone(g.Capabilities), "gpu"), "gpus", itoa(i)))
	}
}

// deviceRequest returns a request that is written at a path of its service.
func deviceRequest(d types.DeviceRequest, capabilities []string, at ...string) model.DeviceRequest {
	return model.DeviceRequest{
		At: at, Driver: d.Driver, Count: int(d.Count), DeviceIDs: slices.Clone(d.IDs),
		Capabilities: [][]string{slices.Clone(capabilities)}, Options: mapOrNil(d.Options),
	}
}
