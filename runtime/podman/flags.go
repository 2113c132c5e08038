package podman

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

// but declares an attribute that flags say unless inexact names what they cannot. The note is the documentation's.
func but(attr, note string, emit func(*container) []flag, inexact func(*container) []runtime.Loss) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Full, Note: note}, Emit: emit, Inexact: inexact}
}

// partly declares an attribute that flags say in part.
func partly(attr, note string, emit func(*container) []flag) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Partial, Note: note}, Emit: emit}
}

// lost declares an attribute that no flag says.
func lost(attr, note, hint string) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.None, Note: note, Hint: hint}}
}

// list repeats a flag whose value Podman reads as a line of CSV in every version (spf13/pflag, StringSlice).
func list(name string, values []string) []flag {
	var out []flag
	for _, v := range values {
		out = append(out, flag{name, cli.Comma(v)})
	}
	return out
}
