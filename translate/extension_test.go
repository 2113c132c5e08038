package translate

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// An archive is in the project's folder on the target, and replaces the registry.
func TestImageArchive(t *testing.T) {
	p := lowered(t, `
services:
  web:
    image: web:1
    x-compose2unit: {image-archive: images/../web.tar}
    pre_start:
    - {image: "migrate:1", command: [up], x-compose2unit: {image-archive: /mnt/migrate.tar}}
    - {image: "other:1", command: [up]}
    - {command: [up]}
jobs:
  sweep:
    image: web:1
    x-compose2unit: {image-archive: web.tar}
    triggers: {manual: true}
`)
	web := containerOf(t, p, "web")
	never, missing := model.Pull{Policy: "never"}, model.Pull{Policy: "missing"}
	same(t, "archive", web.Archive, p.Dir+"/web.tar")
	same(t, "pull", web.Pull, never)
	same(t, "a step's archive", web.PreStart[0].Archive, "/mnt/migrate.tar")
	same(t, "its pull", web.PreStart[0].Pull, never)
	same(t, "a step without one is pulled", web.PreStart[1].Pull, missing)
	same(t, "a step with the service's image", web.PreStart[2].Pull, never)
	same(t, "a job's archive", containerOf(t, p, "sweep").Archive, p.Dir+"/web.tar")
}

// The images of one file are those whose image-archive it is: no other name in it may be loaded.
func TestImagesOfOneArchive(t *testing.T) {
	p := lowered(t, `
services:
  web:
    image: web:1
    x-compose2unit: {image-archive: all.tar}
    pre_start:
    - {image: "migrate:1", command: [up], x-compose2unit: {image-archive: ./all.tar}}
    - {command: [up], x-compose2unit: {image-archive: all.tar}}
  db:
    image: postgres:16
  again:
    image: docker.io/library/web:1
    x-compose2unit: {image-archive: images/../all.tar}
  spare:
    image: spare:1
    profiles: [spare]
    x-compose2unit: {image-archive: all.tar}
  other:
    image: other:1
    x-compose2unit: {image-archive: other.tar}
jobs:
  sweep:
    image: sweep:1
    x-compose2unit: {image-archive: all.tar}
    triggers: {manual: true}
`)
	web := containerOf(t, p, "web")
	same(t, "web's", web.ArchiveImages, []string{"migrate:1", "spare:1", "sweep:1"})
	same(t, "a step's", web.PreStart[0].ArchiveImages, []string{"docker.io/library/web:1", "spare:1", "sweep:1", "web:1"})
	same(t, "the job's", containerOf(t, p, "sweep").ArchiveImages, []string{"docker.io/library/web:1", "migrate:1", "spare:1", "web:1"})
	same(t, "other's", len(containerOf(t, p, "other").ArchiveImages), 0)
}

func TestUpdate(t *testing.T) {
	p := lowered(t, web("x-compose2unit: {update: ' Sun   03:00 '}"))
	same(t, "update", containerOf(t, p, "web").Update, "Sun 03:00")
	p, report := reported(t, `
services:
  web:
    image: nginx@sha256:`+oneDigest+`
    x-compose2unit: {update: daily}
`)
	wantFinding(t, report, diag.Warning, diag.NoEffect, "services.web.x-compose2unit.update")
	same(t, "an image with a digest has no newer one", containerOf(t, p, "web").Update, "")
}

const oneDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func TestExtensionsThatAreNone(t *testing.T) {
	const at = "services.web.x-compose2unit"
	for _, c := range []struct {
		lines, path string
		code        diag.Code
	}{
		{"x-compose2unit: 5", at, diag.Invalid},
		{"x-compose2unit: {archive: a.tar}", at + ".archive", diag.Invalid},
		{"x-compose2unit: {image-archive: 5}", at + ".image-archive", diag.Invalid},
		{"x-compose2unit: {image-archive: }", at + ".image-archive", diag.Invalid},
		{`x-compose2unit: {image-archive: "a\nb"}`, at + ".image-archive", diag.Unsafe},
		{"build: .\n    x-compose2unit: {image-archive: a.tar}", at + ".image-archive", diag.Invalid},
		{"pull_policy: always\n    x-compose2unit: {image-archive: a.tar}", "services.web.pull_policy", diag.Invalid},
		{"x-compose2unit: {update: sometimes}", at + ".update", diag.Invalid},
		{`x-compose2unit: {update: "daily\nUnit=sshd.service"}`, at + ".update", diag.Invalid},
		{"build: .\n    x-compose2unit: {update: daily}", at + ".update", diag.Invalid},
		{"pull_policy: never\n    x-compose2unit: {update: daily}", at + ".update", diag.Invalid},
		{"x-compose2unit: {update: daily, image-archive: a.tar}", at + ".update", diag.Invalid},
		{"x-compose2unit: {on-unhealthy: stop}", at + ".on-unhealthy", diag.Invalid},
		{"x-compose2unit: {on-unhealthy: true}", at + ".on-unhealthy", diag.Invalid},
		{"x-compose2unit: {on-unhealthy: restart}", at + ".on-unhealthy", diag.Invalid},
		{"restart: always\n    x-compose2unit: {on-unhealthy: restart}", at + ".on-unhealthy", diag.Invalid},
		{"healthcheck: {test: a}\n    x-compose2unit: {on-unhealthy: restart}", at + ".on-unhealthy", diag.Invalid},
	} {
		_, report := reported(t, web(c.lines))
		wantFinding(t, report, diag.Error, c.code, c.path)
	}
	for text, path := range map[string]string{
		"x-compose2unit: {update: daily}\nservices: {web: {image: nginx}}":                                                              "x-compose2unit.update",
		"services: {web: {image: nginx}}\njobs: {sweep: {image: a, triggers: {manual: true}, x-compose2unit: {update: daily}}}":         "jobs.sweep.x-compose2unit.update",
		"x-compose2unit: {on-unhealthy: always}\nservices: {web: {image: nginx}}":                                                       "x-compose2unit.on-unhealthy",
		"services: {web: {image: nginx}}\njobs: {sweep: {image: a, triggers: {manual: true}, x-compose2unit: {on-unhealthy: restart}}}": "jobs.sweep.x-compose2unit.on-unhealthy",
		"services: {web: {image: 'nginx@sha256:" + oneDigest + "', x-compose2unit: {image-archive: nginx.tar}}}":                        at + ".image-archive",
	} {
		_, report := reported(t, text)
		wantFinding(t, report, diag.Error, diag.Invalid, path)
	}
}

// The service's value overrides the project's, which applies to services with a healthcheck and a restart policy.
func TestRestartUnhealthy(t *testing.T) {
	const project = `
x-compose2unit: {on-unhealthy: %s}
services:
  plain: {image: a, restart: always, healthcheck: {test: a}}
  limited: {image: a, restart: "on-failure:3", healthcheck: {test: a}}
  deployed: {image: a, deploy: {restart_policy: {condition: any}}, healthcheck: {test: a}}
  inherits: {image: a, restart: always, healthcheck: {interval: 5s}, x-compose2unit: {on-unhealthy: restart}}
  restarts: {image: a, restart: always, healthcheck: {test: a}, x-compose2unit: {on-unhealthy: restart}}
  none: {image: a, restart: always, healthcheck: {test: a}, x-compose2unit: {on-unhealthy: none}}
  unchecked: {image: a, restart: always}
  disabled: {image: a, restart: always, healthcheck: {disable: true}}
  off: {image: a, restart: always, healthcheck: {test: [NONE]}}
jobs:
  sweep: {image: a, triggers: {manual: true}, healthcheck: {test: a}}
`
	for word, want := range map[string]string{
		"restart": "deployed inherits limited plain restarts",
		"none":    "inherits restarts",
	} {
		p := lowered(t, strings.Replace(project, "%s", word, 1))
		var got []string
		for i := range p.Containers {
			if p.Containers[i].RestartUnhealthy {
				got = append(got, p.Containers[i].Service)
			}
		}
		same(t, "on-unhealthy: "+word, strings.Join(got, " "), want)
	}
}
