package cli_test

import (
	"testing"

	"github.com/compose2unit/compose2unit/golden/world"
	"github.com/compose2unit/compose2unit/runtime/cli"
)

// What the shared scripts do is tested with each engine's client, in the packages of the engines.
var scripts = world.Suite{Scripts: cli.Shared}

// Any shell that may be /bin/sh reads the scripts.
func TestScriptsParse(t *testing.T) { scripts.Parse(t) }

// The scripts say what they do, are POSIX, and shellcheck has nothing to add.
func TestScriptsLint(t *testing.T) { scripts.Lint(t) }
