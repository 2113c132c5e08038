package podman

import (
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// health encodes a test in the one form that every version reads alike: podman before 5.8 reads a JSON list that begins
// with CMD as a command named CMD.
func (v version) health(c *container) []flag {
	h := c.Config.Healthcheck
	if h == nil {
		return nil
	}
	var out []flag
	test := healthTest(h.Test)
	switch {
	case len(h.Test) > 0 && h.Test[0] == "NONE":
		return []flag{cli.Line("--no-healthcheck")}
	case test != "":
		out = []flag{cli.Line("--health-cmd", test)}
	}
	span := func(name string, d time.Duration) {
		out = append(out, cli.Duration(name, d)...)
	}
	span("--health-interval", h.Interval)
	span("--health-timeout", h.Timeout)
	span("--health-start-period", h.StartPeriod)
	out = append(out, cli.Number("--health-retries", h.Retries)...)
	if c.RestartUnhealthy {
		return append(out, cli.Line("--health-on-failure", "kill")) // a start-up check would never report unhealthy (libpod/healthcheck.go)
	}
	if h.StartInterval != 0 && test != "" && v >= 404 {
		out = append(out, cli.Line("--health-startup-cmd", test), cli.Line("--health-startup-success", "1"), cli.Line("--health-startup-retries", "0"))
		span("--health-startup-interval", h.StartInterval)
		span("--health-startup-timeout", h.Timeout)
	}
	return out
}

func healthTest(test []string) string {
	switch {
	case len(test) == 0 || test[0] == "NONE":
		return ""
	case test[0] == "CMD-SHELL" && (len(test) == 1 || test[1] == "" && len(test) == 2):
		return emptyTest(test)
	case test[0] == "CMD" && len(test) < 2:
		return "" // see oddHealth
	case test[0] == "CMD" && len(test) == 2 && !strings.ContainsAny(test[1], " \t\n"):
		return "CMD " + test[1]
	case test[0] == "CMD" && len(test) > 2 && !healthWord(test[1]):
		return jsonList(test[1:])
	case test[0] == "CMD":
		quoted := make([]string, len(test)-1)
		for i, w := range test[1:] {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		return jsonList([]string{"CMD-SHELL", strings.Join(quoted, " ")})
	}
	return jsonList([]string{"CMD-SHELL", strings.Join(test[1:], " ")})
}

// healthWord reports whether podman would take a program's name for the type of a test.
func healthWord(s string) bool {
	return strings.EqualFold(s, "CMD") || strings.EqualFold(s, "CMD-SHELL") || strings.EqualFold(s, "NONE")
}

// emptyTest returns the command that Docker runs for a test without one: a shell that fails because an argument is missing,
// or one with an empty script, which succeeds (moby daemon/health.go, cmdProbe). Podman itself rejects both.
func emptyTest(test []string) string {
	return jsonList(append([]string{"/bin/sh", "-c"}, test[1:]...))
}

// oddHealth lists tests for which podman can run no check. Docker's fails each time: there is nothing to run.
func oddHealth(c *container) []runtime.Loss {
	if h := c.Config.Healthcheck; h != nil && len(h.Test) > 0 && h.Test[0] == "CMD" && (len(h.Test) == 1 || h.Test[1] == "") {
		return []runtime.Loss{{What: "a healthcheck without a command", At: []string{"healthcheck", "test"}, Severity: diag.Error,
			Text: "podman has no healthcheck without a command; Docker's would never be healthy", Hint: "add a command after CMD, or set `disable: true`"}}
	}
	return nil
}
