package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestJob(t *testing.T) {
	p := lowered(t, `
services:
  db: {image: postgres}
jobs:
  backup:
    image: restic
    command: backup
    depends_on: [db]
    triggers:
      manual: false
      schedule:
      - "30 2 * * *"
      - {cron: "0 12 * * mon", timezone: Europe/Paris, concurrency: queue, missed_fires: skip}
`)
	c := containerOf(t, p, "backup")
	same(t, "kind", c.Kind, model.Job)
	same(t, "name", c.Name, "shop-backup-run")
	same(t, "one-off", c.Config.Labels.Get("com.docker.compose.oneoff"), "True")
	same(t, "by timer only", c.Scheduled, true)
	same(t, "network", c.Host.NetworkMode, "shop_default")
	same(t, "after", c.After, []model.Dependency{{Service: "db", Condition: model.Started, Required: true}})
	same(t, "timers", p.Timers, []model.Timer{
		{Service: "backup", Calendar: "*-*-* 02:30:00", Persistent: true},
		{Service: "backup", Calendar: "Mon *-*-* 12:00:00 Europe/Paris", Queue: true},
	})
}

func TestJobThatIsStartedByHand(t *testing.T) {
	p := lowered(t, "jobs:\n  seed: {image: x, triggers: {manual: true}}\n")
	same(t, "timers", len(p.Timers), 0)
	same(t, "by hand", containerOf(t, p, "seed").Scheduled, false)
}

func TestBadSchedules(t *testing.T) {
	for _, c := range []struct{ entry, leaf string }{
		{`{cron: "@reboot"}`, "cron"},
		{`{cron: "* * * *"}`, "cron"},
		{`{cron: "0 0 * * *", timezone: "UTC; rm"}`, "timezone"},
	} {
		_, report := reported(t, "jobs:\n  j: {image: x, triggers: {schedule: ["+c.entry+"]}}\n")
		wantFinding(t, report, diag.Error, diag.Invalid, "jobs.j.triggers.schedule.0."+c.leaf)
	}
}

// compose-go checks the references of services, but not those of jobs.
func TestJobThatRefersToNothing(t *testing.T) {
	for _, c := range []struct{ line, path string }{
		{"networks: [n]", "jobs.j.networks.n"},
		{"volumes: [vol:/v]", "jobs.j.volumes.0"},
		{"secrets: [s]", "jobs.j.secrets.0"},
		{"configs: [c]", "jobs.j.configs.0"},
		{"build: {context: ., secrets: [s]}", "jobs.j.build.secrets.0"},
	} {
		_, report := reported(t, "jobs:\n  j:\n    image: x\n    triggers: {manual: true}\n    "+c.line+"\n")
		wantFinding(t, report, diag.Error, diag.Missing, c.path)
	}
}
