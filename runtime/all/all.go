// Package all is the list of runtimes.
package all

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/runtime/quadlet"
)

// Choice is a runtime and the command line values that select it.
type Choice struct {
	Engine, Format string
	Runtime        runtime.Runtime
}

// Choices lists every runtime in the order of the documentation.
var Choices = []Choice{
	{"docker", "units", docker.Runtime},
	{"podman", "units", podman.Runtime},
	{"podman", "quadlet", quadlet.Runtime},
}

// Default is the runtime of a command line that selects none.
var Default = Choices[1]

// Versioned is the engine whose oldest version on the target affects the output (runtime.Options.Engine), with its default
// version.
var Versioned = struct {
	Engine, Usual string
	Versions      runtime.Versions
}{"podman", runtime.FormatVersion(podman.Version(runtime.Options{})), podman.Versions}

// Needs returns the oldest version of the engine that the output can be used with ("podman 5.4"), given the one that was requested
// of [Versioned].
func Needs(engine string, requested int) string {
	oldest := docker.Oldest
	if engine == Versioned.Engine {
		oldest = requested
	}
	return engine + " " + runtime.FormatVersion(oldest)
}

// Engines returns the values of -runtime, each once.
func Engines() []string { return words(func(c Choice) string { return c.Engine }) }

// Formats returns the values of -format, each once.
func Formats() []string { return words(func(c Choice) string { return c.Format }) }

func words(of func(Choice) string) []string {
	var out []string
	for _, c := range Choices {
		if word := of(c); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// Operated returns the runtimes for use by package host.
func Operated() []runtime.Operated {
	out := make([]runtime.Operated, len(Choices))
	for i, c := range Choices {
		out[i] = c.Runtime
	}
	return out
}

// Find returns the runtime for -runtime and -format.
func Find(engine, format string) (runtime.Runtime, error) {
	var known []string
	for _, c := range Choices {
		known = append(known, "-runtime "+c.Engine+" -format "+c.Format)
		if c.Engine == engine && c.Format == format {
			return c.Runtime, nil
		}
	}
	return nil, fmt.Errorf("-runtime %s has no -format %s; there is %s", engine, format, strings.Join(known, ", "))
}
