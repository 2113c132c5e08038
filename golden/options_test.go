package golden

import (
	"context"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// rendered returns the output of a sample with some options, by path.
func rendered(t *testing.T, project string, o runtime.Options) map[string]string {
	t.Helper()
	return renderedBy(t, docker.Runtime, project, o)
}

// renderedBy does the same for any runtime.
func renderedBy(t *testing.T, form runtime.Runtime, project string, o runtime.Options) map[string]string {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{"compose.yml"}, Dir: "project/" + project}, RootPath: "/srv/" + project,
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range form.Files(result.Project, o, diag.NewScope(&report, result.Where)) {
		out[f.Path] = string(f.Data)
	}
	if report.Worst() == diag.Error {
		t.Fatal(report.Findings())
	}
	return out
}

// directives returns the values of one directive of a unit, as systemd reads them.
func directives(t *testing.T, text, key string) []string {
	t.Helper()
	entries, err := unit.Check([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.Key == key {
			out = append(out, e.Value)
		}
	}
	return out
}

// -user: the user's manager has no multi-user.target.
func TestUserUnits(t *testing.T) {
	files := rendered(t, "shop", runtime.Options{User: true})
	if got := directives(t, files["shop.target"], "WantedBy"); len(got) != 1 || got[0] != "default.target" {
		t.Errorf("WantedBy=%v, want default.target", got)
	}
}

// -auto_start=false: the target exists, but nothing starts it at boot.
func TestNoInstall(t *testing.T) {
	files := rendered(t, "shop", runtime.Options{NoInstall: true})
	if strings.Contains(files["shop.target"], "[Install]") {
		t.Error("the target is still started at boot")
	}
}

// -unit-prefix: every unit's name starts with it, and units refer to each other by it; the engine's names are those of
// Compose.
func TestUnitPrefix(t *testing.T) {
	files := rendered(t, "shop", runtime.Options{Prefix: "acme"})
	for path, text := range files {
		if strings.HasPrefix(path, "shop/") {
			continue
		}
		if !strings.HasPrefix(path, "acme-shop") {
			t.Errorf("%s has no prefix", path)
		}
		for _, key := range []string{"Wants", "After", "PartOf", "BindsTo"} {
			for _, value := range directives(t, text, key) {
				for _, name := range strings.Fields(value) {
					if _, ours := files[name]; !ours && name != "docker.service" {
						t.Errorf("%s: %s=%s names no unit", path, key, name)
					}
				}
			}
		}
	}
	if text := files["acme-shop-web.service"]; !strings.Contains(text, "--name shop-web-1") {
		t.Error("the container's name is no longer Compose's")
	}
}

// -config-dir: private values are read from there, scripts from beside the units.
func TestConfigDir(t *testing.T) {
	files := rendered(t, "shop", runtime.Options{ConfigDir: "/etc/shop"})
	app := files["shop-app.service"]
	if !strings.Contains(app, "--env-file /etc/shop/app.env") || !strings.Contains(app, "/bin/sh %Y/shop/run") {
		t.Errorf("the env file must come from /etc/shop and the scripts from beside the unit:\n%s", app)
	}
	if db := files["shop-db.service"]; !strings.Contains(db, "--api /etc/shop/db.json") {
		t.Errorf("the API's body holds values of the environment and must come from /etc/shop:\n%s", db)
	}
}

// -logs engine: nothing is attached to the container.
func TestEngineLogs(t *testing.T) {
	files := rendered(t, "shop", runtime.Options{EngineLogs: true})
	if got := directives(t, files["shop-web.service"], "ExecStart"); !strings.Contains(got[0], "run --quiet ") {
		t.Errorf("ExecStart=%v still follows the output", got)
	}
}

// -systemd-version: directives that the oldest version does not know are left out.
func TestSystemdVersion(t *testing.T) {
	for version, want := range map[int]int{252: 0, 254: 1} {
		files := rendered(t, "shop", runtime.Options{Systemd: version})
		if got := directives(t, files["shop-web.service"], "RestartSteps"); len(got) != want {
			t.Errorf("systemd %d: RestartSteps=%v, want %d of them", version, got, want)
		}
	}
}

// -create: what flags cannot express goes through the API, everything does, or a finding reports it.
func TestCreate(t *testing.T) {
	for create, want := range map[string]int{"auto": 1, "api": 4, "flags": 0} {
		files := rendered(t, "shop", runtime.Options{Create: create})
		bodies := 0
		for path := range files {
			if strings.HasSuffix(path, ".json") {
				bodies++
			}
		}
		if bodies != want {
			t.Errorf("-create %s: %d containers go through the API, want %d", create, bodies, want)
		}
	}
}

// No value of the environment, of a secret or of a config is in a unit: everyone can read units.
func TestNoValueInAUnit(t *testing.T) {
	secrets := []string{"Good morning, 100% fresh", "measure twice", "three; in one", "E404:/srv/missing.html", "oak & ash"}
	for _, project := range []string{"shop", "workshop"} {
		for _, create := range []string{"auto", "api"} {
			for path, text := range rendered(t, project, runtime.Options{Create: create}) {
				for _, secret := range secrets {
					if !strings.Contains(path, "/") && strings.Contains(text, secret) {
						t.Errorf("%s holds the value %q", path, secret)
					}
				}
			}
		}
	}
}
