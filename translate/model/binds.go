package model

import "slices"

// BindSource is a local path that containers bind.
type BindSource struct {
	Path string
	// Created is set if a missing path is created, as a directory, for every container that binds it; otherwise a container does not
	// start without it.
	Created bool
}

// BindSources returns the local paths that the containers bind, sorted, each once.
func (p *Project) BindSources() []BindSource {
	var paths, needed []string
	for _, c := range p.Containers {
		paths = append(paths, c.HostPaths...)
		for _, path := range c.HostPaths {
			if !slices.Contains(c.MakePaths, path) {
				needed = append(needed, path)
			}
		}
	}
	slices.Sort(paths)
	slices.Sort(needed)
	var out []BindSource
	for _, path := range slices.Compact(paths) {
		_, is := slices.BinarySearch(needed, path)
		out = append(out, BindSource{path, !is})
	}
	return out
}
