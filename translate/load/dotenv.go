package load

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// What Options.IgnoreDotEnv keeps from being read, and how that is reported. The loader of includes reads an .env next to them,
// whatever the options (compose-go loader.ApplyInclude), so such a project is refused.

const dotEnvHint = "name it with -env-files"

// dotEnvIgnored reports once that the project's own .env is not read.
func (l *loading) dotEnvIgnored(file string) {
	f := l.inFile(l.shown(file)).Finding(diag.Note, diag.Outside, "the file is not read (-ignore-dot-env)", dotEnvHint)
	if !slices.Contains(l.report.Findings(), f) {
		l.report.Add(f)
	}
}

// mayRead reports whether an .env that no Compose file names may be read.
func (l *loading) mayRead(file string) bool {
	return !l.opts.IgnoreDotEnv || slices.Contains(l.given, file)
}

// dotEnvsCopied refuses every env_file of a container that is an .env: its values would be copied.
func (l *loading) dotEnvsCopied(p *types.Project) {
	if !l.opts.IgnoreDotEnv || l.opts.EnvFilesOnly {
		return
	}
	check := func(c types.ContainerSpec, path ...string) {
		for i, f := range c.EnvFiles {
			if filepath.Base(f.Path) == ".env" && !l.mayRead(filepath.Clean(f.Path)) {
				l.refuse(diag.Unsafe, append(path, "env_file", itoa(i)), l.shown(f.Path)+" is not read (-ignore-dot-env)", dotEnvHint+", or leave it to the target with -env-files-only")
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		check(p.Services[name].ContainerSpec, "services", name)
		for i, step := range p.Services[name].PreStart {
			check(step.ContainerSpec, "services", name, "pre_start", itoa(i))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		check(p.Jobs[name].ContainerSpec, "jobs", name)
	}
}
