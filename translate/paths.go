package translate

import (
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// onTarget is where a path of this machine lies on the target: what is below the project's folder moves with it.
func (l *lowering) onTarget(path string) string {
	if l.root == l.dir || !filepath.IsAbs(path) {
		return path
	}
	rel, err := filepath.Rel(l.dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		l.stays(path)
		return path
	}
	return filepath.Join(l.root, rel)
}

// stays tells of a path near the project that -root-path does not move. By now nobody knows whether `../x` was written
// or the whole path; a path elsewhere was meant as it stands.
func (l *lowering) stays(path string) {
	near := filepath.Dir(l.dir)
	if up := filepath.Dir(near); strings.Count(up, "/") > 1 {
		near = up
	}
	if l.rebasing == nil || near == "/" || !strings.HasPrefix(filepath.Clean(path), near+"/") {
		return // the first is a label's
	}
	l.report.Add(diag.Finding{Severity: diag.Warning, Code: diag.Flag, Pos: l.where(l.rebasing...), Path: strings.Join(l.rebasing, "."),
		Text: filepath.Clean(path) + " lies outside of the project, so -root-path leaves it as it is on this machine",
		Hint: "put it below the project's folder, or write the whole path that it has on the target"})
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
		l.rebasing = []string{"services", name}
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
		l.rebasing = []string{"jobs", name}
		l.rebaseSpec(&j.ContainerSpec, j.Build)
		p.Jobs[name] = j
	}
	for name, s := range p.Secrets {
		l.rebasing = []string{"secrets", name}
		s.File = l.onTarget(s.File)
		p.Secrets[name] = s
	}
	for name, c := range p.Configs {
		l.rebasing = []string{"configs", name}
		c.File = l.onTarget(c.File)
		p.Configs[name] = c
	}
	for name, v := range p.Volumes {
		l.rebasing = []string{"volumes", name}
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
