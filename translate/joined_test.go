package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// A container of the project comes first, by whatever name it is joined; one of another project is not started.
func TestJoinedByName(t *testing.T) {
	p := lowered(t, `
services:
  vpn: {image: x, container_name: gluetun}
  pool: {image: x, scale: 2}
  web:
    image: x
    network_mode: container:gluetun
    ipc: container:shop-pool-2
    pid: container:elsewhere
    volumes_from: ["container:gluetun"]
  both: {image: x, network_mode: container:gluetun, depends_on: {vpn: {condition: service_healthy}}}
`)
	same(t, "after", containerOf(t, p, "web").After, []model.Dependency{
		{Service: "pool", Condition: model.Started, Required: true},
		{Service: "vpn", Condition: model.Started, Required: true},
	})
	same(t, "a condition stays", containerOf(t, p, "both").After, []model.Dependency{{Service: "vpn", Condition: model.Healthy, Required: true}})
}

func TestJoinedInACircle(t *testing.T) {
	_, report := reported(t, `
services:
  vpn: {image: x, container_name: gluetun, depends_on: [web]}
  web: {image: x, network_mode: container:gluetun}
`)
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.network_mode")
}
