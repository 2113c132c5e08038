package docker

import (
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

type (
	container = model.Container
	flag      = cli.Flag
	rule      = cli.ContainerRule
)
