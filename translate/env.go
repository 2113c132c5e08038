package translate

import (
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// environment is Config.Env: env_file and interpolation are resolved at load. A name without value removes the image's
// variable (docker/compose pkg/compose/convert.go ToMobyEnv).
func (l *lowering) environment(w *workload, c *model.Container) {
	c.Env = variables(w.Environment)
	for i, f := range w.EnvFiles { // only where they are left to the target
		if strings.ContainsAny(f.Path, "\n\r") {
			l.find(diag.Error, diag.Unsafe, w.at("env_file", itoa(i)), "the name of an env file must be one line", "")
		}
		c.EnvFiles = append(c.EnvFiles, model.EnvFile{Path: f.Path, Optional: !bool(f.Required), Raw: f.Format == "raw"})
	}
}

// checkOutside refuses values from outside the Compose files where these are to stay out of the output: it would hold
// them otherwise.
func (l *lowering) checkOutside() {
	if !l.valuesThere {
		return
	}
	check := func(names []string, at ...string) {
		for _, name := range names {
			if path := append(slices.Clone(at), name); l.outside(path...) {
				l.find(diag.Error, diag.Unsafe, path, "the value comes from the environment or an env file, and would stand in the output folder",
					"put it into an env_file or a secret, or write it here; without -env-files-only it is copied")
			}
		}
	}
	for _, name := range sortedKeys(l.project.Services) {
		s := l.project.Services[name]
		check(sortedKeys(s.Environment), "services", name, "environment")
		if s.Build != nil {
			check(sortedKeys(s.Build.Args), "services", name, "build", "args")
			l.noBuildSecrets([]string{"services", name}, s.Build)
		}
		for i, step := range s.PreStart {
			check(sortedKeys(step.Environment), "services", name, "pre_start", itoa(i), "environment")
			if len(l.project.Services[name].EnvFiles) > 0 {
				l.find(diag.Error, diag.Unsupported, []string{"services", name, "pre_start", itoa(i)},
					"a step has its service's env_file, and with -env-files-only only the service can be given it", "leave out -env-files-only")
			}
		}
		for i, hook := range s.PostStart {
			check(sortedKeys(hook.Environment), "services", name, "post_start", itoa(i), "environment")
		}
		for i, hook := range s.PreStop {
			check(sortedKeys(hook.Environment), "services", name, "pre_stop", itoa(i), "environment")
		}
	}
	for _, name := range sortedKeys(l.project.Jobs) {
		check(sortedKeys(l.project.Jobs[name].Environment), "jobs", name, "environment")
		if b := l.project.Jobs[name].Build; b != nil {
			check(sortedKeys(b.Args), "jobs", name, "build", "args")
			l.noBuildSecrets([]string{"jobs", name}, b)
		}
	}
	for _, name := range sortedKeys(l.project.Configs) {
		check([]string{"content"}, "configs", name)
		if l.project.Configs[name].Environment != "" {
			l.find(diag.Error, diag.Unsafe, []string{"configs", name, "environment"}, "the content comes from the environment, and would stand in the output folder", "make it a secret, or give it as `file:`")
		}
	}
}

// noBuildSecrets refuses secrets of a build whose value is here.
func (l *lowering) noBuildSecrets(owner []string, b *types.BuildConfig) {
	for i, s := range b.Secrets {
		if l.project.Secrets[s.Source].Environment != "" {
			l.find(diag.Error, diag.Unsupported, append(slices.Clone(owner), "build", "secrets", itoa(i)), "a build cannot take a secret from systemd", "give it as `file:`")
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
