package load

import (
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Outside is a value of the project that depends on the environment, on an env file given for interpolation, or on the .env of
// the project or of an include.
type Outside struct {
	// Path contains keys and list indexes; an item of a list of variables has its name.
	Path []string
	Pos  diag.Pos
	// Written is what the file contains, Text the result.
	Written, Text string
	// From are the variables that it depends on.
	From []source.Variable
}

// Names returns the names of the variables as a phrase.
func (o Outside) Names() string {
	var names []string
	for _, v := range o.From {
		names = append(names, v.Name)
	}
	if len(names) == 0 {
		return "the environment"
	}
	return strings.Join(names, " and ")
}

// outside finds them where they are written, with the environment of that file: compose-go's project does not record where a
// value comes from.
func (l *loading) outside(p *types.Project) []Outside {
	var out []Outside
	keep := func(path []string) bool {
		switch {
		case len(path) == 2:
			return strings.HasPrefix(path[0], "x-") || has(p, path[0], path[1])
		case len(path) == 1:
			return slices.Contains([]string{"name", "services", "jobs", "networks", "volumes", "secrets", "configs", "models", "x-systemd", "x-compose2unit"}, path[0])
		}
		return true
	}
	l.source.Leaves(keep, func(leaf source.Leaf) {
		from := leaf.From
		if name := inherited(leaf); name != "" {
			if value, set := l.env.Resolve(name); set {
				from = append(slices.Clip(from), source.Variable{Name: name, Value: value})
			}
		}
		if len(from) > 0 {
			out = append(out, Outside{Path: named(leaf), Pos: leaf.Pos, Written: leaf.Written, Text: leaf.Text, From: from})
		}
	})
	return out
}

// named returns the path of a leaf, with the name of an item in a list of variables. A name that itself comes from outside is
// left out: the path is shown.
func named(leaf source.Leaf) []string {
	at := len(leaf.Path) - 1
	name, _, _ := strings.Cut(leaf.Text, "=")
	if written, _, _ := strings.Cut(leaf.Written, "="); name != written {
		return leaf.Path
	}
	if variableList(leaf.Path) && index(leaf.Path[at]) && name != "" {
		return append(leaf.Path[:at:at], name)
	}
	return leaf.Path
}

// variableList reports whether a path is that of an entry of environment or build.args.
func variableList(path []string) bool {
	at := len(path) - 2
	return at > 1 && (path[at] == "environment" || path[at] == "args" && path[at-1] == "build")
}

// inherited returns the name of a variable that is written without a value, and takes it from the project's environment
// (compose-go types.Project.WithServicesEnvironmentResolved).
func inherited(leaf source.Leaf) string {
	at := len(leaf.Path) - 1
	switch {
	case !variableList(leaf.Path):
	case leaf.Null:
		return leaf.Path[at]
	case index(leaf.Path[at]) && !strings.Contains(leaf.Text, "="):
		return leaf.Text
	}
	return ""
}

// index reports whether a part of a path is the index of an item.
func index(part string) bool { return strings.Trim(part, "0123456789") == "" }
