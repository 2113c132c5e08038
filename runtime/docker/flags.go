package docker

import (
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

type (
	container = model.Container
	flag      = cli.Flag
	rule      = cli.ContainerRule
)

// but declares an attribute that flags say unless inexact names what they cannot.
func but(attr string, emit func(*container) []flag, inexact func(*container) []runtime.Loss) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit, Inexact: inexact}
}
