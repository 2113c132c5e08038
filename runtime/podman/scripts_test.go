package podman_test

import (
	"flag"
	"os"
	"testing"

	"github.com/compose2unit/compose2unit/golden/world"
	"github.com/compose2unit/compose2unit/golden/world/fakepodman"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/podman"
)

var flags = flag.Int("flags", 7, "try every nth argument of a script as a flag")

var hostile = flag.Int("hostile", 34, "try every nth hostile answer in each case")

var update = flag.Bool("update", false, "write what the scripts do into testdata/scripts")

var scripts = world.Suite{
	Program: "podman",
	Client:  fakepodman.Answer,
	Reads:   fakepodman.Reads,
	Beside:  cli.Shared(),
	Scripts: podman.Describe(runtime.Options{}).Scripts,
	CasesOf: map[string][2]string{"asked": {"create", "\nrun create "}, "seen": {"ensure", "\nrun ensure "},
		"archive": {"load", "\nrun load "}}, // these source them
}

func TestMain(m *testing.M) {
	scripts.Main()
	os.Exit(m.Run())
}

// What each script does, in every shell, is recorded in testdata/scripts, script by script and case by case.
func TestScripts(t *testing.T) { scripts.Cases(t, update) }

// The scripts do not act on answers of a hostile engine. -hostile=1 tries all answers in all cases.
func TestScriptsBelieveNothing(t *testing.T) { scripts.Hostile(t, *hostile) }

// No argument of a script becomes a flag of a client. -flags=1 tries all.
func TestScriptsPassNoFlags(t *testing.T) { scripts.Flags(t, *flags) }

// FuzzAnswers does the same with generated answers.
func FuzzAnswers(f *testing.F) { scripts.Fuzz(f) }

// Every script has its cases.
func TestEveryScriptIsTested(t *testing.T) { scripts.EveryScriptHasCases(t) }

// The scripts can be parsed by any shell that may be /bin/sh.
func TestScriptsParse(t *testing.T) { scripts.Parse(t) }

// Every script states its purpose, is POSIX, and passes shellcheck.
func TestScriptsLint(t *testing.T) { scripts.Lint(t) }
