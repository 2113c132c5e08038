package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

func TestNULBytes(t *testing.T) {
	for _, c := range []struct{ lines, path string }{
		{`user: "a\0b"`, "services.web.user"},
		{`environment: {A: "a\0b"}`, "services.web.environment.A"},
		{`command: [a, "\0"]`, "services.web.command.1"},
		{`x-systemd: {Unit: {Description: "\0"}}`, "services.web.x-systemd.Unit.Description"},
	} {
		_, report := reported(t, web(c.lines))
		wantFinding(t, report, diag.Error, diag.Unsafe, c.path)
	}
}

func TestNotUTF8(t *testing.T) {
	project, in := loaded(t, web("user: x"))
	s := project.Services["web"]
	s.Environment = map[string]*string{"A": pointer("\xff")}
	project.Services["web"] = s
	var report diag.Report
	lower(project, in, &report)
	wantFinding(t, report, diag.Error, diag.Unsafe, "services.web.environment.A")
}
