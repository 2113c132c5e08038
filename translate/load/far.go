package load

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// An untrusted Compose file may name any file on the machine that translates it: env_file and label_file are copied into the output.
// Compose does the same, so it is not refused, but it is always reported. A seccomp profile is copied only for a container that is
// created through an API, and is often one of the system's: a note is enough.

// farFiles warns about files outside the project whose content is copied.
func (l *loading) farFiles(p *types.Project) {
	homes := l.homes()
	check := func(c types.ContainerSpec, path ...string) {
		outside := func(file string) bool {
			info, err := os.Stat(file)
			return err == nil && info.Mode().IsRegular() && !inside(homes, file)
		}
		copied := func(file, hint string, at ...string) {
			if outside(file) {
				l.scope(append(slices.Clone(path), at...)...).Warn(diag.Outside, "copies a file outside the project directory: "+l.shown(file), hint)
			}
		}
		for i, f := range c.EnvFiles {
			if !l.opts.EnvFilesOnly {
				copied(f.Path, "leave it to the target with -env-files-only, or move it into the project", "env_file", itoa(i))
			}
		}
		for i, f := range c.LabelFiles {
			copied(f, "move it into the project, or write the labels under labels", "label_file", itoa(i))
		}
		for i, opt := range c.SecurityOpt {
			if file := l.profile(opt); file != "" && outside(file) {
				l.scope(append(slices.Clone(path), "security_opt", itoa(i))...).Note(diag.Outside, "reads a file outside the project directory: "+l.shown(file))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		s := p.Services[name]
		check(s.ContainerSpec, "services", name)
		for i, step := range s.PreStart {
			check(step.ContainerSpec, "services", name, "pre_start", itoa(i))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		check(p.Jobs[name].ContainerSpec, "jobs", name)
	}
}

// profile returns the file of a seccomp profile that a security option names, or "".
func (l *loading) profile(option string) string {
	for _, prefix := range []string{"seccomp=", "seccomp:"} {
		if file, is := strings.CutPrefix(option, prefix); is && file != "unconfined" && file != "builtin" {
			if !filepath.IsAbs(file) {
				file = filepath.Join(l.dir, file)
			}
			return file
		}
	}
	return ""
}

// homes returns the project directory, and the folders of all Compose files that were read: an include is a project, too.
func (l *loading) homes() []string {
	out := []string{real(l.dir)}
	for _, file := range l.source.Files() {
		if file != diag.Stdin {
			out = append(out, filepath.Dir(real(l.abs(file))))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// inside reports whether a file is below one of the folders, with links resolved.
func inside(homes []string, file string) bool {
	file = real(file)
	return slices.ContainsFunc(homes, func(home string) bool {
		return file == home || strings.HasPrefix(file, strings.TrimSuffix(home, "/")+"/")
	})
}

// real returns a path with links resolved, or unchanged if they cannot be.
func real(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return filepath.Clean(path)
}

// foreign reports whether an included file is not a Compose file at all, not even one with a typo: its lines may be anything,
// such as /etc/shadow, and are not quoted.
func (l *loading) foreign(d source.Document, value map[string]any) bool {
	at, _ := d.Find()
	if slices.ContainsFunc(l.inputs, func(in source.File) bool { return in.Name == at.File }) {
		return false
	}
	for key := range value {
		if slices.Contains(topLevel, key) || strings.HasPrefix(key, "x-") || spelling.Hint(key, topLevel) != "" {
			return false
		}
	}
	at.Line, at.Col = 1, 1
	diag.ScopeAt(&l.report, at).Error(diag.Invalid, "not a Compose file: it has no attribute of one")
	return true
}

var topLevel = []string{"name", "version", "include", "services", "jobs", "networks", "volumes", "secrets", "configs", "models"}
