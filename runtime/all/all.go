// Package all is the list of runtimes.
package all

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/runtime/quadlet"
)

// Choice is a runtime and the words on the command line that choose it.
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

// Operated are the runtimes as package host knows them.
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
