package packaging

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// builder returns the tools of this checkout with a compose2unit of this checkout.
func builder(t *testing.T) Builder {
	t.Helper()
	tools, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return Builder{Tools: tools, Program: program}
}

// built is a compose2unit of this checkout, built once.
var built = sync.OnceValues(func() (string, error) {
	program := filepath.Join(folder, "compose2unit")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/compose2unit").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
})

// folder is its directory.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "packaging-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// needs skips the test if a tool is missing, except in CI.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	if missing := Missing(programs...); len(missing) > 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s: .ci/run installs it", strings.Join(missing, ", "))
		}
		t.Skipf("no %s here", strings.Join(missing, ", "))
	}
}

// sample returns a copy of the sample's source in a folder of its own, composed one of the sample that ships a Compose file.
func sample(t *testing.T, folder string) string { return copied(t, "sample", folder) }

func composed(t *testing.T, folder string) string { return copied(t, "sample-compose", folder) }

func copied(t *testing.T, from, folder string) string {
	t.Helper()
	source := filepath.Join(t.TempDir(), folder)
	if err := os.CopyFS(source, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return source
}

func output(t *testing.T, argv ...string) string {
	t.Helper()
	out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, out)
	}
	return string(out)
}

// same compares two files byte by byte.
func same(t *testing.T, one, two string) {
	t.Helper()
	a, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(two)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("%s and %s differ", one, two)
	}
}

// What does not belong in a package is refused with a message, and nothing is installed.
func TestRefused(t *testing.T) {
	b := builder(t)
	for flag, want := range map[string]string{"-format=quadlet": "leave out -format quadlet", "-user": "leave out -user", "--user=true -auto-start=false": "leave out -user"} {
		dest := t.TempDir()
		cmd := exec.Command("sh", "install", dest, "shop", "/usr/lib/systemd/system", "sample/compose.yml", "-runtime", "podman")
		cmd.Args = append(cmd.Args, strings.Fields(flag)...)
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(b.Program)+":"+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s", flag, err, out)
		}
		if left, _ := os.ReadDir(dest); len(left) > 0 {
			t.Errorf("%s: installed %v", flag, left)
		}
	}
}

// A Debian package of a Compose project is the same from any folder and at any time, and contains what the page says.
func TestDeb(t *testing.T) {
	needs(t, append(Needs, "lintian")...)
	b := builder(t)
	deb, err := b.Deb(sample(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TZ", "Asia/Tokyo")
	t.Setenv("COMPOSE_PROJECT_NAME", "other")
	t.Setenv("GREETING", "other")
	again, err := b.Deb(sample(t, "elsewhere"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, deb, again)

	contains(t, deb,
		"-rw-r--r-- root/root|./usr/lib/systemd/system/shop-web.service",
		"-rwxr-xr-x root/root|./usr/lib/systemd/system/shop/create",
		"drwx------ root/root|./etc/shop/",
		"-rw------- root/root|./etc/shop/app.env",
		"-rw------- root/root|./etc/shop/config-web-httpd",
		"-rw-r--r-- root/root|./usr/lib/systemd/system-preset/50-shop.preset",
	)
	control := scriptlets(t, deb)
	conffiles, err := os.ReadFile(filepath.Join(control, "conffiles"))
	if err != nil || string(conffiles) != "/etc/shop/app.env\n/etc/shop/config-web-httpd\n" {
		t.Errorf("conffiles: %q %v", conffiles, err)
	}
	if depends := output(t, "dpkg-deb", "--field", deb, "Depends"); !strings.Contains(depends, "docker.io") {
		t.Errorf("depends on %s", depends)
	}
	lintian(t, deb)
}

// The package depends on the engine that the Compose file chooses.
func TestDebDependsOnItsEngine(t *testing.T) {
	needs(t, Needs...)
	source := sample(t, "shop")
	for name, edit := range map[string]func(string) string{
		"compose.yml":         func(text string) string { return text + "x-compose2unit: {runtime: docker}\n" },
		"debian/compose2unit": func(text string) string { return strings.Replace(text, " -runtime docker", "", 1) },
	} {
		file := filepath.Join(source, name)
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, []byte(edit(string(text))), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	deb, err := builder(t).Deb(source)
	if err != nil {
		t.Fatal(err)
	}
	if depends := output(t, "dpkg-deb", "--field", deb, "Depends"); !strings.Contains(depends, "docker.io") {
		t.Errorf("depends on %s", depends)
	}
}

// An RPM of a Compose project is the same from any folder and at any time, and contains what the page says.
func TestRPM(t *testing.T) {
	needs(t, RPM...)
	b := builder(t)
	t.Setenv("SOURCE_DATE_EPOCH", "1767225600")
	source := sample(t, "shop")
	pkg, err := b.RPM(source, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TZ", "Asia/Tokyo")
	again, err := b.RPM(sample(t, "elsewhere"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	same(t, pkg, again)

	list := output(t, "rpm", "-qp", "--qf", "[%{FILEMODES:perms} %{FILEFLAGS:fflags}|%{FILENAMES}\n]", pkg)
	for _, want := range []string{
		"-rw-r--r-- |/usr/lib/systemd/system/shop-web.service",
		"-rwxr-xr-x |/usr/lib/systemd/system/shop/create",
		"drwx------ |/etc/shop",
		"-rw------- cn|/etc/shop/app.env",
		"-rw-r--r-- |/usr/lib/systemd/system-preset/50-shop.preset",
	} {
		if !holds(list, func(line string) bool { return line == want }) {
			t.Errorf("the package lacks %s:\n%s", want, list)
		}
	}
	for name, made := range map[string]string{"prein": "pre", "postin": "post", "preun": "preun", "postun": "postun", "posttrans": "posttrans"} {
		text := output(t, "rpm", "-qp", "--qf", "%{"+strings.ToUpper(name)+"}", pkg)
		// rpm expands macros in them: what looks like one would be changed on the machine.
		if want, err := os.ReadFile(filepath.Join(source, "compose2unit."+made)); err != nil || strings.TrimSpace(text) != strings.TrimSpace(string(want)) {
			t.Errorf("%s is not what was made (%v):\n%s\nwant\n%s", name, err, text, want)
		}
		if !strings.Contains(text, "systemctl") {
			t.Errorf("%s is %q", name, text)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		shell(t, file)
	}
}

func holds(text string, what func(string) bool) bool {
	for line := range strings.Lines(text) {
		if what(strings.TrimSuffix(line, "\n")) {
			return true
		}
	}
	return false
}

// The fixed scripts are plain POSIX sh.
func TestShell(t *testing.T) {
	shell(t, "install", "install-compose", "system-folders", "scriptlet", "rpm/install")
}

// shell runs shellcheck on scripts. Word splitting of a list of names is intended.
func shell(t *testing.T, files ...string) {
	t.Helper()
	needs(t, "shellcheck")
	output(t, append([]string{"shellcheck", "--shell=sh", "--exclude=SC2046,SC2086,SC2317"}, files...)...)
}

// perldoc can read the page of dh_compose2unit.
func TestPOD(t *testing.T) {
	needs(t, "podchecker")
	output(t, "podchecker", "debhelper/dh_compose2unit")
}
