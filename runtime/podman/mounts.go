package podman

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// mountRules print HostConfig.Binds as --volume and HostConfig.Mounts as --mount.
func (v version) mountRules() []rule {
	return []rule{
		but("volumes.**", "", func(c *container) []flag {
			var out []flag
			for _, b := range c.Host.Binds {
				out = append(out, flag{"--volume", b.String()})
			}
			for _, m := range c.Host.Mounts {
				out = append(out, v.mount(m))
			}
			return out
		}, oddMount),
		but("tmpfs", "", func(c *container) []flag {
			var out []flag
			for _, t := range c.Host.Tmpfs {
				out = append(out, flag{"--tmpfs", t.Name + ":" + strings.Join(tmpfs(t.Value), ",")})
			}
			return out
		}, func(c *container) string {
			for _, t := range c.Host.Tmpfs {
				if slices.ContainsFunc(strings.Split(t.Value, ","), owner) {
					return "the owner of a tmpfs (" + t.Name + ")"
				}
			}
			return ""
		}),
		lost("storage_opt", "podman's command line has no storage options for one container", ""),
	}
}

func owner(option string) bool {
	return strings.HasPrefix(option, "uid=") || strings.HasPrefix(option, "gid=")
}

// tmpfs are the options with Docker's defaults: nothing is copied into it, nothing in it can be run.
func tmpfs(written string) []string {
	var out []string
	for _, o := range strings.Split(written, ",") {
		if o != "" && !owner(o) {
			out = append(out, o)
		}
	}
	if !slices.Contains(out, "exec") && !slices.Contains(out, "noexec") {
		out = append(out, "noexec")
	}
	return append(out, "notmpcopyup")
}

// mount is one --mount, one line of CSV, or the --volume that says what --mount does not. The create script knows an
// anonymous volume by exactly this form and gives it the volume of a container it replaces.
func (v version) mount(m model.Mount) flag {
	if m.Type == "volume" && m.Volume != nil && m.Volume.NoCopy && m.Source != "" && m.Volume.Subpath == "" {
		mode := "rw"
		if m.ReadOnly {
			mode = "ro"
		}
		return flag{"--volume", m.Source + ":" + m.Target + ":" + mode + ",nocopy"}
	}
	fields := []string{"type=" + m.Type}
	add := func(key, value string) {
		if value != "" {
			fields = append(fields, key+"="+value)
		}
	}
	add("src", m.Source)
	add("dst", m.Target)
	if m.ReadOnly {
		fields = append(fields, "readonly")
	}
	if b := m.Bind; b != nil {
		add("bind-propagation", b.Propagation)
		if b.NonRecursive {
			fields = append(fields, "bind-nonrecursive")
		}
	}
	if m.Volume != nil {
		add("subpath", m.Volume.Subpath)
	}
	if m.Image != nil && m.Image.Subpath != "" {
		add("subpath", "/"+strings.TrimPrefix(m.Image.Subpath, "/"))
	}
	if m.Type == "tmpfs" {
		fields = append(fields, tmpfsFields(m.Tmpfs)...)
	}
	return flag{"--mount", cli.Comma(fields...)}
}

func tmpfsFields(t *model.TmpfsOptions) []string {
	out := []string{"noexec", "notmpcopyup"}
	if t == nil {
		return out
	}
	if t.SizeBytes != 0 {
		out = append(out, "tmpfs-size="+strconv.FormatInt(t.SizeBytes, 10))
	}
	if t.Mode != 0 {
		out = append(out, fmt.Sprintf("tmpfs-mode=%o", t.Mode))
	}
	return out
}

// oddMount names what podman's mounts do not know.
func oddMount(c *container) string {
	for _, m := range c.Host.Mounts {
		switch {
		case m.Type == "npipe" || m.Type == "cluster":
			return "a mount of type " + m.Type
		case strings.ContainsAny(m.Source+m.Target, "\r\n"):
			return "a mount's path with a line end"
		case m.Volume != nil && len(m.Volume.Labels) > 0:
			return "the labels of an anonymous volume"
		case m.Volume != nil && m.Volume.NoCopy && (m.Source == "" || m.Volume.Subpath != ""):
			return "`nocopy` of an anonymous volume or a subpath"
		case m.Bind != nil && (m.Bind.ReadOnlyNonRecursive || m.Bind.ReadOnlyForceRecursive):
			return "whether mounts below a read-only bind are read-only"
		}
	}
	return ""
}
