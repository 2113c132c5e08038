// Package cli implements the form "plain units": a project becomes service units that call an engine's command line through
// a few fixed scripts beside them. It is shared by all engines; an [Engine] describes the differences. It never names an
// engine.
package cli

import (
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The rules that emit the engine's command lines. Their order is the order of the words.
type (
	ContainerRule = runtime.Rule[model.Container, Flag]
	NetworkRule   = runtime.Rule[model.Network, Flag]
	VolumeRule    = runtime.Rule[model.Volume, Flag]
	BuildRule     = runtime.Rule[model.Build, Flag]
)

// Container, Network, Volume and Build declare the attributes of each kind (see [runtime.Of]).
var (
	Container runtime.Of[model.Container, Flag]
	Network   runtime.Of[model.Network, Flag]
	Volume    runtime.Of[model.Volume, Flag]
	Build     runtime.Of[model.Build, Flag]
)

// Rules emit an engine's flags; Attr is relative to the container, network, volume or build.
type Rules struct {
	Containers []ContainerRule
	Networks   []NetworkRule
	Volumes    []VolumeRule
	Builds     []BuildRule
}

// Engine describes an engine's command line.
type Engine struct {
	// Unit is the engine's own service, after which the units are ordered; empty for an engine without one.
	Unit string
	Rules
	// Unsaid lists settings of a container that the engine, like docker compose, cannot express, however the container is
	// created; nil if the rules report them.
	Unsaid func(*model.Container) []runtime.Loss
	// Connect returns the flags for a further network of a container. It is nil if one create call connects them all.
	Connect func(model.Endpoint) []Flag
	// Body encodes a container for the engine's API and returns how many of its endpoints it includes; the others are
	// connected afterwards. It is nil if the flags can express everything.
	Body func(*model.Container) (text []byte, endpoints int, err error)
	// Objects writes the files of containers, networks, volumes and builds; nil is [Units].
	Objects Objects
	// Generated reports whether a generator of the engine creates the container units from source files: the units are then
	// in a different folder from their files, and their main command is the engine's client.
	Generated bool
	// Wants returns further units that a container needs, besides Unit.
	Wants func(*model.Container) []string
	// UserClient is the environment variable by which the engine's client finds a user's engine, NAME=VALUE with the user's
	// [RuntimeDir]; the zero Word if the client finds it by itself.
	UserClient Word
	// PassesEnv reports whether `--env NAME` takes the value from the client's own environment: it passes what no env file
	// can carry (see ByClient).
	PassesEnv bool
	// ExecKeeps reports that `exec --env NAME` does not remove a variable that the client's environment lacks.
	ExecKeeps bool
	// ArgFile reports whether `build --build-arg-file FILE` reads build arguments, one NAME=VALUE per line.
	ArgFile bool
	// Main is the kind of main process that a container's unit has.
	Main Main
	// MissingPaths reports whether the engine refuses a bind mount whose source is missing, so that the script `paths`
	// creates it.
	MissingPaths bool
	// Watched reports whether the engine does not kill unhealthy containers itself, so that the script `watch` does.
	Watched bool
	// Killed explains why a main process that was killed is restarted, whatever the restart policy.
	Killed string
	// Scripts are the engine's own scripts, by name: those that the form calls and that are not in [Shared].
	Scripts map[string][]byte
}

// Main is how systemd tracks a container.
type Main int

// The kinds of main process. Zero is invalid.
const (
	_ Main = iota
	// Follow is the script `run`, which follows the container and exits with it. It counts the retries of a restart policy, and
	// stops the container when systemd ends it.
	Follow
	// Conmon is the container's own monitor, which `run` leaves running. The script `ended` does what is due after it
	// exits.
	Conmon
)

func emit[S any](rules []runtime.Rule[S, Flag], of *S) []Flag {
	var out []Flag
	for _, rule := range rules {
		if rule.Emit != nil {
			out = append(out, rule.Emit(of)...)
		}
	}
	return out
}
