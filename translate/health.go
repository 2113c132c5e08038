package translate

import (
	"slices"
	"time"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/model"
)

// health mirrors docker/compose pkg/compose/convert.go ToMobyHealthCheck.
func (l *lowering) health(w *workload, c *model.Container) {
	in := w.HealthCheck
	if in == nil {
		return
	}
	out := &model.Healthcheck{
		Test:     slices.Clone(in.Test),
		Interval: duration(in.Interval), Timeout: duration(in.Timeout),
		StartPeriod: duration(in.StartPeriod), StartInterval: duration(in.StartInterval),
	}
	if in.Retries != nil {
		out.Retries = int(*in.Retries)
	}
	if in.Disable {
		out.Test = []string{"NONE"}
	}
	if in.StartInterval != nil && in.StartPeriod == nil {
		l.invalid(w.at("healthcheck", "start_interval"), "start_interval needs start_period")
	}
	c.Config.Healthcheck = out
}

func duration(d *types.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return time.Duration(*d)
}
