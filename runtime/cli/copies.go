package cli

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// copies returns the commands that write files into a container before it starts.
func (r *Rendering) copies(c *model.Container, id Identity) []templates.Exec {
	var out []templates.Exec
	for _, f := range c.Copies {
		r.unwritable(c, f)
		out = append(out, r.Run("copy", id.Container, r.Copied(c, f), unit.Word(f.Target),
			unit.Word(fmt.Sprintf("%04o", f.Mode)), unit.Word(owner(f))))
	}
	return out
}

// unwritable warns of a file that the engine cannot write, or that the container does not see: a mount has its target, or it is in a
// read-only mount, or in a temporary file system, which is mounted after the file is written (moby daemon/archive_unix.go,
// containerExtractToDir and checkWritablePath). One in another bind mount gets into the host's folder, as with docker compose, and
// outlives the container; only for a secret is that worth a finding.
func (r *Rendering) unwritable(c *model.Container, f model.File) {
	at := r.scope.At(append(slices.Clone(c.At), f.Kind+"s", strconv.Itoa(f.Entry-1))...)
	const move = "give it another target"
	file := path.Clean("/" + f.Target)
	switch m := r.mountOf(c, file); {
	case m.target == "":
	case m.target == file:
		at.Warn(diag.Collision, fmt.Sprintf("another mount has the target %s, where the %s cannot be written", file, f.Kind), move)
	case m.temporary:
		at.Warn(diag.NoEffect, fmt.Sprintf("the tmpfs %s hides the %s, which is written before it is mounted, as in docker compose", m.target, f.Kind),
			move+", or give it as `file:`")
	case m.readOnly:
		at.Warn(diag.Unsupported, fmt.Sprintf("the %s cannot be written into %s, which is mounted read-only", f.Kind, m.target),
			move+", or give it as `file:`")
	case m.source != "" && f.Kind == "secret":
		at.Warn(diag.Outside, fmt.Sprintf("the target %s is in a bind mount: the secret is written into %s of the host and stays there, as with docker compose", file, m.source),
			"give it a target outside of the mount")
	}
}

// mounted is a mount of a container. Its source is the folder of the host that is mounted there, if one is.
type mounted struct {
	target, source      string
	readOnly, temporary bool
}

// mountOf returns the mount in which a container has a file, except for those that only its image or another container has.
func (r *Rendering) mountOf(c *model.Container, file string) (in mounted) {
	nearer := func(m mounted) {
		m.target = path.Clean("/" + m.target)
		if len(m.target) >= len(in.target) && runtime.Below(file, m.target) {
			in = m
		}
	}
	for _, b := range c.Host.Binds {
		source, readOnly := r.onHost(b.Source)
		nearer(mounted{target: b.Target, source: source, readOnly: readOnly || strings.HasPrefix(b.Mode, "ro")})
	}
	for _, m := range c.Host.Mounts {
		source, readOnly := r.onHost(m.Source)
		nearer(mounted{target: m.Target, source: source, readOnly: readOnly || m.ReadOnly || m.Type == "image", temporary: m.Type == "tmpfs"})
	}
	for _, t := range c.Host.Tmpfs {
		nearer(mounted{target: t.Name, temporary: true})
	}
	return in
}

// onHost returns the folder of the host that is the source of a mount, which is a path or the name of a volume that binds one, and
// whether the volume is read-only.
func (r *Rendering) onHost(source string) (folder string, readOnly bool) {
	if strings.HasPrefix(source, "/") {
		return source, false
	}
	for _, v := range r.project.Volumes {
		if v.Name != source {
			continue
		}
		options := strings.Split(v.Options.Get("o"), ",")
		if slices.Contains(options, "bind") {
			folder = v.Options.Get("device")
		}
		return folder, slices.Contains(options, "ro")
	}
	return "", false
}

// owner returns the owner of a copied file.
func owner(f model.File) string {
	if f.AsUser {
		return "user"
	}
	return fmt.Sprintf("%d:%d", f.UID, f.GID)
}
