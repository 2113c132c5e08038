package docker

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// mountRules print HostConfig.Binds as --volume and HostConfig.Mounts as --mount: inspect tells them apart.
var mountRules = []rule{
	but("volumes.**", func(c *container) []flag {
		var out []flag
		for _, b := range c.Host.Binds {
			out = append(out, flag{"--volume", b.String()})
		}
		for _, m := range c.Host.Mounts {
			out = append(out, flag{"--mount", mountWord(m)})
		}
		return out
	}, oddMount),
	cli.Full("tmpfs", func(c *container) []flag {
		var out []flag
		for _, t := range c.Host.Tmpfs {
			word := t.Name
			if t.Value != "" {
				word += ":" + t.Value
			}
			out = append(out, flag{"--tmpfs", word})
		}
		return out
	}),
	cli.Full("volumes_from", func(c *container) []flag { return cli.Each("--volumes-from", c.Host.VolumesFrom) }),
}

// mountWord is the value of --mount, one line of CSV (docker/cli opts/mount.go). The create script knows an anonymous
// volume by exactly this form and gives it the volume of a container it replaces.
func mountWord(m model.Mount) string {
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
	add("consistency", m.Consistency)
	if v := m.Volume; v != nil {
		add("volume-nocopy", strconv.FormatBool(v.NoCopy))
		for _, l := range v.Labels {
			add("volume-label", l.Name+"="+l.Value)
		}
	}
	if t := m.Tmpfs; t != nil {
		if t.SizeBytes != 0 {
			add("tmpfs-size", strconv.FormatInt(t.SizeBytes, 10))
		}
		if t.Mode != 0 {
			add("tmpfs-mode", fmt.Sprintf("%o", t.Mode))
		}
	}
	if m.Bind != nil {
		add("bind-propagation", m.Bind.Propagation)
	}
	return cli.Comma(fields...)
}

// oddMount names what --mount learned after 20.10 or never.
func oddMount(c *container) []runtime.Loss {
	var what []string
	odd := func(is bool, text string) {
		if is && !slices.Contains(what, text) {
			what = append(what, text)
		}
	}
	for _, m := range c.Host.Mounts {
		odd(m.Type != "bind" && m.Type != "volume" && m.Type != "tmpfs", "a mount of type "+m.Type)
		odd(strings.ContainsAny(m.Source+m.Target, "\r\n"), "a mount's path with a line end")
		odd(m.Volume != nil && m.Volume.Subpath != "", "a volume's subpath before docker 26")
		if b := m.Bind; b != nil {
			odd(b.CreateMountpoint, "a missing source of a bind mount that is made")
			odd(b.NonRecursive, "a bind mount that is not recursive")
			odd(b.ReadOnlyNonRecursive || b.ReadOnlyForceRecursive, "whether mounts below a read-only bind are read-only")
		}
	}
	return runtime.Lost(what...)
}
