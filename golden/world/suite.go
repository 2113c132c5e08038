package world

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/golden/tool"
)

// Client emulates an engine's command line client: the commands that the scripts use, with its messages.
type Client func(w *World, c Call) Answer

// Suite is the scripts of one engine and how they are tested.
type Suite struct {
	// Program is the client's name.
	Program string
	Client  Client
	// Reads reports whether a call of the client reads its standard input.
	Reads func(args []string) bool
	// Holds reports whether it reads one HTTP request, and ends with the answer instead of its input. Nil is never.
	Holds func(args []string) bool
	// Stands reports whether a call of the client ends with the container that its last word names. Nil is never.
	Stands func(args []string) bool
	// Scripts are the texts of the scripts by name; they are in the folder scripts as well.
	Scripts map[string][]byte
	// Beside are scripts of other packages in the same folder, unless this one has its own.
	Beside map[string][]byte
	// CasesOf names the file of testdata/scripts and a line in it that prove that a script has cases, if it is not in its
	// own file or run by a line.
	CasesOf map[string][2]string
}

// Main must be called first by TestMain: the programs that the scripts call are the test program under other names. In
// those it does not return.
func (u Suite) Main() {
	if socket := os.Getenv("FAKE_WORLD"); socket != "" {
		if filepath.Base(os.Args[0]) == "conmon" {
			os.Exit(beConmon())
		}
		os.Exit(u.ask(socket, filepath.Base(os.Args[0]), os.Args[1:]))
	}
}

// shell is one of the shells that may be /bin/sh on a machine.
type shell struct {
	name    string
	argv    []string // before the script and its arguments
	prelude string   // for a shell that has sleep and date built in
}

var shells = []shell{
	{name: "dash", argv: []string{"dash"}},
	// Debian's prefers its own applets to programs in PATH, but not to functions.
	{name: "busybox", argv: []string{"busybox", "sh"},
		prelude: `sleep() { "$FAKE_BIN/sleep" "$@"; }; date() { "$FAKE_BIN/date" "$@"; }; . "$0"`},
	{name: "bash", argv: []string{"bash", "--posix"}},
}

// find returns the shell's command, or skips the test if it is not installed.
func (s shell) find(t *testing.T) []string {
	t.Helper()
	return append([]string{tool.Path(t, s.argv[0])}, s.argv[1:]...)
}

// Cases plays testdata/scripts, script by script and case by case, in every shell. With update it writes the results there.
func (u Suite) Cases(t *testing.T, update *bool) {
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
				u.file(t, s, file, archive, update)
			})
		}
	}
}

func (u Suite) file(t *testing.T, s shell, file string, archive *txtar.Archive, update *bool) {
	for i := range archive.Files {
		section := &archive.Files[i]
		if isFile(section.Name) {
			continue
		}
		t.Run(section.Name, func(t *testing.T) {
			got := u.runCase(t, s, archive, string(section.Data))
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

// EveryScriptHasCases fails for a script that no case runs.
func (u Suite) EveryScriptHasCases(t *testing.T) {
	for name := range u.Scripts {
		if name == "lib" || name == "common" || name == "outcome" {
			continue // other scripts source them
		}
		file, sign := name, "\nrun "+name+" "
		if other, ok := u.CasesOf[name]; ok {
			file, sign = other[0], other[1]
		}
		data, err := os.ReadFile("testdata/scripts/" + file + ".txtar")
		if err != nil || !bytes.Contains(data, []byte(sign)) {
			t.Errorf("%s has no cases in testdata/scripts", name)
		}
	}
}

// Parse checks that any shell that may be /bin/sh can parse the scripts.
func (u Suite) Parse(t *testing.T) {
	for _, s := range shells {
		t.Run(s.name, func(t *testing.T) {
			command := append(s.find(t), "-n")
			for name := range u.Scripts {
				if out, err := exec.Command(command[0], append(command[1:], "scripts/"+name)...).CombinedOutput(); err != nil || len(out) > 0 {
					t.Errorf("%s: %v\n%s", name, err, out)
				}
			}
		})
	}
}

// occupied is a path directly below $runtime that a project's marker directory may have: projects' names begin with a letter or
// a digit, so that the names of files that projects share begin with a dot.
var occupied = regexp.MustCompile(`\$runtime/[^.$]`)

// Lint checks that the scripts start with their name and purpose, are POSIX, pass shellcheck, and keep no file where a project may
// have its directory.
func (u Suite) Lint(t *testing.T) {
	args := []string{"-s", "sh", "-x", "-P", "scripts:../cli/scripts:../podman/scripts"}
	for name, text := range u.Scripts {
		if !bytes.HasPrefix(text, []byte("#!/bin/sh\n# "+name)) {
			t.Errorf("%s does not begin with how it is called", name)
		}
		if !bytes.Contains(text, []byte("\nset -u\n")) && !bytes.Contains(text, []byte("\nset -eu\n")) {
			t.Errorf("%s does not refuse unset variables", name)
		}
		if at := occupied.Find(text); at != nil {
			t.Errorf("%s: a project may have the path %s…", name, at)
		}
		args = append(args, "scripts/"+name)
	}
	if out, err := exec.Command(tool.Path(t, "shellcheck"), args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
