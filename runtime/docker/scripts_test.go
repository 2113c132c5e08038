package docker_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/golden/tool"
	"github.com/compose2unit/compose2unit/runtime/docker"
)

var update = flag.Bool("update", false, "write what the scripts do into testdata/scripts")

// The programs the scripts call are this test program under other names: see world.
func TestMain(m *testing.M) {
	if socket := os.Getenv("FAKE_WORLD"); socket != "" {
		os.Exit(ask(socket, filepath.Base(os.Args[0]), os.Args[1:]))
	}
	os.Exit(m.Run())
}

// shell is one of the shells that may be /bin/sh on a machine.
type shell struct {
	name    string
	argv    []string // in front of the script and its arguments
	prelude string   // for a shell that has sleep and date built in
}

var shells = []shell{
	{name: "dash", argv: []string{"dash"}},
	// Debian's prefers its own applets to what PATH has, except for functions.
	{name: "busybox", argv: []string{"busybox", "sh"},
		prelude: `sleep() { "$FAKE_BIN/sleep" "$@"; }; date() { "$FAKE_BIN/date" "$@"; }; . "$0"`},
	{name: "bash", argv: []string{"bash", "--posix"}},
}

// find is the shell's command, or a skip where it is not installed.
func (s shell) find(t *testing.T) []string {
	t.Helper()
	return append([]string{tool.Path(t, s.argv[0])}, s.argv[1:]...)
}

// What each script does, in every shell: testdata/scripts says it, script by script and case by case.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/scripts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for _, s := range shells {
			t.Run(name+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				s.find(t)
				testFile(t, s, file, archive)
			})
		}
	}
}

func testFile(t *testing.T, s shell, file string, archive *txtar.Archive) {
	for i := range archive.Files {
		section := &archive.Files[i]
		if isFile(section.Name) {
			continue
		}
		t.Run(section.Name, func(t *testing.T) {
			got := runCase(t, s, archive, string(section.Data))
			if *update && s.name == "dash" {
				section.Data = []byte(got)
				if i < len(archive.Files)-1 {
					section.Data = append(section.Data, '\n')
				}
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if *update {
				return
			}
			if diff := cmp.Diff(strings.Split(strings.TrimRight(string(section.Data), "\n"), "\n"), strings.Split(strings.TrimRight(got, "\n"), "\n")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Every script has its cases; post is run by create.
func TestEveryScriptIsTested(t *testing.T) {
	for name := range docker.Runtime.Engine.Scripts {
		file, sign := name, "\nrun "+name+" "
		if name == "post" {
			file, sign = "api", "\nsent POST "
		}
		data, err := os.ReadFile("testdata/scripts/" + file + ".txtar")
		if err != nil || !bytes.Contains(data, []byte(sign)) {
			t.Errorf("%s has no cases in testdata/scripts", name)
		}
	}
}

// Any shell that may be /bin/sh reads the scripts.
func TestScriptsParse(t *testing.T) {
	for _, s := range shells {
		t.Run(s.name, func(t *testing.T) {
			command := append(s.find(t), "-n")
			for name := range docker.Runtime.Engine.Scripts {
				if out, err := exec.Command(command[0], append(command[1:], "scripts/"+name)...).CombinedOutput(); err != nil || len(out) > 0 {
					t.Errorf("%s: %v\n%s", name, err, out)
				}
			}
		})
	}
}

// The scripts say what they do, are POSIX, and shellcheck has nothing to add.
func TestScriptsLint(t *testing.T) {
	args := []string{"-s", "sh"}
	for name, text := range docker.Runtime.Engine.Scripts {
		if !bytes.HasPrefix(text, []byte("#!/bin/sh\n# "+name)) {
			t.Errorf("%s does not begin with how it is called", name)
		}
		if !bytes.Contains(text, []byte("\nset -u\n")) && !bytes.Contains(text, []byte("\nset -eu\n")) {
			t.Errorf("%s does not refuse unset variables", name)
		}
		args = append(args, "scripts/"+name)
	}
	if out, err := exec.Command(tool.Path(t, "shellcheck"), args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
