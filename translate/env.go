package translate

import (
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// environment lowers Config.Env: env_file and interpolation are resolved at load. A name without a value removes the
// image's variable (docker/compose pkg/compose/convert.go ToMobyEnv).
func (l *lowering) environment(w *workload, c *model.Container) {
	c.Env = variables(w.Environment)
	for i, f := range w.EnvFiles { // only if values are left to the target
		if strings.ContainsAny(f.Path, "\n\r") {
			l.find(diag.Error, diag.Unsafe, w.at("env_file", itoa(i)), "the name of an env file must be one line", "")
		}
		c.EnvFiles = append(c.EnvFiles, model.EnvFile{Path: f.Path, Optional: !bool(f.Required), Raw: f.Format == "raw"})
	}
}

// noBuildSecrets refuses build secrets whose value is known here.
func (l *lowering) noBuildSecrets(owner []string, b *types.BuildConfig) {
	for i, s := range b.Secrets {
		if l.project.Secrets[s.Source].Environment != "" {
			l.find(diag.Error, diag.Unsupported, append(slices.Clone(owner), "build", "secrets", itoa(i)), "a build cannot read a secret from systemd", "give it as `file:`")
		}
	}
}

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
