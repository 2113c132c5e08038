package load

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// attributes are the schema's patterns. The schema is compiled into the program, so they are parsed once.
var attributes = sync.OnceValue(func() *source.Patterns { return source.NewPatterns(Attributes()) })

// attributeList is what schema.AttributePaths returns, one path per line. compose-go parses its schema for it, which takes as
// long as parsing a project of a few services. `make golden` writes the file, and TestAttributeList compares it.
//
//go:embed attributes.txt
var attributeList string

// Attributes returns the patterns of all attributes of a Compose file, such as services.*.image, in the order of the schema
// (compose-go, schema.AttributePaths).
func Attributes() []string { return strings.Fields(attributeList) }

// selected does what docker compose does after the load: it selects services, drops what they do not use, and only then reads
// their env and label files (docker/compose pkg/compose/loader.go postProcessProject, cmd/compose/compose.go WithServices).
func (l *loading) selected(p *types.Project) (*types.Project, error) {
	names, jobs, ok := l.names(p)
	if !ok {
		return p, nil
	}
	var err error
	if len(names) > 0 {
		if p, err = p.WithServicesEnabled(names...); err != nil {
			return nil, err
		}
		if l.withSelected(p, names); l.report.Worst() >= diag.Error {
			return p, nil
		}
	}
	if len(names)+len(jobs) > 0 {
		maps.DeleteFunc(p.Jobs, func(name string, _ types.JobConfig) bool { return !slices.Contains(jobs, name) })
	}
	if l.nothingSelected(p) {
		return p, nil
	}
	if l.containers(p); l.report.Worst() >= diag.Error {
		return p, nil
	}
	all := p
	p = l.pruned(p)
	l.buildContexts(p, all)
	l.platforms(p)
	var later *unread
	if l.opts.EnvFilesOnly {
		l.checkEnvOnTarget(p)
		later = setAside(p)
	}
	l.dotEnvsCopied(p)
	l.farFiles(p)
	l.resolve(p)
	later.restore(p)
	return p, nil
}

// withSelected disables all services but the named ones and their dependencies. It replaces compose-go's
// Project.WithSelectedServices, which copies the whole project for every service that it disables. As there, a service that a
// profile disables is not selected by services that depend on it.
func (l *loading) withSelected(p *types.Project, names []string) {
	selected, queue := map[string]bool{}, slices.Clone(names)
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if selected[name] {
			continue
		}
		selected[name] = true
		s := p.Services[name]
		for _, dep := range slices.Sorted(maps.Keys(s.DependsOn)) {
			if _, enabled := p.Services[dep]; enabled {
				queue = append(queue, dep)
			} else if s.DependsOn[dep].Required {
				l.undefined(p, l.dependency([]string{"services", name}, dep), "service", dep)
			}
		}
	}
	for name, s := range p.Services {
		if !selected[name] {
			if p.DisabledServices == nil {
				p.DisabledServices = types.Services{}
			}
			p.DisabledServices[name] = s
			delete(p.Services, name)
			continue
		}
		maps.DeleteFunc(s.DependsOn, func(dep string, _ types.ServiceDependency) bool { return !selected[dep] })
	}
}

// nothingSelected refuses a project in which there is nothing to start, as docker compose does ("no service selected",
// cmd/compose/up.go).
func (l *loading) nothingSelected(p *types.Project) bool {
	if len(p.Services)+len(p.Jobs) > 0 {
		return false
	}
	text, hint := "no service is selected", ""
	var profiles []string
	for _, s := range p.AllServices() {
		profiles = append(profiles, s.Profiles...)
	}
	slices.Sort(profiles)
	switch profiles = slices.Compact(profiles); {
	case len(p.AllServices()) == 0:
		text, hint = "the project has no services", "add one under services:"
	case len(profiles) > 0:
		text += ": all have profiles, and none of those is active"
		hint = "choose with -profiles: " + strings.Join(profiles, ", ")
	}
	l.scope("services").Error(diag.Missing, text, hint)
	return true
}

// names returns the services and jobs that the user chose; none means all.
func (l *loading) names(p *types.Project) (services, jobs []string, ok bool) {
	all := p.AllServices()
	known := slices.Sorted(maps.Keys(all))
	known = append(known, slices.Sorted(maps.Keys(p.AllJobs()))...)
	ok = true
	for _, name := range l.opts.Services {
		_, isJob := p.Jobs[name]
		_, isService := all[name]
		switch {
		case isService:
			services = append(services, name)
		case isJob:
			jobs = append(jobs, name)
		default:
			ok = false
			diag.ScopeAt(&l.report, l.at("services")).Error(diag.Missing, "-services names "+quoted(name)+", which the project does not have",
				spelling.Hint(name, known))
		}
	}
	if l.opts.Include == nil {
		return services, jobs, ok
	}
	for _, name := range p.ServiceNames() {
		if l.opts.Include.MatchString(name) {
			services = append(services, name)
		}
	}
	for name := range p.Jobs {
		if l.opts.Include.MatchString(name) {
			jobs = append(jobs, name)
		}
	}
	slices.Sort(services)
	services = slices.Compact(services)
	if ok && len(services)+len(jobs) == 0 {
		ok = false
		diag.ScopeAt(&l.report, l.at("services")).Error(diag.Missing, fmt.Sprintf("no service matches -service-include %s", l.opts.Include))
	}
	return services, jobs, ok
}

// pruned drops what no service, step or job uses. compose-go considers services only.
func (l *loading) pruned(p *types.Project) *types.Project {
	all := p
	p = p.WithoutUnnecessaryResources()
	if l.opts.KeepUnused {
		maps.Copy(p.Networks, all.Networks)
		maps.Copy(p.Volumes, all.Volumes)
	}
	for _, s := range p.Services {
		for _, step := range s.PreStart {
			keepUsed(p, all, step.ContainerSpec)
		}
	}
	for _, j := range p.Jobs {
		keepUsed(p, all, j.ContainerSpec)
		if j.Build != nil {
			for _, s := range j.Build.Secrets {
				copyKey(p.Secrets, all.Secrets, s.Source)
			}
		}
	}
	return p
}

// keepUsed adds the resources that a container names, from all.
func keepUsed(p, all *types.Project, c types.ContainerSpec) {
	for name := range c.Networks {
		copyKey(p.Networks, all.Networks, name)
	}
	for _, v := range c.Volumes {
		if v.Type == types.VolumeTypeVolume {
			copyKey(p.Volumes, all.Volumes, v.Source)
		}
	}
	for _, s := range c.Secrets {
		copyKey(p.Secrets, all.Secrets, s.Source)
	}
	for _, s := range c.Configs {
		copyKey(p.Configs, all.Configs, s.Source)
	}
	for name := range c.Models {
		copyKey(p.Models, all.Models, name)
	}
}

func copyKey[M ~map[string]V, V any](to, from M, key string) {
	if v, ok := from[key]; ok {
		to[key] = v
	}
}

// platforms gives services with a build the default platform, as `up` does before it hashes (docker/compose
// cmd/compose/options.go applyPlatforms).
func (l *loading) platforms(p *types.Project) {
	platform := l.env["DOCKER_DEFAULT_PLATFORM"]
	for name, s := range p.Services {
		if platform != "" && s.Build != nil && s.Platform == "" {
			s.Platform = platform
			p.Services[name] = s
		}
	}
}

// has reports whether an entry of a top-level section is in the project.
func has(p *types.Project, section, name string) bool {
	ok := true
	switch section {
	case "services":
		_, ok = p.Services[name]
	case "jobs":
		_, ok = p.Jobs[name]
	case "networks":
		_, ok = p.Networks[name]
	case "volumes":
		_, ok = p.Volumes[name]
	case "secrets":
		_, ok = p.Secrets[name]
	case "configs":
		_, ok = p.Configs[name]
	case "models":
		_, ok = p.Models[name]
	}
	return ok
}
