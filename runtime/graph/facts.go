package graph

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/model"
)

// facts returns the facts about a container, in the order of the kinds.
func (b *builder) facts(c *model.Container) []Fact {
	var out []Fact
	add := func(f Fact) {
		f.From, f.To = clean(f.From), clean(f.To)
		if f.Kind != Volume {
			f.Object = -1
		}
		out = append(out, f)
	}
	if c.Kind == model.Job {
		b.schedules(c, add)
	}
	if c.Update != "" {
		add(Fact{Kind: Schedule, From: "update " + c.Update, Unit: b.scheme.UpdateTimer(c.Service)})
	}
	b.building(c, add)
	if n := len(c.PreStart); n > 0 {
		add(Fact{Kind: Step, From: fmt.Sprintf("%d × pre_start", n)})
	}
	for _, p := range c.Host.PortBindings {
		add(Fact{Kind: Port, From: published(p), To: strings.TrimSuffix(p.Port, "/tcp")})
	}
	if len(c.Endpoints) == 0 && c.Host.NetworkMode != "" {
		add(Fact{Kind: Network, From: b.mode(c.Host.NetworkMode)})
	}
	b.mounts(c, add)
	return out
}

// schedules adds a job's timers: one unit has the schedules that treat a missed trigger like the first, a second unit the
// others.
func (b *builder) schedules(c *model.Container, add func(Fact)) {
	var first *model.Timer
	for i := range b.project.Timers {
		t := &b.project.Timers[i]
		if t.Service != c.Service {
			continue
		}
		if first == nil {
			first = t
		}
		name := b.scheme.Timer(c.Service)
		switch {
		case t.Persistent == first.Persistent:
		case t.Persistent:
			name = b.scheme.EvenMissed(c.Service)
		default:
			name = b.scheme.UnlessMissed(c.Service)
		}
		add(Fact{Kind: Schedule, From: t.Calendar, Unit: name})
	}
}

// building adds where the image is built from; what may be a password in a URL is left out.
func (b *builder) building(c *model.Container, add func(Fact)) {
	if !c.Build {
		return
	}
	for i := range b.project.Builds {
		one := &b.project.Builds[i]
		if slices.Contains(one.Tags, c.Image) {
			add(Fact{Kind: Build, From: "build " + b.context(one.Context), Unit: b.scheme.Build(one.Service)})
			return
		}
	}
	add(Fact{Kind: Build, From: "build"})
}

func (b *builder) context(context string) string {
	if strings.HasPrefix(context, "/") {
		return b.short(context)
	}
	u, err := url.Parse(context)
	if err != nil || u.Host == "" {
		return "(remote)"
	}
	return u.Host + u.Path
}

// published returns the host's side of a port.
func published(p model.PortBinding) string {
	port := p.HostPort
	if port == "" {
		port = "any"
	}
	switch {
	case p.HostIP == "":
		return port
	case strings.Contains(p.HostIP, ":"):
		return "[" + p.HostIP + "]:" + port
	}
	return p.HostIP + ":" + port
}

// mode describes the network mode of a container that is on none of the project's networks.
func (b *builder) mode(mode string) string {
	switch kind, of, _ := strings.Cut(mode, ":"); kind {
	case "none", "disabled":
		return "no network"
	case "container":
		for i := range b.project.Containers {
			if c := &b.project.Containers[i]; c.Name == of {
				return "network of " + c.Service
			}
		}
		return "network of container " + of
	default:
		return mode + " network"
	}
}

// mounts adds host paths and then volumes.
func (b *builder) mounts(c *model.Container, add func(Fact)) {
	var volumes []Fact
	mount := func(source, target string, readOnly bool) {
		at, named := b.volume[source]
		switch {
		case strings.HasPrefix(source, "/"):
			add(Fact{Kind: Host, From: b.short(source), To: target, ReadOnly: readOnly})
		case named:
			volumes = append(volumes, Fact{Kind: Volume, From: b.out.Volumes[at].Name, To: target, ReadOnly: readOnly, Unit: b.out.Volumes[at].Unit, Object: at})
		case source == "":
			volumes = append(volumes, Fact{Kind: Volume, From: "anonymous", To: target, ReadOnly: readOnly, Object: -1})
		default:
			volumes = append(volumes, Fact{Kind: Volume, From: source, To: target, ReadOnly: readOnly, Object: -1})
		}
	}
	for _, m := range c.Host.Binds {
		mount(m.Source, m.Target, m.Mode == "ro" || strings.HasPrefix(m.Mode, "ro,"))
	}
	for _, m := range c.Host.Mounts {
		if m.Type != "tmpfs" {
			mount(m.Source, m.Target, m.ReadOnly)
		}
	}
	for _, v := range volumes {
		add(v)
	}
}

// short returns a path as one would write it in the project's folder.
func (b *builder) short(name string) string {
	if name == b.project.Dir {
		return "."
	}
	if rest, below := strings.CutPrefix(name, path.Clean(b.project.Dir)+"/"); below {
		return "./" + rest
	}
	return name
}
