package translate

import (
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/model"
)

// environment is Config.Env: env_file and interpolation are resolved at load. A name without value removes the image's
// variable (docker/compose pkg/compose/convert.go ToMobyEnv).
func (l *lowering) environment(w *workload, c *model.Container) { c.Env = variables(w.Environment) }

func variables(env types.MappingWithEquals) []model.Variable {
	if len(env) == 0 {
		return nil
	}
	out := make([]model.Variable, 0, len(env))
	for _, name := range sortedKeys(env) {
		v := model.Variable{Name: name}
		if value := env[name]; value != nil {
			v.Value = *value
		} else {
			v.Unset = true
		}
		out = append(out, v)
	}
	return out
}
