package translate

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// inside resolves a path inside a container that leads upwards as the engine does (moby daemon/container.go
// SetupWorkingDirectory, volume/mounts/linux_parser.go): it never leads above the container's root, and no script and
// no client gets to see the dots.
func inside(target string) string {
	if slices.Contains(strings.Split(target, "/"), "..") {
		return path.Clean(target)
	}
	return target
}

// onTarget returns where a path of this machine is on the target: paths below the project's folder move with it.
func (l *lowering) onTarget(path string) string {
	if moved, ok := l.below(path); ok {
		return moved
	}
	return path
}

// below moves a path that is below the project's folder, and reports whether it is.
func (l *lowering) below(path string) (moved string, ok bool) {
	if l.root == l.dir || !filepath.IsAbs(path) {
		return path, true
	}
	rel, err := filepath.Rel(l.dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		return path, false
	}
	return filepath.Join(l.root, rel), true
}

// move gives an attribute its path on the target, and warns about one that -root-path does not move.
func (l *lowering) move(path *string, at ...string) {
	moved, ok := l.below(*path)
	if !ok {
		l.warnLeftBehind(*path, at)
	}
	*path = moved
}

// warnLeftBehind warns about a path near the project that -root-path does not move. At this point it is unknown whether
// `../x` or the absolute path was written; a path elsewhere was meant as it stands.
func (l *lowering) warnLeftBehind(path string, at []string) {
	near := filepath.Dir(l.dir)
	if up := filepath.Dir(near); strings.Count(up, "/") > 1 {
		near = up
	}
	if near == "/" || !strings.HasPrefix(filepath.Clean(path), near+"/") {
		return
	}
	l.find(diag.Warning, diag.Flag, at, filepath.Clean(path)+" is outside the project, so -root-path leaves it as it is on this machine",
		"move it below the project directory, or write its full path on the target")
}

// rebase gives the project the paths it has on the target. Everything that follows, hashes included, is then what
// docker compose would derive from the project there.
func (l *lowering) rebase(p *types.Project) *types.Project {
	if l.root == l.dir {
		return p
	}
	p = copied(p)
	p.WorkingDir = l.onTarget(p.WorkingDir)
	for _, name := range sortedKeys(p.Services) {
		s := p.Services[name]
		at := []string{"services", name}
		l.rebaseSpec(&s.ContainerSpec, s.Build, at)
		for i := range s.PreStart {
			l.rebaseSpec(&s.PreStart[i].ContainerSpec, nil, join(at, "pre_start", itoa(i)))
		}
		if s.Develop != nil {
			for i := range s.Develop.Watch {
				l.move(&s.Develop.Watch[i].Path, join(at, "develop", "watch", itoa(i), "path")...)
			}
		}
		p.Services[name] = s
	}
	for _, name := range sortedKeys(p.Jobs) {
		j := p.Jobs[name]
		l.rebaseSpec(&j.ContainerSpec, j.Build, []string{"jobs", name})
		p.Jobs[name] = j
	}
	l.rebaseObjects(p)
	return p
}

// rebaseObjects moves the files of the top-level objects.
func (l *lowering) rebaseObjects(p *types.Project) {
	for _, name := range sortedKeys(p.Secrets) {
		s := p.Secrets[name]
		l.move(&s.File, "secrets", name, "file")
		p.Secrets[name] = s
	}
	for _, name := range sortedKeys(p.Configs) {
		c := p.Configs[name]
		l.move(&c.File, "configs", name, "file")
		p.Configs[name] = c
	}
	for _, name := range sortedKeys(p.Volumes) {
		// compose-go made this one absolute (paths/resolve.go volumeDriverOpts).
		if v := p.Volumes[name]; v.Driver == "local" && v.DriverOpts["o"] == "bind" {
			device := v.DriverOpts["device"]
			l.move(&device, "volumes", name, "driver_opts", "device")
			v.DriverOpts["device"] = device
		}
	}
}

func (l *lowering) rebaseSpec(s *types.ContainerSpec, b *types.BuildConfig, at []string) {
	for i, v := range s.Volumes {
		if v.Type == types.VolumeTypeBind {
			l.move(&s.Volumes[i].Source, join(at, "volumes", itoa(i))...)
		}
	}
	for i := range s.LabelFiles {
		l.move(&s.LabelFiles[i], join(at, "label_file", itoa(i))...)
	}
	for i := range s.EnvFiles {
		l.move(&s.EnvFiles[i].Path, join(at, "env_file", itoa(i))...)
	}
	if b == nil {
		return
	}
	at = join(at, "build")
	l.move(&b.Context, join(at, "context")...)
	l.move(&b.Dockerfile, join(at, "dockerfile")...)
	for _, name := range sortedKeys(b.AdditionalContexts) {
		context := b.AdditionalContexts[name]
		l.move(&context, join(at, "additional_contexts", name)...)
		b.AdditionalContexts[name] = context
	}
	for i := range b.SSH {
		l.move(&b.SSH[i].Path, join(at, "ssh", itoa(i))...)
	}
}

// join appends elements to a path, in a new slice.
func join(at []string, below ...string) []string { return append(slices.Clone(at), below...) }

func (l *lowering) moved(paths []string) []string {
	if paths == nil {
		return nil
	}
	out := make([]string, len(paths))
	for i, path := range paths {
		out[i] = l.onTarget(path)
	}
	return out
}
