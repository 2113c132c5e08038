package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// manyProjects returns projects with different errors and warnings, or none.
func manyProjects() map[string]string {
	files := map[string]string{"etc/compose2unit.yaml": "runtime: docker\n"}
	for i := range 24 {
		dir := fmt.Sprintf("etc/compose/p%02d/", i)
		files[dir+"compose.yaml"] = fmt.Sprintf("version: \"3\"\nservices:\n  web: {image: \"nginx:${TAG%[1]d}\", init: \"${INIT}\", ports: [\"%[2]d:80\"], secrets: [s]}\n  db: {image: postgres, depends_on: [web]}\n"+
			"secrets: {s: {file: ./s}}\nnetworks: {default: {external: {name: n%[1]d}}}\n", i, 8000+i)
		files[dir+".env"], files[dir+"s"] = "INIT=yes\n", fmt.Sprint("secret ", i)
		switch i % 6 {
		case 1:
			files[dir+"compose.yaml"] = "services:\n  web: {imagee: nginx}\n"
		case 2:
			files[dir+"compose.yaml"] = "x-compose2unit: {runtime: podman}\ninclude: [other.yaml]\nservices:\n  web: {extends: {file: base.yaml, service: web}}\n"
			files[dir+"other.yaml"] = "services:\n  more: {image: \"x:${MORE}\", env_file: [.env]}\n"
			files[dir+"base.yaml"] = hello
		}
	}
	return files
}

// contents returns the files, modes and links below a folder.
func contents(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		to, _ := os.Readlink(at)
		data, _ := os.ReadFile(at)
		fmt.Fprintf(&b, "%s %s %s\n%s\n", strings.TrimPrefix(at, root), info.Mode(), to, data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The output and the messages do not depend on the number of projects that are translated in parallel.
func TestProjectsSideBySide(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	root, folder := machineWith(t, manyProjects())
	said := generated(t, root, folder)
	for _, want := range []string{"TAG0 is not set", "external.name is deprecated", "\"yes\" is not a boolean", "p01/compose.yaml:2:9: error: services.web.imagee"} {
		if !strings.Contains(strings.ReplaceAll(said, "the variable ", ""), want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	alone := contents(t, folder)
	for range 3 {
		runtime.GOMAXPROCS(6)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if got := generated(t, root, folder); got != said {
			t.Errorf("messages one at a time:\n%s\nand in parallel:\n%s", said, got)
		}
		if got := contents(t, folder); got != alone {
			t.Errorf("output one at a time:\n%s\nand in parallel:\n%s", alone, got)
		}
	}
}

// check prints the same, in the order of the projects, however many are translated in parallel; one project with an error does not
// hide another.
func TestChecksSideBySide(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	files := manyProjects()
	for i := range 8 {
		files[fmt.Sprintf("etc/compose/good%d/compose.yaml", i)] = hello
	}
	root, _ := machineWith(t, files)
	code, alone := checked(t, root, "-diagnostics", "short")
	if code != exitRefused || strings.Count(alone, ": refused; systemd gets") != 24 || strings.Count(alone, ": differs from what systemd has") != 8 {
		t.Errorf("exit %d:\n%s", code, alone)
	}
	for range 3 {
		runtime.GOMAXPROCS(6)
		if again, said := checked(t, root, "-diagnostics", "short"); again != code || said != alone {
			t.Errorf("exit %d, one at a time:\n%s\nand in parallel:\n%s", again, alone, said)
		}
	}
}
