package cli_test

import (
	"testing"

	"github.com/compose2unit/compose2unit/golden/world"
	"github.com/compose2unit/compose2unit/runtime/cli"
)

// The shared scripts are tested with each engine's client, in the packages of the engines.
var scripts = world.Suite{Scripts: cli.Shared()}

// The scripts can be parsed by any shell that may be /bin/sh.
func TestScriptsParse(t *testing.T) { scripts.Parse(t) }

// Every script states its purpose, is POSIX, and passes shellcheck.
func TestScriptsLint(t *testing.T) { scripts.Lint(t) }
