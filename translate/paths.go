package translate

import (
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
)

// onTarget is where a path of this machine lies on the target: what is below the project's folder moves with it.
func (l *lowering) onTarget(path string) string {
	if l.root == l.dir || !filepath.IsAbs(path) {
		return path
	}
	rel, err := filepath.Rel(l.dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		return path
	}
	return filepath.Join(l.root, rel)
}

// rebase gives the project the paths it has on the target. All that follows, hashes included, is then what docker
// compose would make of the project there.
func (l *lowering) rebase() {
	if l.root == "" {
		l.root = l.dir
	}
	if l.root == l.dir {
		return
	}
	p := l.project
	p.WorkingDir = l.onTarget(p.WorkingDir)
	l.files, l.envFiles = l.moved(l.files), l.moved(l.envFiles)
	for name, s := range p.Services {
		l.rebaseSpec(&s.ContainerSpec, s.Build)
		for i := range s.PreStart {
			l.rebaseSpec(&s.PreStart[i].ContainerSpec, nil)
		}
		if s.Develop != nil {
			for i := range s.Develop.Watch {
				s.Develop.Watch[i].Path = l.onTarget(s.Develop.Watch[i].Path)
			}
		}
		p.Services[name] = s
	}
	for name, j := range p.Jobs {
		l.rebaseSpec(&j.ContainerSpec, j.Build)
		p.Jobs[name] = j
	}
	for name, s := range p.Secrets {
		s.File = l.onTarget(s.File)
		p.Secrets[name] = s
	}
	for name, c := range p.Configs {
		c.File = l.onTarget(c.File)
		p.Configs[name] = c
	}
	for _, v := range p.Volumes {
		// compose-go made this one absolute (paths/resolve.go volumeDriverOpts).
		if v.Driver == "local" && v.DriverOpts["o"] == "bind" {
			v.DriverOpts["device"] = l.onTarget(v.DriverOpts["device"])
		}
	}
}

func (l *lowering) rebaseSpec(s *types.ContainerSpec, b *types.BuildConfig) {
	for i, v := range s.Volumes {
		if v.Type == types.VolumeTypeBind {
			s.Volumes[i].Source = l.onTarget(v.Source)
		}
	}
	s.LabelFiles = l.moved(s.LabelFiles)
	for i, f := range s.EnvFiles {
		s.EnvFiles[i].Path = l.onTarget(f.Path)
	}
	if b == nil {
		return
	}
	b.Context = l.onTarget(b.Context)
	b.Dockerfile = l.onTarget(b.Dockerfile)
	for name, context := range b.AdditionalContexts {
		b.AdditionalContexts[name] = l.onTarget(context)
	}
	for i := range b.SSH {
		b.SSH[i].Path = l.onTarget(b.SSH[i].Path)
	}
}

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
