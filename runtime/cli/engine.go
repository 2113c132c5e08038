// Package cli is the form "plain units": a project becomes service units that call an engine's command line through a
// few fixed scripts beside them. It is written once; an [Engine] says what differs. It never names an engine.
package cli

import (
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The rules that make the engine's command lines. Their order is the order of the words.
type (
	ContainerRule = runtime.Rule[model.Container, Flag]
	NetworkRule   = runtime.Rule[model.Network, Flag]
	VolumeRule    = runtime.Rule[model.Volume, Flag]
	BuildRule     = runtime.Rule[model.Build, Flag]
)

// Container, Network, Volume and Build declare the attributes of each (see [runtime.Of]).
var (
	Container runtime.Of[model.Container, Flag]
	Network   runtime.Of[model.Network, Flag]
	Volume    runtime.Of[model.Volume, Flag]
	Build     runtime.Of[model.Build, Flag]
)

// Rules make an engine's flags; Attr is relative to the container, network, volume or build.
type Rules struct {
	Containers []ContainerRule
	Networks   []NetworkRule
	Volumes    []VolumeRule
	Builds     []BuildRule
}

// Engine is what an engine's command line is like.
type Engine struct {
	// Unit is the engine's own service, which the units order themselves after; empty for an engine without one.
	Unit string
	Rules
	// Unsaid lists what a container asks for and the engine, like docker compose, has no word for, by whatever way it is
	// made; nil where the rules say it.
	Unsaid func(*model.Container) []runtime.Loss
	// Connect makes the flags for a further network of a container. It is nil where one create call connects them all.
	Connect func(model.Endpoint) []Flag
	// Body prints a container for the engine's API and says how many of its endpoints it holds; the others are
	// connected. It is nil where the flags say everything.
	Body func(*model.Container) (text []byte, endpoints int, err error)
	// Objects write the files of containers, networks, volumes and builds; nil is [Units].
	Objects Objects
	// Generated reports whether a generator of the engine's makes the units of containers from source files: they lie in
	// another folder than their files, and their own main command is the engine's client.
	Generated bool
	// Wants are further units a container needs, beside Unit.
	Wants func(*model.Container) []string
	// UserClient is a variable by which the engine's client finds a user's engine, NAME=VALUE in the user's
	// [RuntimeDir]; the zero Word for a client that finds it by itself.
	UserClient Word
	// PassesEnv reports whether `--env NAME` takes the value from the client's own environment: what no env file can carry
	// travels there (see ByClient).
	PassesEnv bool
	// ArgFile reports whether `build --build-arg-file FILE` reads build arguments, NAME=VALUE a line.
	ArgFile bool
	// Main is what the main process of a container's unit is.
	Main Main
	// MissingPaths reports whether the engine refuses a bind mount whose source is missing, so that the script `paths` makes it.
	MissingPaths bool
	// Watched reports whether the engine does not kill unhealthy containers itself, so that the script `watch` does.
	Watched bool
	// Killed is why a main process that was killed is started again, whatever the restart rule says.
	Killed string
	// Scripts are the engine's own scripts, by name: those that the form calls and [Shared] does not have.
	Scripts map[string][]byte
}

// Main says how systemd follows a container.
type Main int

// The main processes. Zero is invalid.
const (
	_ Main = iota
	// Follow is the script `run`, which follows the container and ends as it ends. It counts the retries of a restart rule.
	Follow
	// Conmon is the container's own monitor, which `run` leaves behind. The script `ended` does what follows the end.
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
