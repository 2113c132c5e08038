// Package cli is the form "plain units": a project becomes service units that call an engine's command line through a
// few fixed scripts beside them. It is written once; an [Engine] says what differs. It never names an engine.
package cli

import (
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Flag is the words on one line of a command: a flag and its value, or positional words.
type Flag []string

// The rules that make the engine's command lines. Their order is the order of the words.
type (
	ContainerRule = runtime.Rule[model.Container, Flag]
	NetworkRule   = runtime.Rule[model.Network, Flag]
	VolumeRule    = runtime.Rule[model.Volume, Flag]
	BuildRule     = runtime.Rule[model.Build, Flag]
)

// Engine is what an engine's command line is like.
type Engine struct {
	// Name is the word of -runtime.
	Name string
	// Unit is the engine's own service, which the units order themselves after; empty for an engine without one.
	Unit string
	// Containers, Networks, Volumes and Builds emit flags; Attr is relative to the container, network, volume or build.
	Containers []ContainerRule
	Networks   []NetworkRule
	Volumes    []VolumeRule
	Builds     []BuildRule
	// Unsaid lists what a container asks for and the engine, like docker compose, has no word for, by whatever way it is
	// made; nil where the rules say it.
	Unsaid func(*model.Container) []runtime.Loss
	// Rows declares every attribute; it includes the emitting ones with their full patterns.
	Rows []runtime.Row
	// Connect makes the flags for a further network of a container. It is nil where one create call connects them all.
	Connect func(model.Endpoint) []Flag
	// Body prints a container for the engine's API and says how many of its endpoints it holds; the others are
	// connected. It is nil where the flags say everything.
	Body func(*model.Container) (text []byte, endpoints int, err error)
	// Generator makes units from source files; nil where the form's own units say everything.
	Generator *Generator
	// Wants are further units a container needs, beside Unit.
	Wants func(*model.Container) []string
	// UserClient is a variable by which the engine's client finds a user's engine, NAME=VALUE with [RuntimeDir] for
	// the user's runtime directory; empty for a client that finds it by itself.
	UserClient string
	// ForUser rewrites a project for a rootless engine, and reports what is lost; nil changes nothing.
	ForUser func(*model.Project, diag.Scope) *model.Project
	// PassesEnv reports whether `--env NAME` takes the value from the client's own environment: what no env file can carry
	// travels there (see ByClient).
	PassesEnv bool
	// ArgFile reports whether `build --build-arg-file FILE` reads build arguments, NAME=VALUE a line.
	ArgFile bool
	// Killed is why a main process that was killed is started again, whatever the restart rule says.
	Killed string
	// Scripts are the fixed scripts the units share, by name. Every engine brings the ones that the form calls. Three are
	// called where an engine has them: `ended`, after the container has ended, which minds the retries in place of `run`;
	// `paths`, which makes missing bind sources for an engine that makes none; and `watch`, which kills unhealthy containers
	// for an engine that does not do so itself.
	Scripts map[string][]byte
}

func emit[S any](rules []runtime.Rule[S, Flag], of *S) []Flag {
	var out []Flag
	for _, rule := range rules {
		if rule.Emit != nil {
			out = append(out, rule.Emit(of)...)
		}
	}
	return out
}
