package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output inside the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"compose2unit": main})
}

// TestScripts runs the program as people do. Each file of testdata/script is one promise of the command line.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			// The folder's name is the project's where nothing else says one.
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "mounts":
				return canMount(), nil
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, nil
		},
	})
}

// canMount says whether this process may mount a file system of its own in a private namespace.
func canMount() bool {
	return exec.Command("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt").Run() == nil
}
