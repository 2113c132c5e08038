package packaging

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A Debian package that ships a Compose file for the generator has no unit, and depends on the generator and the engine.
func TestDebOfACompose(t *testing.T) {
	needs(t, append(Needs, "lintian")...)
	deb, err := builder(t).Deb(composed(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	list := contains(t, deb,
		"-rw-r--r-- root/root|./usr/share/compose/shop/compose.yaml",
		"-rw-r--r-- root/root|./usr/share/compose/shop/public/index.html",
		"drwx------ root/root|./etc/shop/",
		"-rw------- root/root|./etc/shop/.env",
	)
	if strings.Contains(list, "systemd") {
		t.Errorf("the package has units:\n%s", list)
	}
	control := scriptlets(t, deb)
	if conffiles, err := os.ReadFile(filepath.Join(control, "conffiles")); err != nil || string(conffiles) != "/etc/shop/.env\n" {
		t.Errorf("conffiles: %q %v", conffiles, err)
	}
	if depends := output(t, "dpkg-deb", "--field", deb, "Depends"); !strings.Contains(depends, "compose2unit") || !strings.Contains(depends, "docker.io") {
		t.Errorf("depends on %s", depends)
	}
	lintian(t, deb)
}

// The RPM does the same.
func TestRPMOfACompose(t *testing.T) {
	needs(t, RPM...)
	pkg, err := builder(t).RPM(composed(t, "shop"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	list := output(t, "rpm", "-qp", "--qf", "[%{FILEMODES:perms} %{FILEFLAGS:fflags}|%{FILENAMES}\n]", pkg)
	const want = `drwx------ |/etc/shop
-rw------- cn|/etc/shop/.env
drwxr-xr-x |/usr/share/compose/shop
-rw-r--r-- |/usr/share/compose/shop/compose.yaml
drwxr-xr-x |/usr/share/compose/shop/public
-rw-r--r-- |/usr/share/compose/shop/public/index.html
`
	if list != want {
		t.Errorf("the package has\n%s\nwant\n%s", list, want)
	}
	for _, name := range []string{"prein", "preun", "postun", "posttrans"} {
		file := filepath.Join(t.TempDir(), name)
		text := output(t, "rpm", "-qp", "--qf", "%{"+strings.ToUpper(name)+"}", pkg)
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o644); err != nil || !strings.Contains(text, "if ") {
			t.Fatalf("%s is %q: %v", name, text, err)
		}
		shell(t, file)
	}
}

// An invalid project for the generator fails the build with a message.
func TestRefusedForTheGenerator(t *testing.T) {
	b := builder(t)
	for name, c := range map[string]struct {
		compose, words string
		want           string
	}{
		"a flag":        {"name: shop\nservices: {web: {image: x}}\n", "compose.yml -runtime docker", "write the others under x-compose2unit"},
		"three files":   {"name: shop\nservices: {web: {image: x}}\n", "compose.yml,a.yml,b.yml", "at most two Compose files"},
		"no variables":  {"name: shop\nservices: {web: {image: x}}\n", "compose.yml -env-files no.env", "no.env: no such file"},
		"users":         {"name: users\nservices: {web: {image: x}}\n", "compose.yml", "'users' is not a valid name for a project"},
		"a mistake":     {"name: shop\nservices: {web: {imagee: x}}\n", "compose.yml", "compose.yml:2:18: error: services.web.imagee"},
		"Quadlet":       {"name: shop\nx-compose2unit: {format: quadlet}\nservices: {web: {image: x}}\n", "compose.yml", "leave out format: quadlet"},
		"not installed": {"name: shop\nservices: {web: {image: x, env_file: web.env}}\n", "compose.yml", "cannot be translated where it is installed"},
		"of the system": {"name: ssh\nservices: {web: {image: x}}\n", "compose.yml -env-files web.env", "would lie in /etc/ssh, a folder of the system"},
	} {
		t.Run(name, func(t *testing.T) {
			tools, dir := b.Tools, t.TempDir()
			for file, text := range map[string]string{"compose.yml": c.compose, "a.yml": "{}", "b.yml": "{}", "web.env": "A=b\n"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("sh", append([]string{filepath.Join(tools, "install-compose"), filepath.Join(dir, "root")}, strings.Fields(c.words)...)...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(b.Program)+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), c.want) {
				t.Errorf("%v, want %q:\n%s", err, c.want, out)
			}
		})
	}
}
