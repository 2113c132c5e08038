package translate

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// checkBuilds warns about files that a build reads and that do not exist on this machine, as [lowering.checkFiles] does
// for secrets: the sources may exist on the target only.
func (l *lowering) checkBuilds(p *types.Project) {
	for _, name := range sortedKeys(p.Services) {
		l.checkBuild([]string{"services", name, "build"}, p.Services[name].Build)
	}
	for _, name := range sortedKeys(p.Jobs) {
		l.checkBuild([]string{"jobs", name, "build"}, p.Jobs[name].Build)
	}
}

func (l *lowering) checkBuild(at []string, b *types.BuildConfig) {
	if b == nil {
		return
	}
	path := func(rest ...string) []string { return append(slices.Clone(at), rest...) }
	missing := l.missing(path("context"), b.Context, true)
	if file := dockerfile(b.Context, b.Dockerfile); b.DockerfileInline == "" && (!missing || !within(file, b.Context)) {
		// BuildKit also accepts a file named `dockerfile` (frontend/dockerui/config.go).
		if lower := strings.TrimSuffix(file, "Dockerfile") + "dockerfile"; file == lower || notThere(lower) {
			l.missing(path("dockerfile"), file, false)
		}
	}
	for _, name := range sortedKeys(b.AdditionalContexts) {
		l.missing(path("additional_contexts", name), b.AdditionalContexts[name], true)
	}
	for _, key := range b.SSH {
		l.missing(path("ssh"), key.Path, false)
	}
}

// sortSSH sorts the keys of each build: compose-go reads them from a map.
func (l *lowering) sortSSH(p *types.Project) *types.Project {
	if !slices.ContainsFunc(buildsOf(p), func(b *types.BuildConfig) bool { return len(b.SSH) > 1 }) {
		return p
	}
	p = copied(p)
	for _, b := range buildsOf(p) {
		slices.SortFunc(b.SSH, func(a, b types.SSHKey) int { return strings.Compare(a.ID, b.ID) })
	}
	return p
}

// buildsOf returns the builds of services and jobs, in no particular order.
func buildsOf(p *types.Project) []*types.BuildConfig {
	var out []*types.BuildConfig
	for _, s := range p.Services {
		if s.Build != nil {
			out = append(out, s.Build)
		}
	}
	for _, j := range p.Jobs {
		if j.Build != nil {
			out = append(out, j.Build)
		}
	}
	return out
}

func within(file, dir string) bool { return strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/") }

// notThere reports whether a local path does not exist on this machine.
func notThere(path string) bool {
	if !filepath.IsAbs(path) {
		return true
	}
	_, err := os.Stat(path)
	return os.IsNotExist(err)
}

// missing warns about an absolute path, of a folder or a file, that does not exist here, and reports whether it did.
func (l *lowering) missing(at []string, path string, folder bool) bool {
	if !filepath.IsAbs(path) || !notThere(path) {
		return false
	}
	l.find(diag.Warning, diag.Missing, at, fmt.Sprintf("%s does not exist here", path), l.absent(path, folder, "before the image is built"))
	return true
}

// absent returns the hint for a path that does not exist on this machine: the name that was probably meant, and when the path must
// exist on the target.
func (l *lowering) absent(path string, folder bool, when string) string {
	if near := l.siblings.Near(filepath.Base(path), path, folder); near != "" {
		return near + " Otherwise it must exist on the target " + when
	}
	return "it must exist on the target " + when
}

// localCaches makes the paths of local caches absolute: relative ones are relative to the project's folder, where
// docker compose is run, but a unit has another working directory.
func (l *lowering) localCaches(b *model.Build, list []string) []string {
	out := slices.Clone(list)
	for i, cache := range out {
		fields, err := csv.NewReader(strings.NewReader(cache)).Read()
		if err != nil || !slices.Contains(fields, "type=local") {
			continue
		}
		for j, field := range fields {
			key, path, _ := strings.Cut(field, "=")
			if key != "src" && key != "dest" || path == "" {
				continue
			}
			if !filepath.IsAbs(path) {
				path = filepath.Join(l.project.WorkingDir, path)
			}
			fields[j] = key + "=" + path
			b.HostPaths = append(b.HostPaths, path)
		}
		var text strings.Builder
		w := csv.NewWriter(&text)
		_ = w.Write(fields) // in memory, never fails
		w.Flush()
		out[i] = strings.TrimSuffix(text.String(), "\n")
	}
	return out
}

// buildPaths records the local paths that a build reads.
func (l *lowering) buildPaths(b *model.Build) {
	candidates := []string{b.Context, b.Dockerfile}
	for _, c := range b.Contexts {
		candidates = append(candidates, c.Value)
	}
	for _, s := range b.Secrets {
		candidates = append(candidates, s.Source)
	}
	for _, path := range candidates {
		if filepath.IsAbs(path) {
			b.HostPaths = append(b.HostPaths, path)
		}
	}
	sortedUnique(&b.HostPaths)
}
