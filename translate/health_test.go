package translate

import (
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestHealthcheck(t *testing.T) {
	c := service(t, web("healthcheck: {test: curl localhost, interval: 1m, timeout: 3s, retries: 2, start_period: 1d, start_interval: 2s}"), "web")
	same(t, "all", c.Config.Healthcheck, &model.Healthcheck{
		Test: []string{"CMD-SHELL", "curl localhost"}, Interval: time.Minute, Timeout: 3 * time.Second, Retries: 2,
		StartPeriod: 24 * time.Hour, StartInterval: 2 * time.Second,
	})
	c = service(t, web("healthcheck: {test: [CMD, 'true'], disable: true, interval: 5s}"), "web")
	same(t, "disabled", c.Config.Healthcheck, &model.Healthcheck{Test: []string{"NONE"}, Interval: 5 * time.Second})
	c = service(t, web("user: x"), "web")
	same(t, "the image's", c.Config.Healthcheck, nil)
}

func TestStartIntervalNeedsStartPeriod(t *testing.T) {
	_, report := reported(t, web("healthcheck: {start_interval: 2s}"))
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.healthcheck.start_interval")
}
