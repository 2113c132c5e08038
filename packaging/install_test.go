package packaging

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// shop is a Compose project in a folder of its own, with an .env next to it, for `install` of this checkout.
type shop struct {
	t         *testing.T
	dir, dest string
	path      string
}

func newShop(t *testing.T, compose string) shop {
	t.Helper()
	s := shop{t, t.TempDir(), t.TempDir(), filepath.Dir(builder(t).Program) + ":" + os.Getenv("PATH")}
	s.write("compose.yml", compose)
	s.write(".env", "POSTGRES_PASSWORD=hunter2-pg\n")
	return s
}

func (s shop) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// install runs the script and returns its output.
func (s shop) install(flags ...string) (string, error) {
	s.t.Helper()
	script, err := filepath.Abs("install")
	if err != nil {
		s.t.Fatal(err)
	}
	run := exec.Command("sh", append([]string{script, s.dest, "shop", "/usr/lib/systemd/system", "compose.yml", "-runtime", "docker"}, flags...)...)
	run.Dir = s.dir
	run.Env = append(os.Environ(), "PATH="+s.path)
	out, err := run.CombinedOutput()
	return string(out), err
}

// files lists what is installed, with modes.
func (s shop) files() []string {
	s.t.Helper()
	return strings.Fields(output(s.t, "sh", "-c", `cd "$1" && find . -type f -printf '%P:%m\n' | LC_ALL=C sort`, "sh", s.dest))
}

const postgres = `name: shop
services:
  db: {image: postgres, environment: {POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?set it}"}}
`

// Everyone can read a package: the .env next to the Compose file is not in it unless a flag names it.
func TestNoDotEnv(t *testing.T) {
	s := newShop(t, postgres)
	out, err := s.install()
	if err == nil || !strings.Contains(out, "the required variable POSTGRES_PASSWORD has no value") || !strings.Contains(out, ".env: note: the file is not read") {
		t.Errorf("%v\n%s", err, out)
	}
	if got := s.files(); len(got) > 0 {
		t.Errorf("installed %v", got)
	}
	s.write("compose.yml", "name: shop\nservices:\n  db: {image: postgres, env_file: .env}\n")
	if out, err := s.install(); err == nil || !strings.Contains(out, "services.db.env_file.0: .env is not read (-ignore-dot-env)") {
		t.Errorf("%v\n%s", err, out)
	}
	s.write("compose.yml", "name: shop\ninclude: [sub/compose.yml]\n")
	s.write("sub/compose.yml", postgres[len("name: shop\n"):])
	s.write("sub/.env", "POSTGRES_PASSWORD=hunter2-pg\n")
	if out, err := s.install(); err == nil || !strings.Contains(out, "sub/.env would be read for the include") {
		t.Errorf("%v\n%s", err, out)
	}
	s.write("compose.yml", "name: shop\ninclude: [{path: sub/compose.yml, env_file: sub/.env}]\n")
	if out, err := s.install(); err != nil || !slices.Contains(s.files(), "etc/shop/db.env:600") {
		t.Errorf("%v\n%s\n%v", err, out, s.files())
	}
	s = newShop(t, postgres)
	if out, err := s.install("-env-files", ".env"); err != nil || !slices.Contains(s.files(), "etc/shop/db.env:600") {
		t.Errorf("%v\n%s\n%v", err, out, s.files())
	}
}

// With -env-files-only the scripts are next to the units, and values in the Compose file itself are in /etc.
func TestLeftToTheTarget(t *testing.T) {
	s := newShop(t, `name: shop
services:
  db: {image: postgres, env_file: db.env, environment: {LANG: C}, healthcheck: {test: [CMD, "true"]}}
`)
	if out, err := s.install("-env-files-only"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := s.files()
	for _, want := range []string{"usr/lib/systemd/system/shop/create:755", "usr/lib/systemd/system/shop/env:755", "usr/lib/systemd/system/shop-db.service:644", "etc/shop/db.env:600", "etc/shop/db.json:600"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s in %v", want, got)
		}
	}
	if slices.ContainsFunc(got, func(name string) bool { return strings.HasPrefix(name, "etc/") && strings.HasSuffix(name, ":755") }) {
		t.Errorf("scripts in /etc: %v", got)
	}
}

// The mode of a system folder is never changed; without values nothing is created below /etc.
func TestFolderOfOthers(t *testing.T) {
	for _, name := range []string{"ssh", "docker", "pam"} {
		s := newShop(t, "name: "+name+"\nservices:\n  a: {image: busybox, environment: {A: b}}\n")
		if out, err := s.install(); err == nil || !strings.Contains(out, "would lie in /etc/"+name) || len(s.files()) > 0 {
			t.Errorf("%s: %v\n%s\n%v", name, err, out, s.files())
		}
		s.write("compose.yml", "name: "+name+"\nservices:\n  a: {image: busybox}\n")
		if out, err := s.install(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if _, err := os.Stat(filepath.Join(s.dest, "etc")); err == nil {
			t.Errorf("%s: a folder below /etc", name)
		}
	}
}

// state runs the scriptlet's function with a folder as the machine's root, and returns its lines.
func state(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile("scriptlets/state")
	if err != nil {
		t.Fatal(err)
	}
	script := strings.NewReplacer("#PROJECT#", "shop", "#TARGET#", "shop.target", "/usr/lib/systemd/system", root+"/units", "'/etc/", "'"+"/etc/", " /etc/", " "+root+"/etc/").Replace(string(text))
	run := exec.Command("timeout", "10", "sh", "-c", script+"\ncompose2unit_state")
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// Scriptlets run as root: they read the values that a unit names in their folder, and no path, link, device or pipe that a
// Compose file refers to.
func TestStateStaysInItsFolder(t *testing.T) {
	root := t.TempDir()
	unit := func(text string) {
		t.Helper()
		for _, dir := range []string{"units", "etc/shop"} {
			if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(root, "units/shop-web.service"), []byte("[Unit]\nX-ComposeProject=shop\n"+text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	value := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, "etc/shop", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	unit("ExecStart=/bin/sh --env-file /etc/shop/web.env --api /etc/shop/web-%i.json\n")
	value("web.env", "A=1\n")
	value("web-1.json", "{}")
	before := state(t, root)
	if !strings.HasPrefix(before, "shop-web.service ") || strings.Count(before, "\n") != 1 {
		t.Fatalf("%q", before)
	}
	for name, text := range map[string]string{"web.env": "A=2\n", "web-1.json": "{ }"} {
		value(name, text)
		now := state(t, root)
		if now == before {
			t.Errorf("a change of %s is not seen", name)
		}
		before = now
	}
	if err := os.Symlink("/dev/zero", filepath.Join(root, "etc/shop/link")); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("mkfifo", filepath.Join(root, "etc/shop/pipe")).Run(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	unit("ExecStart=cat /etc/shop/../../dev/zero /etc/shop/.. /etc/shop/link /etc/shop/pipe /etc/shop/\n")
	state(t, root)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("the scriptlet took %v", took)
	}
}

// The name of a unit is not a pattern: shop-a.b differs from shop-axb.
func TestUnitNamesAreNoPatterns(t *testing.T) {
	root := t.TempDir()
	text, err := os.ReadFile("scriptlets/after")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "shop.before"), []byte("shop-axb.service same\nshop-web.service old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	script := strings.NewReplacer("#PROJECT#", "shop", "#TARGET#", "shop.target", "/run/compose2unit", root).Replace(string(text))
	functions := `
compose2unit_may() { :; }
compose2unit_state() { echo "shop-a.b.service same"; echo "shop-web.service new"; }
systemctl() { case "$*" in *show*) echo "shop-a.b.service shop-web.service" ;; *is-active*) ;; *) echo "$*" ;; esac; }
`
	out := output(t, "sh", "-euc", functions+script)
	if want := "try-restart shop-web.service\nstart shop-a.b.service\n"; strings.TrimPrefix(out, "daemon-reload\n") != want {
		t.Errorf("the scriptlet does\n%s\nwant\n%s", out, want)
	}
}

// A project is started after installation if its target is enabled; one that does not start at boot cannot be.
func TestStartedIfEnabled(t *testing.T) {
	text, err := os.ReadFile("scriptlets/after")
	if err != nil {
		t.Fatal(err)
	}
	script := strings.NewReplacer("#PROJECT#", "shop", "#TARGET#", "shop.target", "/run/compose2unit", t.TempDir()).Replace(string(text))
	for is, want := range map[string]string{"enabled": "start shop.target\n", "static": "", "disabled": "", "masked": ""} {
		functions := `
compose2unit_may() { :; }
systemctl() { case "$*" in *is-enabled*) echo ` + is + `; [ ` + is + ` = enabled ] || [ ` + is + ` = static ] ;; *) echo "$*" ;; esac; }
`
		if out := output(t, "sh", "-euc", functions+script); strings.TrimPrefix(out, "daemon-reload\n") != want {
			t.Errorf("%s: the scriptlet does\n%s\nwant\n%s", is, out, want)
		}
	}
}
