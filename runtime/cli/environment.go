package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// ByUnit says that a variable's value fits in no env file and can go through the unit's own environment instead, where
// the engine's client finds it (`--env NAME`): it has several lines or is long, and its name steers no program of ours.
func ByUnit(v model.Variable) bool {
	const longest = 128<<10 - 2 // of NAME=VALUE, MAX_ARG_STRLEN
	return EnvInexact([]model.Variable{{Name: v.Name}}) == "" && EnvInexact([]model.Variable{v}) != "" && !v.Unset &&
		!strings.Contains(v.Value, "\x00") && len(v.Name)+len(v.Value) < longest &&
		variable.MatchString(v.Name) && !steering.MatchString(v.Name)
}

// byFile are the variables of the env file.
func (r *rendering) byFile(vars []model.Variable) []model.Variable {
	if !r.engine.PassesEnv {
		return vars
	}
	return slices.DeleteFunc(slices.Clone(vars), func(v model.Variable) bool { return v.Unset || ByUnit(v) })
}

// unitEnvironment writes the unit's own environment, for a container and its pre_start steps, and says where it is.
func (r *rendering) unitEnvironment(c *model.Container) unit.Value {
	if !r.engine.PassesEnv {
		return unit.Value{}
	}
	var all model.Map
	collect := func(vars []model.Variable) {
		for _, v := range vars {
			if !ByUnit(v) {
				continue
			}
			if was := all.Get(v.Name); was != "" && was != v.Value {
				at := append(r.path(c), "pre_start")
				r.report.Add(diag.Finding{Severity: diag.Error, Code: diag.Unsafe, Pos: r.where(at...), Path: strings.Join(at, "."),
					Text: "the variable " + v.Name + " has several lines here and others in the service: a unit can pass on only one of them"})
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
	r.private(append(r.path(c), "environment"), name, []byte(text.String()))
	return r.privatePath(name)
}

// assignment is a line of EnvironmentFile= (systemd.exec(5)); a value in quotes may have several.
func assignment(v model.Variable) string {
	return v.Name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(v.Value) + "\"\n"
}
