package translate

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/calendar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// jobs returns the jobs: containers that run to completion, on a calendar or by hand. docker compose has no scheduler:
// `up` ignores them and `run` treats one exactly like a service, as is done here.
func (l *lowering) jobs() []*workload {
	var out []*workload
	for _, name := range sortedKeys(l.project.Jobs) {
		job := l.project.Jobs[name]
		w := &workload{
			ServiceConfig: types.ServiceConfig{
				Name: name, Profiles: job.Profiles, ContainerSpec: job.ContainerSpec, WorkloadSpec: job.WorkloadSpec, Extensions: job.Extensions,
			},
			kind: model.Job, path: []string{"jobs", name}, replicas: 1,
			name: strings.Join([]string{l.project.Name, name, "run"}, l.separator()),
		}
		l.checkImage(w)
		l.timers(name, job.Triggers)
		out = append(out, w)
	}
	return out
}

func (l *lowering) timers(name string, triggers *types.TriggerConfig) {
	if triggers == nil {
		return
	}
	for i, s := range triggers.Schedule {
		calendars, err := calendar.FromCron(s.Cron)
		if err != nil {
			l.invalid([]string{"jobs", name, "triggers", "schedule", itoa(i), "cron"}, err.Error())
			continue
		}
		for _, c := range calendars {
			if s.Timezone != "" {
				c += " " + s.Timezone
			}
			l.out.Timers = append(l.out.Timers, model.Timer{
				Service: name, Calendar: c, Persistent: s.MissedFires != "skip", Queue: s.Concurrency == "queue",
			})
		}
	}
}

// scheduledOnly lowers `triggers: {manual: false}`.
func (l *lowering) scheduledOnly(w *workload, c *model.Container) {
	if w.kind != model.Job {
		return
	}
	if t := l.project.Jobs[w.Name].Triggers; t != nil && t.Manual != nil {
		c.Scheduled = !*t.Manual
	}
}
