package cmdline

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// some returns flags of every kind.
func some() *pflag.FlagSet {
	flags := New("program")
	for _, name := range []string{"inputs", "root-path", "project", "runtime"} {
		flags.String(name, "", "")
	}
	for _, name := range []string{"strict", "check", "q"} {
		flags.Bool(name, false, "")
	}
	flags.BoolP("help", "h", false, "")
	return flags
}

func TestDashes(t *testing.T) {
	for line, want := range map[string]string{
		"-inputs a.yml":                "--inputs a.yml",
		"--inputs a.yml":               "--inputs a.yml",
		"-inputs=a.yml":                "--inputs=a.yml",
		"-inputs -":                    "--inputs -",
		"-inputs -strict -strict":      "--inputs -strict --strict",
		"-root_path /srv":              "--root_path /srv",
		"-strict -check":               "--strict --check",
		"-strict=false":                "--strict=false",
		"-h":                           "--help",
		"-q -- -inputs":                "--q -- -inputs",
		"-project -x- -runtime docker": "--project -x- --runtime docker",
	} {
		got, err := doubleDashes(some(), strings.Fields(line))
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s becomes %v (%v), want %s", line, got, err, want)
		}
	}
}

// The value of one flag is known whatever is wrong with the others.
func TestValue(t *testing.T) {
	for line, want := range map[string]string{
		"-runtime docker -bogus":         "docker",
		"-bogus --runtime=docker":        "docker",
		"-bogus x -runtime docker":       "docker",
		"-runtime a -strict -runtime b":  "b",
		"-strict=maybe -runtime docker":  "docker",
		"-inputs -runtime -runtime b":    "b",
		"-root_path -runtime docker":     "",
		"-runtime":                       "",
		"-- -runtime docker":             "",
		"runtime docker":                 "",
		"-runtime docker -q -- -runtime": "docker",
	} {
		got, given := Value(some(), strings.Fields(line), "runtime")
		if got != want || given != (want != "") {
			t.Errorf("%s: %q, %v; want %q", line, got, given, want)
		}
	}
}
