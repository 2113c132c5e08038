package podman

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// adaptation rewrites a project for Podman: names that Podman reads differently from Docker are written in full, and what
// it cannot do is reported.
type adaptation struct {
	version version
	user    bool
	// dockerCaps gives containers the capabilities that Docker grants by default and podman does not.
	dockerCaps bool
	// allow are the patterns of losses that are accepted.
	allow []string
	scope diag.Scope
	// local are the full names of the images that are built here and never pulled.
	local map[string]bool
}

// project returns the rewritten copy of a project; the original stays unchanged, as other runtimes may render the same
// model.
func (a *adaptation) project(p *model.Project) *model.Project {
	out := *p
	a.findLocal(p)
	out.Builds = slices.Clone(p.Builds)
	for i := range out.Builds {
		a.build(&out.Builds[i])
	}
	out.Containers = slices.Clone(p.Containers)
	for i := range out.Containers {
		c := &out.Containers[i]
		a.modes(c)
		a.container(c)
		a.ofNetworks(p.Networks, c)
		a.needs(c)
		a.capable(c)
	}
	a.linked(&out)
	a.networkNames(p)
	for _, n := range p.Networks {
		a.networkVersion(n)
	}
	for _, v := range p.Volumes {
		a.name(v.Name, v.At...)
		a.volumeVersion(v)
		a.plugin(v)
	}
	if a.version < 504 && len(p.Containers) > 0 {
		a.say(diag.Note, "before podman 5.4, containers see the names in the host's /etc/hosts", "name")
	}
	return &out
}

// say reports a finding about the version.
func (a *adaptation) say(s diag.Severity, text string, at ...string) {
	a.scope.At(at...).Add(s, diag.Version, text)
}

func (a *adaptation) findLocal(p *model.Project) {
	a.local = map[string]bool{}
	pulled := map[string]bool{}
	for _, b := range p.Builds {
		for _, tag := range b.Tags {
			name := qualified(tag, false, ":latest")
			a.local[name] = true
			pulled[name] = pulled[name] || b.First.Policy != "never"
		}
	}
	for name := range pulled {
		a.local[name] = !pulled[name]
	}
}

// image returns the full name of an image, as Docker would read it; for an image that is only ever built here and names no
// registry, in podman's localhost/.
func (a *adaptation) image(name string) string {
	return qualified(name, a.local[qualified(name, false, ":latest")], ":latest")
}

func (a *adaptation) build(b *model.Build) {
	b.Tags = slices.Clone(b.Tags)
	for i := range b.Tags {
		b.Tags[i] = a.image(b.Tags[i])
	}
	for _, s := range b.Secrets {
		if strings.Contains(s.Source, ",") { // buildah pkg/parse Secrets does not support quotes
			a.scope.At(b.At...).At("secrets").Error(diag.Unsafe, "podman cuts the path of a build secret at a comma: "+s.Source,
				"give the file a name without one")
		}
	}
	b.Contexts = slices.Clone(b.Contexts)
	for i, c := range b.Contexts {
		if name, ok := strings.CutPrefix(c.Value, "docker-image://"); ok {
			b.Contexts[i].Value = "docker-image://" + a.image(name)
		}
	}
}

func (a *adaptation) container(c *model.Container) {
	a.name(model.Numbered(c.Name, 1), append(c.At, "container_name")...)
	c.Image = a.image(c.Image)
	c.ArchiveImages = slices.Clone(c.ArchiveImages)
	for i := range c.ArchiveImages {
		c.ArchiveImages[i] = a.image(c.ArchiveImages[i])
	}
	c.ImageVolumes = slices.Clone(c.ImageVolumes)
	for i := range c.ImageVolumes {
		c.ImageVolumes[i].Image = a.image(c.ImageVolumes[i].Image)
	}
	c.Host.Mounts = slices.Clone(c.Host.Mounts)
	for i, m := range c.Host.Mounts {
		if m.Type == "image" {
			c.Host.Mounts[i].Source = a.image(m.Source)
		}
	}
	if a.user {
		c.Host.DeviceCgroupRules = nil // not permitted for a user; runtime.CheckUser has reported it
	}
	a.unaccepted(c)
	a.socket(c)
	a.containerVersion(c)
	c.PreStart = slices.Clone(c.PreStart)
	for i := range c.PreStart {
		a.container(&c.PreStart[i])
	}
}

var named = lazyregexp.New(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`)

// name rejects names that podman does not accept (libpod/define/container.go, NameRegex).
func (a *adaptation) name(name string, at ...string) {
	if name != "" && !named.MatchString(name) {
		a.scope.At(at...).Error(diag.Unsafe, "podman does not accept the name "+name,
			"use letters, digits, _ . and -, beginning with a letter or digit")
	}
}

// podmanSocket is podman's socket, which replaces Docker's, below the manager's runtime directory.
const podmanSocket = "/podman/podman.sock"

// socket removes Docker's socket from the paths that must exist.
func (a *adaptation) socket(c *model.Container) {
	c.HostPaths, c.MakePaths = rules.WithoutDockerSocket(c.HostPaths), rules.WithoutDockerSocket(c.MakePaths)
	if len(sockets(c)) > 0 {
		a.scope.At(c.At...).At("volumes").Note(diag.Runtime, "the container gets podman's socket instead of Docker's: it speaks Docker's API and shows podman's containers")
	}
}

// sockets returns the units that serve a socket the container binds.
func sockets(c *model.Container) []string {
	if !rules.BindsDockerSocket(c) && !slices.ContainsFunc(c.PreStart, func(s model.Container) bool { return len(sockets(&s)) > 0 }) {
		return nil
	}
	return []string{"podman.socket"}
}
