package quadlet

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// adaptation rewrites Podman's project for Quadlet and reports the differences.
type adaptation struct {
	scope diag.Scope
}

// project returns the rewritten copy of a project.
func (a *adaptation) project(p *model.Project) *model.Project {
	out := *p
	out.Containers = slices.Clone(p.Containers)
	out.Volumes = slices.Clone(p.Volumes)
	for i := range out.Containers {
		c := &out.Containers[i]
		a.volumes(&out, c)
		steps(c)
		a.files(c)
		a.joins(&out, c)
		a.folder(c)
	}
	return &out
}

// volumes gives every anonymous volume of a container a name and adds it to the project's volumes, so that it outlives the
// container, as with Compose when it recreates the container.
func (a *adaptation) volumes(p *model.Project, c *model.Container) {
	c.Host.Mounts = slices.Clone(c.Host.Mounts)
	c.Volumes = slices.Clone(c.Volumes)
	for i, m := range c.Host.Mounts {
		if m.Type != "volume" || m.Source != "" {
			continue
		}
		c.Host.Mounts[i].Source = c.Name + "." + word(m.Target)
		for n := 1; n <= c.Replicas; n++ {
			v := model.Volume{Key: c.Service + "-" + word(m.Target), At: slices.Concat(c.At, []string{"volumes"})}
			if c.Replicas > 1 {
				v.Key += "-" + strconv.Itoa(n)
			}
			v.Name = model.Numbered(c.Host.Mounts[i].Source, n)
			v.Labels = model.Sorted(map[string]string{
				"com.docker.compose.project": p.Name, "com.docker.compose.version": c.Config.Labels.Get("com.docker.compose.version"),
			})
			if m.Volume != nil {
				for _, l := range m.Volume.Labels {
					v.Labels.Set(l.Name, l.Value)
				}
			}
			p.Volumes = append(p.Volumes, v)
			c.Volumes = append(c.Volumes, v.Key)
		}
		if m.Volume != nil && len(m.Volume.Labels) > 0 { // the volume has them
			options := *m.Volume
			options.Labels = nil
			c.Host.Mounts[i].Volume = &options
		}
	}
}

// steps gives every pre_start step the container's volumes one by one: there is no container yet from which it could take
// them.
func steps(c *model.Container) {
	own := model.Numbered(c.Name, 1)
	c.PreStart = slices.Clone(c.PreStart)
	for i := range c.PreStart {
		step := &c.PreStart[i].Host
		if !slices.Contains(step.VolumesFrom, own) {
			continue
		}
		step.VolumesFrom = slices.DeleteFunc(slices.Clone(step.VolumesFrom), func(name string) bool { return name == own })
		step.VolumesFrom = append(step.VolumesFrom, c.Host.VolumesFrom...)
		has := map[string]bool{} // a step's own mounts take precedence over inherited ones
		for _, b := range step.Binds {
			has[path.Clean(b.Target)] = true
		}
		for _, m := range step.Mounts {
			has[path.Clean(m.Target)] = true
		}
		step.Binds, step.Mounts = slices.Clone(step.Binds), slices.Clone(step.Mounts)
		for _, b := range c.Host.Binds {
			if !has[path.Clean(b.Target)] {
				step.Binds = append(step.Binds, b)
			}
		}
		for _, m := range c.Host.Mounts {
			if (m.Type == "bind" || m.Type == "volume") && !has[path.Clean(m.Target)] {
				step.Mounts = append(step.Mounts, m)
			}
		}
	}
}

var plain = lazyregexp.New(`^(/[A-Za-z0-9_.]+)+$`)

// word derives from a path a part of a name that is unique to the path.
func word(target string) string {
	clean := path.Clean(target)
	short := strings.Trim(strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_' || r == '.') {
			return r
		}
		return '-'
	}, clean), "-")
	if plain.MatchString(clean) {
		return short
	}
	return fmt.Sprintf("%.60s-%x", short, sha256.Sum256([]byte(clean)))[:min(len(short), 60)+9]
}

// secretMax is the maximum size of a podman secret (libpod, common/pkg/secrets: maxSecretSize).
const secretMax = 512000 - 1

// files checks the files that become podman secrets.
func (a *adaptation) files(c *model.Container) {
	c.Copies = slices.Clone(c.Copies)
	for i, f := range c.Copies {
		at := append(c.At, f.Kind+"s")
		say := func(s diag.Severity, code diag.Code, text string) {
			a.scope.At(at...).Add(s, code, f.Target+": "+text)
		}
		switch {
		case f.Content == "" && f.Credential == nil:
			say(diag.Error, diag.Unsafe, "podman does not store empty secrets, which Quadlet would need for an empty file")
		case len(f.Content) > secretMax:
			say(diag.Error, diag.Unsafe, fmt.Sprintf("podman does not store secrets over %d bytes, which Quadlet would need for this file", secretMax))
		case strings.Contains(f.Target, ","):
			say(diag.Error, diag.Unsafe, "podman cannot mount a secret at a path that contains a comma")
		case f.AsUser:
			uid, gid, ok := ids(c.Config.User)
			if !ok {
				say(diag.Warning, diag.Partial, "it is owned by root, because only the container knows the ids of its user "+c.Config.User)
			}
			c.Copies[i].UID, c.Copies[i].GID, c.Copies[i].AsUser = uid, gid, false
		}
	}
}

// ids returns the IDs of a user that is written in numbers.
func ids(user string) (uid, gid int, ok bool) {
	u, g, both := strings.Cut(user, ":")
	uid, err := strconv.Atoi(u)
	if err != nil {
		return 0, 0, false
	}
	if both {
		if gid, err = strconv.Atoi(g); err != nil {
			return 0, 0, false
		}
	}
	return uid, gid, true
}

// joins reports that a container which shares another's namespace stops and restarts with it.
func (a *adaptation) joins(p *model.Project, c *model.Container) {
	for _, joined := range []struct{ attr, mode string }{
		{"network_mode", c.Host.NetworkMode}, {"ipc", c.Host.IpcMode}, {"pid", c.Host.PidMode}, {"uts", c.Host.UTSMode},
	} {
		name, ok := strings.CutPrefix(joined.mode, "container:")
		if ok && slices.ContainsFunc(p.Containers, func(o model.Container) bool { return o.Name == name }) {
			a.note("Quadlet removes "+name+" when it stops, so this one stops and restarts with it", append(c.At, joined.attr)...)
		}
	}
}

// folder reports a working directory that may not exist: podman run does not create it. A mounted one exists; for others
// only the image knows.
func (a *adaptation) folder(c *model.Container) {
	dir := path.Clean("/" + c.Config.WorkingDir)
	var mounted []string
	for _, b := range c.Host.Binds {
		mounted = append(mounted, b.Target)
	}
	for _, m := range c.Host.Mounts {
		mounted = append(mounted, m.Target)
	}
	if dir != "/" && !slices.ContainsFunc(mounted, func(at string) bool { return runtime.Below(dir, path.Clean(at)) }) {
		a.note("Quadlet does not create the working directory: the image must have "+dir, append(c.At, "working_dir")...)
	}
}

func (a *adaptation) note(text string, at ...string) {
	a.scope.At(at...).Note(diag.Runtime, text)
}
