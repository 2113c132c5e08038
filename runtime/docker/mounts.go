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

// mountRules are the rules that print HostConfig.Binds as --volume and HostConfig.Mounts as --mount: inspect distinguishes
// them.
func (m manager) mountRules() []rule {
	return []rule{
		cli.Container.Full("volumes.**", m.mounts).Except(oddMount),
		cli.Container.Full("tmpfs", func(c *container) []flag {
			var out []flag
			for _, t := range c.Host.Tmpfs {
				word := t.Name
				if t.Value != "" {
					word += ":" + t.Value
				}
				out = append(out, cli.Line("--tmpfs", word))
			}
			return out
		}),
	}
}

func (m manager) mounts(c *container) []flag {
	var out []flag
	for _, b := range c.Host.Binds {
		out = append(out, flag{{Text: "--volume"}, m.source(b.Source).Then(":" + b.Target + ":" + b.Mode)})
	}
	for _, mount := range c.Host.Mounts {
		out = append(out, flag{{Text: "--mount"}, m.mountWord(mount)})
	}
	return out
}

// mountWord returns the value of --mount, one line of CSV (docker/cli opts/mount.go). The create script recognizes an
// anonymous volume by exactly this form and gives it the volume of the container that is replaced.
func (m manager) mountWord(mount model.Mount) cli.Word {
	fields := []cli.Word{{Text: "type=" + mount.Type}}
	add := func(key, value string) {
		if value != "" {
			fields = append(fields, cli.Word{Text: key + "=" + value})
		}
	}
	if source := m.bound(mount); source.Place != 0 {
		source.Text = "src=" + source.Text
		fields = append(fields, source)
	} else {
		add("src", mount.Source)
	}
	add("dst", mount.Target)
	if mount.ReadOnly {
		fields = append(fields, cli.Word{Text: "readonly"})
	}
	add("consistency", mount.Consistency)
	if v := mount.Volume; v != nil {
		add("volume-nocopy", strconv.FormatBool(v.NoCopy))
		for _, l := range v.Labels {
			add("volume-label", l.Name+"="+l.Value)
		}
	}
	if t := mount.Tmpfs; t != nil {
		if t.SizeBytes != 0 {
			add("tmpfs-size", strconv.FormatInt(t.SizeBytes, 10))
		}
		if t.Mode != 0 {
			add("tmpfs-mode", fmt.Sprintf("%o", t.Mode))
		}
	}
	if mount.Bind != nil {
		add("bind-propagation", mount.Bind.Propagation)
	}
	return cli.List(fields...)
}

// oddMount lists what --mount supports only after 20.10 or not at all.
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
