package podman

import (
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

type (
	container = model.Container
	flag      = cli.Flag
	rule      = cli.ContainerRule
)

// list repeats a flag whose value every version of Podman parses as a line of CSV (spf13/pflag, StringSlice).
func list(name string, values []string) []flag {
	var out []flag
	for _, v := range values {
		out = append(out, cli.Line(name, cli.Comma(v)))
	}
	return out
}
