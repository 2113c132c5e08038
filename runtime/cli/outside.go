package cli

import (
	"embed"
	"strings"
	"sync"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

//go:embed scripts
var embedded embed.FS

// Shared are the scripts that are the same for every engine, by name. They call its client through the engine's own script
// `lib`.
var Shared = sync.OnceValue(func() map[string][]byte { return ReadScripts(embedded) })

const envScript = "env"

// EnvOnTarget removes the environment from a container whose env files are read on the target. It returns the remaining
// container and the arguments with which the script `env` finds the whole environment: the files, and then what the project
// sets.
func (r *Rendering) EnvOnTarget(c *model.Container) (bare *model.Container, sources []unit.Value) {
	if len(c.EnvFiles) == 0 {
		return c, nil
	}
	if why := EnvInexact(c.Env); len(why) > 0 {
		at := append(c.At, "environment")
		r.scope.At(at...).Error(diag.Unsafe, "an env file cannot represent "+strings.Join(why, " and ")+", which it would have to beside env_file",
			"leave out -env-files-only")
	}
	r.used[envScript] = true
	source := func(kind string, optional bool, file unit.Value) {
		if optional {
			kind += "-optional"
		}
		sources = append(sources, unit.Concat(unit.Word(kind+":"), file))
	}
	for _, f := range c.EnvFiles {
		kind := "file"
		if f.Raw {
			kind = "raw"
		}
		source(kind, f.Optional, unit.Word(f.Path))
	}
	if len(c.Env) > 0 {
		r.private(append(c.At, "environment"), envName(c), envText(c.Env))
		source("raw", false, r.privateWord(envName(c)))
	}
	left := *c
	left.Env = nil
	return &left, sources
}

// envMounts returns the folders of required env files, which must be mounted before the container is created.
func envMounts(c *model.Container) []unit.Value {
	var out []unit.Value
	for _, f := range c.EnvFiles {
		out = append(out, unit.MountPath(f.Path))
	}
	return out
}

// credentials returns the directives by which systemd passes a unit the secrets that it stores.
func credentials(c *model.Container) []templates.Directive {
	var out []templates.Directive
	for _, f := range c.Copies {
		if f.Credential == nil {
			continue
		}
		key := unit.Key("LoadCredential")
		if f.Credential.Encrypted {
			key = unit.Key("LoadCredentialEncrypted")
		}
		out = append(out, templates.Directive{Key: key, Value: unit.Path(f.Credential.Name + ":" + f.Credential.From)})
	}
	return out
}

// Copied returns the argument that names a file's content to the script `copy`: systemd's credential, or a private file,
// which it writes.
func (r *Rendering) Copied(c *model.Container, f model.File) unit.Value {
	if f.Credential != nil {
		return unit.Concat(unit.Literal("%d/"), unit.Word(f.Credential.Name))
	}
	r.private(append(c.At, f.Kind+"s"), f.Key, []byte(f.Content))
	return r.privateWord(f.Key)
}
