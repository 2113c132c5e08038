package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// build checks the references of a build, and which of its attributes exclude each other.
func (l *loading) build(p *types.Project, name string, s types.ServiceConfig) {
	if s.Build == nil {
		return
	}
	at := func(rest ...string) []string { return append([]string{"services", name, "build"}, rest...) }
	if s.Build.DockerfileInline != "" && s.Build.Dockerfile != "" {
		l.refuse(diag.Invalid, at("dockerfile_inline"), "a build has dockerfile or dockerfile_inline, not both", "remove one of them")
	}
	if len(s.Build.Platforms) > 0 && s.Platform != "" && !slices.Contains(s.Build.Platforms, s.Platform) {
		l.refuse(diag.Invalid, at("platforms"), "the list lacks the service's platform "+s.Platform, "add it")
	}
	for _, secret := range s.Build.Secrets {
		reference(l, at("secrets"), "secret", secret.Source, p.Secrets)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Build.AdditionalContexts)) {
		target, ok := strings.CutPrefix(s.Build.AdditionalContexts[key], types.ServicePrefix)
		if !ok {
			continue
		}
		other, known := p.Services[target]
		if !known {
			other, known = p.DisabledServices[target]
		}
		if !known {
			l.undefined(p, at("additional_contexts", key), "service", target)
		} else if other.Build == nil {
			l.refuse(diag.Invalid, at("additional_contexts", key), "the service "+quoted(target)+" has no build, so its image cannot be a build context", "name a service that is built, or write docker-image://…")
		}
	}
}

// agreeing checks attributes that set the same thing in two places. Like compose-go, it lets scale decide if deploy has no
// count.
func (l *loading) agreeing(name string, s types.ServiceConfig) {
	path := []string{"services", name}
	at := func(rest ...string) []string { return append(path[:2:2], rest...) }
	differs := func(attr, other string) {
		l.refuse(diag.Invalid, at(attr), "differs from "+other, "remove one of them, or give both the same value")
	}
	if s.Scale != nil && s.Deploy != nil {
		if s.Deploy.Replicas != nil && *s.Scale != *s.Deploy.Replicas {
			differs("scale", "deploy.replicas")
		}
		s.Deploy.Replicas = s.Scale
	}
	switch counted := l.counted(at()); {
	case s.GetScale() < 0:
		l.refuse(diag.Invalid, counted, "must be at least 0", "")
	case s.GetScale() > 1 && s.ContainerName != "":
		l.refuse(diag.Collision, at("container_name"), "several containers cannot have one name", "remove container_name or "+strings.Join(counted[2:], "."))
	}
	if s.Deploy == nil {
		return
	}
	if limits := s.Deploy.Resources.Limits; limits != nil {
		if s.CPUS != 0 && limits.NanoCPUs.Value() != s.CPUS {
			differs("cpus", "deploy.resources.limits.cpus")
		}
		if s.MemLimit != 0 && limits.MemoryBytes != s.MemLimit {
			differs("mem_limit", "deploy.resources.limits.memory")
		}
		if s.PidsLimit != 0 && limits.Pids != s.PidsLimit {
			differs("pids_limit", "deploy.resources.limits.pids")
		}
	}
	if reserved := s.Deploy.Resources.Reservations; reserved != nil && s.MemReservation != 0 && reserved.MemoryBytes != s.MemReservation {
		differs("mem_reservation", "deploy.resources.reservations.memory")
	}
}

// counted returns where the number of containers was written.
func (l *loading) counted(service []string) []string {
	if path := append(slices.Clone(service), "scale"); l.source.Has(path...) {
		return path
	}
	return append(slices.Clone(service), "deploy", "replicas")
}

// mounted refuses two mounts with the same target.
func (l *loading) mounted(name string, s types.ServiceConfig) {
	places := map[string]string{}
	mount := func(attr string, i int, target string) {
		path := []string{"services", name, attr, itoa(i)}
		if first, taken := places[target]; taken {
			l.refuse(diag.Collision, path, quoted(target)+" already has a mount: "+first, "remove one of them")
			return
		}
		places[target] = attr + "." + itoa(i)
	}
	for i, spec := range s.Tmpfs {
		target, _, _ := strings.Cut(spec, ":")
		mount("tmpfs", i, target)
	}
	for i, v := range s.Volumes {
		mount("volumes", i, v.Target)
	}
}

// watched checks develop.watch although no unit is generated from it: Compose refuses the project.
func (l *loading) watched(name string, d *types.DevelopConfig) {
	if d == nil {
		return
	}
	for i, w := range d.Watch {
		if w.Target == "" && w.Action != types.WatchActionRebuild && w.Action != types.WatchActionRestart {
			l.refuse(diag.Invalid, []string{"services", name, "develop", "watch", itoa(i)}, "the action "+quoted(string(w.Action))+" needs a target", "add target:")
		}
	}
}

// MaxContainers is the maximum number of containers in a project, including replicas, steps and jobs. Each costs half a
// millisecond and some files. [source.MaxServices] limits what is read before they are counted.
const MaxContainers = 5000

// containers limits the number of containers that no profile disables.
func (l *loading) containers(p *types.Project) {
	total := len(p.Jobs)
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		s := p.Services[name]
		if total += min(max(s.GetScale(), 1), MaxContainers) + len(s.PreStart); total > MaxContainers {
			l.refuse(diag.Limit, []string{"services", name}, fmt.Sprintf("the project has more than %d containers", MaxContainers), "split the project")
			return
		}
	}
}
