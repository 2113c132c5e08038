package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestPorts(t *testing.T) {
	c := service(t, web(
		`ports: ["80", "8080:81", "127.0.0.1::82/udp", "[::1]:83:83", "9000-9001:90-91", {target: 99, published: "7000-7010"}]`,
		`expose: ["80", "100-102/udp"]`), "web")
	same(t, "bindings", c.Host.PortBindings, []model.PortBinding{
		{Port: "80/tcp"},
		{Port: "81/tcp", HostPort: "8080"},
		{Port: "82/udp", HostIP: "127.0.0.1"},
		{Port: "83/tcp", HostIP: "::1", HostPort: "83"},
		{Port: "90/tcp", HostPort: "9000"},
		{Port: "91/tcp", HostPort: "9001"},
		{Port: "99/tcp", HostPort: "7000-7010"},
	})
	same(t, "exposed", c.Config.ExposedPorts, []string{
		"80/tcp", "81/tcp", "82/udp", "83/tcp", "90/tcp", "91/tcp", "99/tcp", "100/udp", "101/udp", "102/udp",
	})
}

func TestOneFixedPortForSeveralContainers(t *testing.T) {
	_, report := reported(t, web("scale: 2", `ports: ["80:80"]`))
	wantFinding(t, report, diag.Warning, diag.Collision, "services.web.ports.0.published")
}

func TestPortsThatAreNone(t *testing.T) {
	for _, c := range []struct{ line, path string }{
		{`ports: [{target: 80, protocol: http}]`, "services.web.ports.0.target"},
		{`ports: [{target: 80, published: "99999"}]`, "services.web.ports.0.published"},
		{`expose: ["9-1"]`, "services.web.expose.0"},
	} {
		_, report := reported(t, web(c.line))
		wantFinding(t, report, diag.Error, diag.Invalid, c.path)
	}
}
