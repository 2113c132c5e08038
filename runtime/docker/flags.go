package docker

import (
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

type (
	container = model.Container
	flag      = cli.Flag
	rule      = cli.ContainerRule
)

// full declares an attribute that flags say exactly.
func full(attr string, emit func(*container) []flag) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit}
}

// but declares an attribute that flags say unless inexact names what they cannot.
func but(attr string, emit func(*container) []flag, inexact func(*container) string) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit, Inexact: inexact}
}

func one(name, value string) []flag {
	if value == "" {
		return nil
	}
	return []flag{{name, value}}
}

func each(name string, values []string) []flag {
	var out []flag
	for _, v := range values {
		out = append(out, flag{name, v})
	}
	return out
}

func pairs(name string, values model.Map) []flag {
	var out []flag
	for _, p := range values {
		out = append(out, flag{name, p.Name + "=" + p.Value})
	}
	return out
}

func number[N ~int | ~int64 | ~uint16](name string, value N) []flag {
	if value == 0 {
		return nil
	}
	return []flag{{name, strconv.FormatInt(int64(value), 10)}}
}

func set(name string, on bool) []flag {
	if !on {
		return nil
	}
	return []flag{{name}}
}

// either is a flag that can be given, refused or left to the engine.
func either(name string, value *bool) []flag {
	switch {
	case value == nil:
		return nil
	case *value:
		return []flag{{name}}
	}
	return []flag{{name + "=false"}}
}
