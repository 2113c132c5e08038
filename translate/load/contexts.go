package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/source"
)

// buildContexts adds the services that are not started but whose image a build needs (additional_contexts: service:x): only
// what their image is built from, at a scale of 0 (docker/compose pkg/compose/build.go build and addBuildDependencies, which
// enable them for the build only).
func (l *loading) buildContexts(p, all *types.Project) {
	var pending []*types.BuildConfig
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		pending = append(pending, p.Services[name].Build)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		pending = append(pending, p.Jobs[name].Build)
	}
	for ; len(pending) > 0; pending = pending[1:] {
		if pending[0] == nil {
			continue
		}
		for _, context := range pending[0].AdditionalContexts {
			name, is := strings.CutPrefix(context, types.ServicePrefix)
			if is && !has(p, "services", name) {
				pending = append(pending, l.buildContext(p, all, name))
			}
		}
	}
}

// buildContext adds one service and returns its build, nil for a service that does not exist.
func (l *loading) buildContext(p, all *types.Project, name string) *types.BuildConfig {
	s, known := all.AllServices()[name]
	if !known || s.Provider != nil {
		return nil
	}
	none := 0
	built := types.ServiceConfig{Name: name, Scale: &none}
	built.Build, built.Image, built.Platform, built.PullPolicy = s.Build, s.Image, s.Platform, s.PullPolicy
	if p.Services == nil {
		p.Services = types.Services{}
	}
	p.Services[name] = built
	if s.Build != nil {
		for _, secret := range s.Build.Secrets {
			copyKey(p.Secrets, all.Secrets, secret.Source)
		}
	}
	if l.builtOnly == nil {
		l.builtOnly = map[string]bool{}
	}
	l.builtOnly[name] = true
	return s.Build
}

// unused reports whether an attribute is empty and so sets nothing, or belongs to a service that is only built, and has no effect
// on its build.
func (l *loading) unused(a source.Attribute) bool {
	return a.Empty || len(a.Path) > 2 && a.Path[0] == "services" && l.builtOnly[a.Path[1]] &&
		!slices.Contains([]string{"build", "image", "platform", "pull_policy"}, a.Path[2])
}
