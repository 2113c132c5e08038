package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestRawUnitKeys(t *testing.T) {
	p := lowered(t, `
x-systemd: {Unit: {Description: My shop}}
services:
  web:
    image: nginx
    labels: {compose2unit.systemd.Service.Nice: "7"}
    x-systemd:
      Service: {Nice: 5, ExecStartPre: [/bin/a, /bin/b], PrivateTmp: true}
      Unit: {After: }
`)
	same(t, "project", p.Systemd, []model.UnitKey{{Section: "Unit", Key: "Description", Value: "My shop"}})
	same(t, "service", containerOf(t, p, "web").Systemd, []model.UnitKey{
		{Section: "Unit", Key: "After"},
		{Section: "Service", Key: "ExecStartPre", Value: "/bin/a"},
		{Section: "Service", Key: "ExecStartPre", Value: "/bin/b"},
		{Section: "Service", Key: "Nice", Value: "5"},
		{Section: "Service", Key: "PrivateTmp", Value: "yes"},
		{Section: "Service", Key: "Nice", Value: "7", Label: "compose2unit.systemd.Service.Nice"},
	})
}

func TestRawUnitKeysThatAreNone(t *testing.T) {
	for _, c := range []struct {
		lines, path string
		code        diag.Code
	}{
		{"x-systemd: 5", "services.web.x-systemd", diag.Invalid},
		{"x-systemd: {Unit: 5}", "services.web.x-systemd.Unit", diag.Invalid},
		{"x-systemd: {Timer: {OnCalendar: daily}}", "services.web.x-systemd.Timer.OnCalendar", diag.Invalid},
		{"x-systemd: {Unit: {'A=b\\nExecStart': x}}", `services.web.x-systemd.Unit.A=b\nExecStart`, diag.Invalid},
		{"x-systemd: {Unit: {Description: {a: b}}}", "services.web.x-systemd.Unit.Description", diag.Invalid},
		{"x-systemd: {Unit: {X-ComposeProject: other}}", "services.web.x-systemd.Unit.X-ComposeProject", diag.Unsafe},
		{"labels: {compose2unit.systemd.Unit.X-ComposeRuntime: podman}", "services.web.labels.compose2unit.systemd.Unit.X-ComposeRuntime", diag.Unsafe},
		{`x-systemd: {Unit: {Description: "a\nExecStart=b"}}`, "services.web.x-systemd.Unit.Description", diag.Unsafe},
		{`x-systemd: {Unit: {Description: 'a\'}}`, "services.web.x-systemd.Unit.Description", diag.Unsafe},
		{"labels: {compose2unit.systemd.Nice: 5}", "services.web.labels.compose2unit.systemd.Nice", diag.Invalid},
	} {
		_, report := reported(t, web(c.lines))
		wantFinding(t, report, diag.Error, c.code, c.path)
	}
}
