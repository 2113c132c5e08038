package hosttest

import (
	"fmt"
	"slices"
	"strings"
)

// Engine is what an engine has of a project.
type Engine struct {
	Program             string
	Containers, Volumes []string
}

// run answers a client that asks this engine.
func (e *Engine) run(argv []string) (string, error) {
	switch {
	case argv[1] == "ps":
		var b strings.Builder
		for _, name := range e.Containers {
			fmt.Fprintf(&b, "%s\trunning\tUp 2 hours\t\n", name)
		}
		return b.String(), nil
	case argv[1] == "volume" && argv[2] == "ls":
		return strings.Join(e.Volumes, "\n"), nil
	case argv[1] == "volume":
		e.Volumes = slices.DeleteFunc(e.Volumes, func(name string) bool { return name == argv[3] })
	case argv[1] == "stop" || argv[1] == "rm":
		e.Containers = slices.DeleteFunc(e.Containers, func(name string) bool { return name == argv[len(argv)-1] })
	}
	return "", nil
}
