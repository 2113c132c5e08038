package cli

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// copies returns the commands that write files into a container before it starts.
func (r *Rendering) copies(c *model.Container, id Identity) []templates.Exec {
	var out []templates.Exec
	for _, f := range c.Copies {
		r.ontoHost(c, f)
		out = append(out, r.Run("copy", id.Container, r.Copied(c, f), unit.Word(f.Target),
			unit.Word(fmt.Sprintf("%04o", f.Mode)), unit.Word(owner(f))))
	}
	return out
}

// ontoHost reports a copied file whose target is in a bind mount: engines write such files through the container's mounts, so the
// content gets into the host's folder, as with docker compose, and outlives the container. Only a secret's is worth a finding.
func (r *Rendering) ontoHost(c *model.Container, f model.File) {
	at := r.scope.At(append(slices.Clone(c.At), f.Kind+"s", strconv.Itoa(f.Entry-1))...)
	file := path.Clean("/" + f.Target)
	target, source := r.mountOf(c, file)
	switch {
	case source == "":
	case target == file:
		at.Warn(diag.Collision, fmt.Sprintf("a bind mount has the target %s as well, and no engine writes a file over a mount: the container cannot be started", file),
			"give it another target")
	case f.Kind == "secret":
		at.Warn(diag.Outside, fmt.Sprintf("the target %s is in a bind mount: the secret is written into %s of the host and stays there, as with docker compose", file, source),
			"give it a target outside of the mount")
	}
}

// mountOf returns the target of the mount in which a container has a file, and the folder of the host that is mounted there, if one is.
func (r *Rendering) mountOf(c *model.Container, file string) (target, source string) {
	nearer := func(at, from string) {
		at = path.Clean("/" + at)
		if len(at) >= len(target) && (file == at || strings.HasPrefix(file, strings.TrimRight(at, "/")+"/")) {
			target, source = at, from
		}
	}
	for _, b := range c.Host.Binds {
		nearer(b.Target, r.onHost(b.Source))
	}
	for _, m := range c.Host.Mounts {
		switch m.Type {
		case "bind", "volume":
			nearer(m.Target, r.onHost(m.Source))
		default:
			nearer(m.Target, "")
		}
	}
	for _, t := range c.Host.Tmpfs {
		nearer(t.Name, "")
	}
	return target, source
}

// onHost returns the folder of the host that is the source of a mount: a path, or the name of a volume that binds one.
func (r *Rendering) onHost(source string) string {
	if strings.HasPrefix(source, "/") {
		return source
	}
	for _, v := range r.project.Volumes {
		if v.Name == source && slices.Contains(strings.FieldsFunc(v.Options.Get("o"), func(c rune) bool { return c == ',' }), "bind") {
			return v.Options.Get("device")
		}
	}
	return ""
}

// owner returns the owner of a copied file.
func owner(f model.File) string {
	if f.AsUser {
		return "user"
	}
	return fmt.Sprintf("%d:%d", f.UID, f.GID)
}
