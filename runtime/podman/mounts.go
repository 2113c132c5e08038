package podman

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/model"
)

// mountRules are the rules that print HostConfig.Binds as --volume and HostConfig.Mounts as --mount.
func (v version) mountRules() []rule {
	return []rule{
		cli.Container.Full("volumes.**", func(c *container) []flag {
			var out []flag
			for _, b := range c.Host.Binds {
				out = append(out, flag{{Text: "--volume"}, volume(b)})
			}
			for _, m := range c.Host.Mounts {
				out = append(out, v.mount(m))
			}
			return out
		}).Except(oddMount),
		cli.Container.Full("tmpfs", func(c *container) []flag {
			var out []flag
			for _, t := range tmpfsMounts(c) {
				out = append(out, cli.Line("--tmpfs", t.Name+":"+strings.Join(tmpfs(t.Value), ",")))
			}
			return out
		}).Except(oddTmpfs),
		cli.Container.None("storage_opt", "podman's command line has no storage options for a single container", ""),
	}
}

// tmpfsOption reports whether podman accepts an option of a tmpfs (podman pkg/util/mount_opts.go).
func tmpfsOption(option string) bool {
	name, _, _ := strings.Cut(option, "=")
	return slices.Contains([]string{"rw", "ro", "exec", "noexec", "suid", "nosuid", "dev", "nodev", "size", "mode", "U", "noswap",
		"private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable"}, name)
}

// tmpfs returns the options with Docker's defaults: nothing is copied into it, nothing in it can be executed.
func tmpfs(written string) []string {
	var out []string
	seen := map[string]bool{}
	for _, o := range slices.Backward(strings.Split(written, ",")) {
		if key := tmpfsKey(o); tmpfsOption(o) && !seen[key] {
			seen[key] = true
			out = slices.Insert(out, 0, o)
		}
	}
	if !seen["exec"] {
		out = append(out, "noexec")
	}
	return append(out, "notmpcopyup")
}

// tmpfsKey returns what an option sets. Of several that set the same, Docker takes the last, and podman refuses them
// (moby/sys/mount MergeTmpfsOptions; podman pkg/util/mount_opts.go).
func tmpfsKey(option string) string {
	name, _, _ := strings.Cut(option, "=")
	switch name {
	case "ro":
		return "rw"
	case "noexec", "nosuid", "nodev":
		return strings.TrimPrefix(name, "no")
	case "private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable":
		return "propagation"
	}
	return name
}

// tmpfsMounts returns the temporary file systems, the last of each path: podman refuses a second one.
func tmpfsMounts(c *container) model.Map {
	var out model.Map
	for i, t := range c.Host.Tmpfs {
		same := func(later model.Pair) bool { return path.Clean(later.Name) == path.Clean(t.Name) }
		if !slices.ContainsFunc(c.Host.Tmpfs[i+1:], same) {
			out = append(out, t)
		}
	}
	return out
}

// oddTmpfs lists the options of tmpfs mounts that podman rejects.
func oddTmpfs(c *container) []runtime.Loss {
	var out []runtime.Loss
	for _, t := range c.Host.Tmpfs {
		for _, o := range strings.Split(t.Value, ",") {
			if o != "" && !tmpfsOption(o) {
				out = append(out, runtime.Loss{What: "the option " + o + " of a tmpfs", Text: "podman's tmpfs " + t.Name + " has no option " + o})
			}
		}
	}
	return out
}

// mount returns one --mount, one line of CSV, or a --volume for what --mount cannot express. The create script recognizes
// an anonymous volume by exactly this form and gives it the volume of the container that is replaced.
func (v version) mount(m model.Mount) flag {
	if m.Type == "volume" && m.Volume != nil && m.Volume.NoCopy && m.Source != "" && m.Volume.Subpath == "" {
		mode := "rw"
		if m.ReadOnly {
			mode = "ro"
		}
		return cli.Line("--volume", m.Source+":"+m.Target+":"+strings.Join(append([]string{mode, "nocopy"}, extra(m.Written)...), ","))
	}
	fields := []cli.Word{{Text: "type=" + m.Type}}
	say := func(text string) { fields = append(fields, cli.Word{Text: text}) }
	add := func(key, value string) {
		if value != "" {
			say(key + "=" + value)
		}
	}
	if m.Type == "bind" && rules.IsDockerSocket(m.Source) {
		fields = append(fields, cli.Word{Text: "src=", Place: cli.RuntimeDir, Rest: podmanSocket})
	} else {
		add("src", m.Source)
	}
	add("dst", m.Target)
	if m.ReadOnly && m.Type != "image" { // an image is read-only, and has no such option
		say("readonly")
	}
	if b := m.Bind; b != nil {
		add("bind-propagation", b.Propagation)
		if b.NonRecursive {
			say("bind-nonrecursive")
		}
	}
	if m.Volume != nil {
		add("subpath", m.Volume.Subpath)
	}
	if m.Image != nil && m.Image.Subpath != "" {
		add("subpath", "/"+strings.TrimPrefix(m.Image.Subpath, "/"))
	}
	for _, option := range mountOptions(m.Written) {
		say(option)
	}
	if m.Type == "tmpfs" {
		for _, option := range tmpfsFields(m.Tmpfs) {
			say(option)
		}
	}
	return flag{{Text: "--mount"}, cli.List(fields...)}
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
