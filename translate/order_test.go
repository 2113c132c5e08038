package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestOrder(t *testing.T) {
	p := lowered(t, `
services:
  web:
    image: x
    links: [cache]
    depends_on:
      db: {condition: service_healthy, restart: true}
      migrate: {condition: service_completed_successfully, required: false}
      none: {condition: service_started}
  db: {image: x}
  cache: {image: x}
  migrate: {image: x}
  none: {image: x, scale: 0}
`)
	same(t, "after", containerOf(t, p, "web").After, []model.Dependency{
		{Service: "cache", Condition: model.Started, Required: true},
		{Service: "db", Condition: model.Healthy, Required: true},
		{Service: "migrate", Condition: model.Completed},
	})
	same(t, "db restarts", containerOf(t, p, "db").RestartWith, []string{"web"})
	same(t, "a link restarts", containerOf(t, p, "cache").RestartWith, []string{"web"})
	same(t, "migrate restarts none", len(containerOf(t, p, "migrate").RestartWith), 0)
}

func TestRestart(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  model.Restart
	}{
		{"user: x", model.Restart{Name: "no"}},
		{"restart: 'no'", model.Restart{Name: "no"}},
		{"restart: always", model.Restart{Name: "always"}},
		{"restart: unless-stopped", model.Restart{Name: "unless-stopped"}},
		{"restart: on-failure", model.Restart{Name: "on-failure"}},
		{"restart: on-failure:3", model.Restart{Name: "on-failure", Retries: 3}},
		{"restart: always\n    deploy: {restart_policy: {condition: none}}", model.Restart{Name: "no"}},
		{"deploy: {restart_policy: {condition: any}}", model.Restart{Name: "always"}},
		{"deploy: {restart_policy: {condition: on-failure, max_attempts: 4}}", model.Restart{Name: "on-failure", Retries: 4}},
	} {
		same(t, c.lines, service(t, web(c.lines), "web").Restart, c.want)
	}
}

// The specification's default is any; docker compose sends an empty name, which means no restart.
func TestRestartPolicyWithoutCondition(t *testing.T) {
	p, report := reported(t, web("restart: always", "deploy: {restart_policy: {delay: 5s}}"))
	wantFinding(t, report, diag.Warning, diag.Partial, "services.web.deploy.restart_policy")
	same(t, "restart", containerOf(t, p, "web").Restart, model.Restart{Name: "no"})
}
