package podman

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// kept are the options of a volume's short form that Compose ignores and podman supports, in --volume and --mount alike
// (podman pkg/util/mount_opts.go, pkg/specgenutil/volumes.go).
var kept = []string{"U", "exec", "noexec", "suid", "nosuid", "dev", "nodev"}

// pairs are opposite options of which podman accepts only one.
var pairs = [][]string{{"exec", "noexec"}, {"suid", "nosuid"}, {"dev", "nodev"}}

// extra returns the options that podman supports in addition to Compose's: the first of each kind, and the one for which
// Docker's API has no field in a mount.
func extra(w model.Written) []string {
	var out []string
	for _, o := range w.Unknown {
		if slices.Contains(kept, o) && !rivaled(out, o) {
			out = append(out, o)
		}
	}
	if w.SELinux != "" {
		out = append(out, w.SELinux)
	}
	return out
}

// rivaled reports whether list contains an option or its opposite.
func rivaled(list []string, option string) bool {
	return slices.Contains(list, option) || slices.ContainsFunc(pairs, func(pair []string) bool {
		return slices.Contains(pair, option) && slices.ContainsFunc(list, func(o string) bool { return slices.Contains(pair, o) })
	})
}

// mountOptions does the same for --mount, which spells the relabelling options differently.
func mountOptions(w model.Written) []string {
	out := extra(w)
	for i, o := range out {
		switch o {
		case "z":
			out[i] = "relabel=shared"
		case "Z":
			out[i] = "relabel=private"
		}
	}
	return out
}

// volume returns the value of --volume, with Docker's socket replaced by podman's.
func volume(b model.Bind) cli.Word {
	source := cli.Word{Text: b.Source}
	if rules.IsDockerSocket(b.Source) {
		source = cli.Word{Place: cli.RuntimeDir, Rest: podmanSocket}
	}
	return source.Then(":" + b.Target + ":" + strings.Join(append([]string{b.Mode}, extra(b.Written)...), ","))
}

// oddMount lists options that podman's mounts do not support.
func oddMount(c *container) []runtime.Loss {
	var out []runtime.Loss
	for _, b := range c.Host.Binds {
		out = append(out, cli.Ignored(b.Written, b.Target, extra(b.Written))...)
	}
	for _, m := range c.Host.Mounts {
		out = append(out, cli.Ignored(m.Written, m.Target, extra(m.Written))...)
		out = append(out, odd(m)...)
	}
	return out
}

// shown returns a path as printed in a finding, on one line.
func shown(path string) string {
	if strings.ContainsAny(path, "\r\n") {
		return strconv.Quote(path)
	}
	return path
}

// odd lists options of one mount that podman lacks.
func odd(m model.Mount) []runtime.Loss {
	var out []runtime.Loss
	say := func(is bool, severity diag.Severity, what, text string, below ...string) {
		if is {
			out = append(out, runtime.Loss{What: what, At: cli.VolumeEntry(m.Written, below...), Severity: severity, Text: shown(m.Target) + ": " + text})
		}
	}
	say(m.Type == "npipe" || m.Type == "cluster", diag.Error, "a mount of type "+m.Type, "podman has no mount of type "+m.Type, "type")
	say(strings.Contains(m.Source+" "+m.Target, "\r\n"), diag.Error, "a mount's path with a carriage return and a line end", "podman drops a carriage return before a line end")
	if v := m.Volume; v != nil {
		say(len(v.Labels) > 0, 0, "the labels of an anonymous volume", "podman does not label a volume that a mount creates", "volume", "labels")
		say(v.NoCopy && m.Source == "", 0, "`nocopy` of an anonymous volume",
			"`nocopy` is dropped because the volume has no name: podman copies the image's files into it", "volume", "nocopy")
		say(v.NoCopy && m.Source != "" && v.Subpath != "", 0, "`nocopy` beside `subpath`",
			"`nocopy` is dropped because podman accepts it only without `subpath`: the image's files are copied into an empty volume", "volume", "nocopy")
	}
	if b := m.Bind; b != nil {
		say(b.ReadOnlyForceRecursive, 0, "`recursive: readonly`", "`recursive: readonly` is dropped: in podman, mounts below a read-only bind are writable", "bind", "recursive")
	}
	return out
}
