package load

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// consistent reports all contradictions between parts of the project. It replaces compose-go's loader.checkConsistency, which
// stops at the first contradiction, in random order, has no positions, and searches for cycles along every path: its time
// doubles with each service that depends on all before it. This function visits every edge once.
func (l *loading) consistent(p *types.Project) {
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		l.service(p, name, p.Services[name])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		l.job(p, name, p.Jobs[name])
	}
	for _, name := range slices.Sorted(maps.Keys(p.DisabledJobs)) {
		l.sharedName(p, name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Secrets)) {
		if s := p.Secrets[name]; !bool(s.External) && s.File == "" && s.Environment == "" {
			l.refuse(diag.Invalid, []string{"secrets", name}, "has neither file nor environment", "add one of them, or write external: true")
		}
	}
	l.cycles(p)
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
	l.build(p, name, s)
	l.agreeing(name, s)
	l.mounted(name, s)
	l.watched(name, s.Develop)
	l.container(p, path(), s.ContainerSpec)
	if target, ok := strings.CutPrefix(s.NetworkMode, types.ServicePrefix); ok {
		if _, known := p.Services[target]; !known {
			l.undefined(p, path("network_mode"), "service", target)
		}
	}
	for _, dep := range slices.Sorted(maps.Keys(s.DependsOn)) {
		_, enabled := p.Services[dep]
		_, disabled := p.DisabledServices[dep]
		if enabled || disabled && !s.DependsOn[dep].Required || s.NetworkMode == types.ServicePrefix+dep {
			continue
		}
		l.undefined(p, l.dependency(path(), dep), "service", dep)
	}
}

// dependency returns where a dependency was written: depends_on, or an attribute that implies it (compose-go loader.Normalize).
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
	l.sharedName(p, name)
}

// sharedName refuses a job that has the name of a service: a dependency on that name would be ambiguous.
func (l *loading) sharedName(p *types.Project, name string) {
	_, enabled := p.Services[name]
	if _, disabled := p.DisabledServices[name]; enabled || disabled {
		l.refuse(diag.Collision, []string{"jobs", name}, "is the name of a service too", "rename one of them")
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
	hint := l.nearest(name, maps.Keys(known))
	if hint == "" {
		hint = "declare it under the top-level " + kind + "s"
	}
	l.refuse(diag.Missing, path, "the "+kind+" "+quoted(name)+" is not defined", hint)
}

// undefined reports why a required service does not exist.
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
	l.refuse(diag.Missing, path, "the "+kind+" "+quoted(name)+" is not defined",
		cmp.Or(l.nearest(name, servicesOf(p)), defined(p)))
}

// defined returns the names of the services, if they are few enough for a hint.
func defined(p *types.Project) string {
	if len(p.Services)+len(p.DisabledServices) > 12 { // nothing is sorted: there can be thousands, as of names that are not defined
		return "define it under services, or correct the name"
	}
	return "defined services: " + strings.Join(slices.Sorted(servicesOf(p)), ", ")
}

// servicesOf returns the names of all services, in no particular order. It copies nothing, unlike compose-go's AllServices.
func servicesOf(p *types.Project) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, some := range []types.Services{p.Services, p.DisabledServices} {
			for name := range some {
				if !yield(name) {
					return
				}
			}
		}
	}
}
