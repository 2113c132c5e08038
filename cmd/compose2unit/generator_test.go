package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// machineWith returns the root of a machine with some files, and the folder of a generator.
func machineWith(t *testing.T, files map[string]string) (root, folder string) {
	t.Helper()
	root = t.TempDir()
	for name, text := range files {
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder = filepath.Join(root, "run/systemd/generator")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return root, folder
}

// generated runs the generator of a machine, and returns its output.
func generated(t *testing.T, root, folder string) string {
	t.Helper()
	var out, said bytes.Buffer
	w := &world{args: []string{folder, folder + ".early", folder + ".late"}, stdout: &out, stderr: &said, machine: host.Machine{Root: root}}
	if code := generateAll(context.Background(), w, false); code != exitDone || out.Len() > 0 {
		t.Fatalf("exit code %d, printed %s%s", code, out.String(), said.String())
	}
	return said.String()
}

// checked runs `compose2unit check` on it.
func checked(t *testing.T, root string, args ...string) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	w := &world{args: append([]string{"check"}, args...), dir: root, stdout: &out, stderr: &out, pipe: translated, machine: host.Machine{Root: root}}
	code = run(context.Background(), w)
	return code, out.String()
}

const hello = "services:\n  web: {image: nginx}\n"

// The settings of all projects and those of the project apply, the latter taking precedence; the command line has the same
// names.
func TestSettingsOfGeneratedProjects(t *testing.T) {
	root, folder := machineWith(t, map[string]string{
		"etc/compose2unit.yaml":      "runtime: docker\nauto-start: false\n",
		"etc/compose/a/compose.yaml": hello,
		"etc/compose/b/compose.yaml": "x-compose2unit: {runtime: podman, auto-start: true}\n" + hello,
	})
	if said := generated(t, root, folder); said != "" {
		t.Errorf("it says %s", said)
	}
	for name, want := range map[string]string{"a-web.service": "--image nginx \\", "b-web.service": "docker.io/library/nginx"} {
		if text, _ := os.ReadFile(filepath.Join(folder, name)); !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %q:\n%s", name, want, text)
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(folder, "multi-user.target.wants")); len(entries) != 1 || entries[0].Name() != "b.target" {
		t.Errorf("started at boot: %v", entries)
	}
}

// A package's project is adapted in /etc/NAME: variables there win over those of the package, and settings over the project's
// own, which win over those of all projects. The administrator's own projects are adapted in their folders.
func TestSettingsOfAPackagesProject(t *testing.T) {
	own := "x-compose2unit: {runtime: podman, auto-start: false}\nservices:\n  web: {image: 'nginx:${TAG:-none}', labels: {a: '${A:-none}'}}\n"
	for name, want := range map[string]struct{ tag, a, engine string }{"usr/share/compose": {"local", "package", "docker"}, "etc/compose": {"package", "package", "podman"}} {
		root, folder := machineWith(t, map[string]string{
			"etc/compose2unit.yaml": "logs: engine\n", name + "/shop/compose.yaml": own, name + "/shop/.env": "TAG=package\nA=package\n",
			"etc/shop/.env": "TAG=local\n", "etc/shop/compose2unit.yaml": "runtime: docker\n",
		})
		if said := generated(t, root, folder); said != "" {
			t.Errorf("it says %s", said)
		}
		text, _ := os.ReadFile(filepath.Join(folder, "shop-web.service"))
		for _, line := range []string{"nginx:" + want.tag, "--label a=" + want.a, "Wants=" + want.engine} {
			if is := strings.Contains(string(text), line); is == (line == "Wants=podman") {
				t.Errorf("%s: %q is there: %v\n%s", name, line, is, text)
			}
		}
	}
	root, folder := machineWith(t, map[string]string{"usr/share/compose/shop/compose.yaml": own, "etc/shop/compose2unit.yaml": "runtme: x\n"})
	if said := generated(t, root, folder); !strings.Contains(said, "/etc/shop/compose2unit.yaml:1:1: error: runtme: unknown setting") {
		t.Errorf("it says %s", said)
	}
}

// A daemon that owns /etc/NAME does not decide what root runs: the package's project is refused with the file and the remedy, and
// no value of the file is used. A file of the daemon that is not ours is no reason.
func TestADaemonsFolderAdaptsNothing(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	for name, text := range map[string]string{".env": "TAG=evil\n", "compose2unit.yaml": "logs: engine\n", "shopd.conf": "x\n"} {
		root, folder := machineWith(t, map[string]string{"usr/share/compose/shop/compose.yaml": "services:\n  web: {image: 'nginx:${TAG:-good}'}\n", "etc/shop/" + name: text})
		if err := os.Chown(filepath.Join(root, "etc/shop"), 12345, 12345); err != nil {
			t.Fatal(err)
		}
		said := strings.ReplaceAll(generated(t, root, folder), root, "")
		_, refused := os.Stat(filepath.Join(folder, "shop-refused.service"))
		if name == "shopd.conf" {
			if said != "" || refused == nil {
				t.Errorf("%s: %s", name, said)
			}
			continue
		}
		if want := "/etc/shop/" + name + ": error: the file is not read, because others than root can change or replace it: /etc/shop belongs to the user with the ID 12345 [loading]\n  hint: make root its owner: chown -h root /etc/shop\n"; said != want || refused != nil {
			t.Errorf("it says %q, want %q; %v", said, want, refused)
		}
		if _, err := os.Stat(filepath.Join(folder, "shop-web.service")); err == nil {
			t.Errorf("%s: units are written", name)
		}
	}
}

// Findings about a project, or about the settings of all, are in the journal and in the project's own unit, with their
// positions.
func TestWhatTheGeneratorSays(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"an attribute":      {map[string]string{"etc/compose/a/compose.yaml": "services:\n  web: {imagee: nginx}\n"}, "/etc/compose/a/compose.yaml:2:9: error: services.web.imagee: "},
		"a setting":         {map[string]string{"etc/compose/a/compose.yaml": "x-compose2unit: {logs: all}\n" + hello}, "/etc/compose/a/compose.yaml:1:18: error: x-compose2unit.logs: -logs \"all\" is unknown: it is journal or engine [invalid]"},
		"an unknown key":    {map[string]string{"etc/compose/a/compose.yaml": "x-compose2unit: {output: /}\n" + hello}, "/etc/compose/a/compose.yaml:1:18: error: x-compose2unit.output: "},
		"another name":      {map[string]string{"etc/compose/a/compose.yaml": "name: b\n" + hello}, "/etc/compose/a/compose.yaml: the project is called b and its folder a"},
		"Quadlet":           {map[string]string{"etc/compose/a/compose.yaml": "x-compose2unit: {format: quadlet}\n" + hello}, "/etc/compose/a/compose.yaml: format: quadlet is for -output"},
		"settings of all":   {map[string]string{"etc/compose2unit.yaml": "runtme: docker\n", "etc/compose/a/compose.yaml": hello}, "/etc/compose2unit.yaml:1:1: error: runtme: unknown setting [invalid]\n  hint: did you mean runtime?"},
		"not YAML":          {map[string]string{"etc/compose2unit.yaml": "[", "etc/compose/a/compose.yaml": hello}, "/etc/compose2unit.yaml: error: "},
		"a missing file":    {map[string]string{"etc/compose/a/compose.yaml": "services:\n  web: {image: x, env_file: no.env}\n"}, "/etc/compose/a/compose.yaml:2:19: error: services.web.env_file.0: "},
		"strict":            {map[string]string{"etc/compose/a/compose.yaml": "x-compose2unit: {strict: true}\nservices:\n  web: {image: '$NONE-x'}\n"}, "/etc/compose/a/compose.yaml:3:"},
		"the environment":   {map[string]string{"etc/compose/a/compose.yaml": "services:\n  web: {image: '${PATH:?unset}'}\n"}, "unset"},
		"an unreadable one": {map[string]string{"etc/compose/a/compose.yaml/x": ""}, "/etc/compose/a: compose.yaml is a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			root, folder := machineWith(t, c.files)
			said := generated(t, root, folder)
			unit, _ := os.ReadFile(filepath.Join(folder, "a/findings"))
			for _, text := range []string{said, string(unit)} {
				if !strings.Contains(strings.ReplaceAll(text, root, ""), c.want) {
					t.Errorf("want %q, got %q", c.want, text)
				}
			}
			if _, err := os.Stat(filepath.Join(folder, "a-refused.service")); err != nil {
				t.Error(err)
			}
		})
	}
}

// ~ is root's home in the projects of the system, whoever asks: the generator has no HOME, and sudo may keep a user's.
func TestHomeOfASystemsProject(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	root, folder := machineWith(t, map[string]string{"etc/compose/shop/compose.yaml": "services:\n  web: {image: nginx, volumes: ['~/data:/data']}\n"})
	generated(t, root, folder)
	unit, err := os.ReadFile(filepath.Join(folder, "shop-web.service"))
	if err != nil || !strings.Contains(string(unit), "--volume /root/data:/data:rw ") {
		t.Errorf("%v\n%s", err, unit)
	}
	t.Setenv("HOME", "/home/bob")
	if code, said := checked(t, root, "shop"); code != exitDone {
		t.Errorf("check says\n%s", said)
	}
}

// The files equal those of -output with the same settings.
func TestGeneratorWritesWhatOutputWrites(t *testing.T) {
	root, folder := machineWith(t, map[string]string{"etc/compose/shop/compose.yaml": "x-compose2unit: {runtime: docker, logs: engine}\n" +
		"services:\n  web: {image: nginx, environment: {PASSWORD: secret}, depends_on: [db]}\n  db: {image: postgres, volumes: ['data:/data']}\nvolumes: {data: {}}\n"})
	generated(t, root, folder)
	out := filepath.Join(t.TempDir(), "out")
	var said bytes.Buffer
	w := &world{args: []string{"-output", out}, dir: filepath.Join(root, "etc/compose/shop"), stdout: &said, stderr: &said, pipe: translated}
	if code := run(context.Background(), w); code != exitDone {
		t.Fatal(said.String())
	}
	compared := 0
	err := filepath.Walk(out, func(at string, info os.FileInfo, err error) error {
		name, _ := filepath.Rel(out, at)
		if err != nil || info.IsDir() || strings.HasPrefix(info.Name(), ".") {
			return err
		}
		compared++
		want, _ := os.ReadFile(at)
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs: %v", name, err)
		}
		other, err := os.Stat(filepath.Join(folder, name))
		if err == nil && other.Mode() != info.Mode() {
			t.Errorf("%s: mode %v, want %v", name, other.Mode(), info.Mode())
		}
		return err
	})
	if err != nil || compared < 10 {
		t.Errorf("compared %d files: %v", compared, err)
	}
}

// `compose2unit check` prints before a reload what the generator would log, and which units would change.
func TestCheckProjects(t *testing.T) {
	root, folder := machineWith(t, map[string]string{"etc/compose/shop/compose.yaml": hello, "etc/compose/blog/compose.yaml": hello})
	if code, said := checked(t, root); code != exitDifferent || !strings.Contains(said, "shop: differs from what systemd has") || !strings.Contains(said, "+++ ") {
		t.Errorf("before the first reload: %d %s", code, said)
	}
	generated(t, root, folder)
	if code, said := checked(t, root); code != exitDone || said != "blog: as systemd has it\nshop: as systemd has it\n" {
		t.Errorf("after it: %d %s", code, said)
	}
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(root, "etc/compose/shop/compose.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(hello + "  db: {image: postgres}\n")
	code, said := checked(t, root)
	if code != exitDifferent || !strings.Contains(said, "+Wants=shop-db.service") || !strings.Contains(said, "blog: as systemd has it") {
		t.Errorf("after an edit: %d %s", code, said)
	}
	if code, said := checked(t, root, "blog"); code != exitDone || strings.Contains(said, "shop") {
		t.Errorf("of the other project: %d %s", code, said)
	}
	for _, value := range []string{"secret1", "secret2"} { // in a private file
		write("services:\n  web: {image: nginx, environment: {PASSWORD: " + value + "}}\n")
		if code, said := checked(t, root, "shop"); code != exitDifferent || strings.Contains(said, value) {
			t.Errorf("after a change of a value: %d %s", code, said)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		generated(t, root, folder)
	}
	write("services:\n  web: {imagee: nginx}\n")
	if code, said := checked(t, root); code != exitRefused || !strings.Contains(said, "shop/compose.yaml:2:9") || !strings.Contains(said, "shop: refused") {
		t.Errorf("after a mistake: %d %s", code, said)
	}
	if code, said := checked(t, root, "blogg"); code != exitBroken || !strings.Contains(said, "no project blogg; ") || !strings.Contains(said, "did you mean blog?") {
		t.Errorf("of no project: %d %s", code, said)
	}
	if code, said := checked(t, t.TempDir()); code != exitBroken || !strings.Contains(said, "no project in ") {
		t.Errorf("without projects: %d %s", code, said)
	}
}

// Nothing is done or printed on a machine without projects.
func TestGeneratorWithoutProjects(t *testing.T) {
	root, folder := machineWith(t, nil)
	if said := generated(t, root, folder); said != "" {
		t.Errorf("it says %s", said)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("it wrote %v (%v)", entries, err)
	}
}

// Every setting is a flag, and every flag that defines what units contain is a setting.
func TestSettingsAreFlags(t *testing.T) {
	root, folder := machineWith(t, map[string]string{"etc/compose/a/compose.yaml": `x-compose2unit:
  runtime: docker
  format: units
  logs: engine
  create: flags
  auto-start: false
  docker-caps: true
  default-stop-timeout: 20s
  engine-root: /mnt/docker
  systemd-version: 257
  podman-version: "5.4"
  address-pool: 172.27.0.0/16/24
  profiles: [debug]
  services: [web]
  generate-unused-resources: true
  env-files-only: true
  ignore-dot-env: true
  allow: [services.*.umask]
  strict: false
` + hello})
	if said := generated(t, root, folder); said != "" {
		t.Error(said)
	}
	if _, err := generator.Find([]string{filepath.Join(root, "etc/compose")}, []string{"compose.yaml"}); err != nil {
		t.Error(err)
	}
}
