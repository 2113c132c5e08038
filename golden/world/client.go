package world

import "strings"

// CreateResource emulates an engine's create command for networks and volumes.
func (w *World) CreateResource(kind string, args []string) *Resource {
	flags, names := Options(args, "--label", "--driver", "--opt")
	name := names[len(names)-1]
	r := &Resource{ID: name + "-id", Name: name, Kind: kind, Labels: map[string]string{}}
	for _, label := range flags["--label"] {
		key, value, _ := strings.Cut(label, "=")
		r.Labels[key] = value
	}
	w.Resources = append(w.Resources, r)
	return r
}

// Labelled reports whether labels match a filter, KEY or KEY=VALUE.
func Labelled(labels map[string]string, filter string) bool {
	label, want, exact := strings.Cut(filter, "=")
	is, ok := labels[label]
	return ok && (!exact || is == want)
}

// Says returns the answer to commands that only have to be called: a build, a pull, a hook.
func Says(args []string) Answer { return Answer{Out: args[0] + " says something\n"} }

// Tag gives an image another name.
func (w *World) Tag(image, name string) Answer {
	w.Image(image).Name = name
	return Answer{}
}
