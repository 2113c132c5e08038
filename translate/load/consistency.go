package load

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// inconsistencies loads the project without compose-go's check of references, which stops at the first, in random
// order, and checks all of them (compose-go loader.checkConsistency).
func (l *loading) inconsistencies(ctx context.Context) {
	defer func() { _ = recover() }() // the panic was compose-go's in the first load too, and is told from there
	lax := func(o *loader.Options) {
		l.loaderOptions(o)
		o.SkipConsistencyCheck = true
	}
	project, err := loader.LoadWithContext(ctx, l.details, lax)
	if err != nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(project.Services)) {
		l.service(project, name, project.Services[name])
	}
	for _, name := range slices.Sorted(maps.Keys(project.Jobs)) {
		l.job(project, name, project.Jobs[name])
	}
	l.cycles(project)
}

func (l *loading) service(p *types.Project, name string, s types.ServiceConfig) {
	path := func(rest ...string) []string { return append([]string{"services", name}, rest...) }
	if s.Build == nil && s.Image == "" && s.Provider == nil {
		l.refuse(diag.Invalid, path(), "has neither image nor build", "add image:")
	}
	if s.NetworkMode != "" && len(s.Networks) > 0 {
		l.refuse(diag.Invalid, path("network_mode"), "a service has network_mode or networks, not both", "remove one of them")
	}
	if s.HealthCheck != nil && len(s.HealthCheck.Test) > 0 && !slices.Contains([]string{"CMD", "CMD-SHELL", "NONE"}, s.HealthCheck.Test[0]) {
		l.refuse(diag.Invalid, path("healthcheck", "test"), "the list must begin with CMD, CMD-SHELL or NONE", "write one string for a shell command")
	}
	if s.Build != nil && len(s.Build.Platforms) > 0 && s.Platform != "" && !slices.Contains(s.Build.Platforms, s.Platform) {
		l.refuse(diag.Invalid, path("build", "platforms"), "the list lacks the service's platform "+s.Platform, "add it")
	}
	l.container(p, path(), s.ContainerSpec)
	if target, ok := strings.CutPrefix(s.NetworkMode, types.ServicePrefix); ok {
		if _, known := p.Services[target]; !known {
			l.undefined(p, path("network_mode"), "service", target)
		}
	}
	if s.Build != nil {
		for _, secret := range s.Build.Secrets {
			reference(l, path("build", "secrets"), "secret", secret.Source, p.Secrets)
		}
	}
	for _, dep := range slices.Sorted(maps.Keys(s.DependsOn)) {
		_, enabled := p.Services[dep]
		_, disabled := p.DisabledServices[dep]
		if enabled || disabled && !s.DependsOn[dep].Required || strings.HasSuffix(s.NetworkMode, ":"+dep) {
			continue
		}
		l.undefined(p, l.dependency(path(), dep), "service", dep)
	}
}

// dependency is where a dependency was written: depends_on, or what implies it (compose-go loader.Normalize).
func (l *loading) dependency(service []string, dep string) []string {
	for _, attr := range []string{"depends_on", "links", "volumes_from"} {
		if path := append(slices.Clone(service), attr, dep); l.source.Has(path...) {
			return path
		}
	}
	for _, attr := range []string{"network_mode", "ipc", "pid", "uts", "cgroup"} {
		if path := append(slices.Clone(service), attr); strings.Contains(l.source.Text(path...), ":"+dep) {
			return path
		}
	}
	return append(slices.Clone(service), "depends_on")
}

func (l *loading) job(p *types.Project, name string, j types.JobConfig) {
	path := []string{"jobs", name}
	l.container(p, path, j.ContainerSpec)
	for _, dep := range slices.Sorted(maps.Keys(j.DependsOn)) {
		_, isService := p.Services[dep]
		_, isJob := p.Jobs[dep]
		_, disabled := p.DisabledServices[dep]
		if !isService && !isJob && (!disabled || j.DependsOn[dep].Required) {
			l.undefined(p, append(path[:2:2], "depends_on", dep), "service", dep)
		}
	}
	if _, both := p.AllServices()[name]; both {
		l.refuse(diag.Collision, path, "is the name of a service too", "rename one of them")
	}
}

// container checks the references that services and jobs share.
func (l *loading) container(p *types.Project, path []string, s types.ContainerSpec) {
	at := func(rest ...string) []string { return append(path[:2:2], rest...) }
	for _, name := range slices.Sorted(maps.Keys(s.Networks)) {
		reference(l, at("networks", name), "network", name, p.Networks)
	}
	for i, v := range s.Volumes {
		if v.Type == types.VolumeTypeVolume && v.Source != "" {
			reference(l, at("volumes", itoa(i)), "volume", v.Source, p.Volumes)
		}
	}
	for i, c := range s.Configs {
		reference(l, at("configs", itoa(i)), "config", c.Source, p.Configs)
	}
	for i, c := range s.Secrets {
		reference(l, at("secrets", itoa(i)), "secret", c.Source, p.Secrets)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Models)) {
		reference(l, at("models", name), "model", name, p.Models)
	}
}

func reference[M ~map[string]V, V any](l *loading, path []string, kind, name string, known M) {
	if _, ok := known[name]; ok {
		return
	}
	hint := source.Nearest(name, slices.Sorted(maps.Keys(known)))
	if hint == "" {
		hint = "declare it under the top-level " + kind + "s"
	}
	l.refuse(diag.Missing, path, "the "+kind+" "+quoted(name)+" is not defined", hint)
}

// undefined says why a service that is needed is not there.
func (l *loading) undefined(p *types.Project, path []string, kind, name string) {
	if s, ok := p.DisabledServices[name]; ok {
		l.refuse(diag.Missing, path, "the service "+quoted(name)+" is needed, but none of its profiles is active",
			"use -profiles "+strings.Join(s.Profiles, ","))
		return
	}
	if _, ok := p.Jobs[name]; ok {
		l.refuse(diag.Invalid, path, quoted(name)+" is a job, and a service can depend on services only", "")
		return
	}
	l.refuse(diag.Missing, path, "the "+kind+" "+quoted(name)+" is not defined", source.Nearest(name, slices.Sorted(maps.Keys(p.AllServices()))))
}

// cycles finds services that wait for each other.
func (l *loading) cycles(p *types.Project) {
	const busy, done = 1, 2
	state := map[string]int{}
	var visit func(name string, chain []string)
	visit = func(name string, chain []string) {
		chain = append(chain[:len(chain):len(chain)], name)
		state[name] = busy
		for _, dep := range slices.Sorted(maps.Keys(p.Services[name].DependsOn)) {
			switch state[dep] {
			case busy:
				loop := append(chain[slices.Index(chain, dep):len(chain):len(chain)], dep)
				l.refuse(diag.Invalid, l.dependency([]string{"services", name}, dep), "the services wait for each other: "+strings.Join(loop, " -> "), "remove one of the dependencies")
			case 0:
				visit(dep, chain)
			}
		}
		state[name] = done
	}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		if state[name] == 0 {
			visit(name, nil)
		}
	}
}
