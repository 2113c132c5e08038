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
