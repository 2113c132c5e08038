package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// longest is the maximum length of NAME=VALUE (MAX_ARG_STRLEN, execve(2)).
const longest = 128<<10 - 2

// ByClient reports whether a variable's value cannot be in an env file but can be passed in the environment of the engine's
// client (`--env NAME`): it has several lines or is long, and its name steers no program.
func ByClient(v model.Variable) bool {
	return lineInexact(model.Variable{Name: v.Name}) == "" && lineInexact(v) != "" && !v.Unset && passable(v)
}

func passable(v model.Variable) bool {
	return !strings.Contains(v.Value, "\x00") && len(v.Name)+len(v.Value) < longest && !Steers(v.Name)
}

// byFile returns the variables that go into the env file.
func (r *Rendering) byFile(vars []model.Variable) []model.Variable {
	if !r.engine.PassesEnv {
		return vars
	}
	return slices.DeleteFunc(slices.Clone(vars), func(v model.Variable) bool { return v.Unset || ByClient(v) })
}

// linesWords returns the script arguments for the variables that only the client's environment can carry.
func (r *Rendering) linesWords(c *model.Container, name string, at []string) []unit.Value {
	if !r.engine.PassesEnv || r.engine.Generated {
		return nil
	}
	vars := slices.DeleteFunc(slices.Clone(c.Env), func(v model.Variable) bool { return !ByClient(v) })
	if len(vars) == 0 {
		return nil
	}
	r.private(at, name, passedText(vars))
	return []unit.Value{unit.Literal("--lines"), r.privateWord(name)}
}

var (
	lineEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	quoteEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`)
)

// passedText returns the input of the scripts' function `pass_variables`: one NAME=VALUE per line, where \\ is a backslash
// and \n a newline.
func passedText(vars []model.Variable) []byte {
	var b strings.Builder
	for _, v := range vars {
		b.WriteString(v.Name + "=" + lineEscapes.Replace(v.Value) + "\n")
	}
	return []byte(b.String())
}

// unitEnvironment writes the environment of a generated unit, for a container and its pre_start steps, and returns its
// path: in such a unit the generator's own command is the client.
func (r *Rendering) unitEnvironment(c *model.Container) unit.Value {
	if !r.engine.PassesEnv || !r.engine.Generated {
		return unit.Value{}
	}
	var all model.Map
	collect := func(vars []model.Variable) {
		for _, v := range vars {
			if !ByClient(v) {
				continue
			}
			if was := all.Get(v.Name); was != "" && was != v.Value {
				at := append(c.At, "pre_start")
				r.scope.At(at...).Error(diag.Unsafe, "the variable "+v.Name+" has one multi-line value here and another in the service: a unit can pass on only one of them")
			}
			all.Set(v.Name, v.Value)
		}
	}
	collect(c.Env)
	for i := range c.PreStart {
		collect(c.PreStart[i].Env)
	}
	if len(all) == 0 {
		return unit.Value{}
	}
	var text strings.Builder
	for _, v := range all {
		text.WriteString(assignment(model.Variable{Name: v.Name, Value: v.Value}))
	}
	name := partName(c.Service, "lines.env")
	r.private(append(c.At, "environment"), name, []byte(text.String()))
	return r.privatePath(name)
}

// assignment returns a line of EnvironmentFile= (systemd.exec(5)); a quoted value may contain newlines.
func assignment(v model.Variable) string {
	return v.Name + `="` + quoteEscapes.Replace(v.Value) + "\"\n"
}
