package source

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Repeated is an item of a list that replaces an earlier one in the same list, which Compose then ignores (compose-go
// override.EnforceUnicity, and the types that become mappings), or which its engine does (the options of a tmpfs, the
// secrets of a build).
type Repeated struct {
	// Path is the path of the item in its file, Key what both items have in common.
	Path []string
	Key  string
	// Pos is the position of the item, First that of the one it replaces.
	Pos, First diag.Pos
}

// repeatable are the lists in which an item replaces an earlier one, and the key of an item.
var repeatable = []struct {
	path []string
	key  func(*node) string
	// service is set if that is so in a service only, not in a job or step.
	service bool
}{
	{[]string{"volumes"}, func(n *node) string { return cleaned(targetKey(n)) }, true},
	{[]string{"devices"}, targetKey, true},
	{[]string{"secrets"}, secretKey, true},
	{[]string{"configs"}, configKey, true},
	{[]string{"environment"}, nameKey, false},
	{[]string{"labels"}, nameKey, false},
	{[]string{"annotations"}, nameKey, false},
	{[]string{"sysctls"}, nameKey, false},
	{[]string{"build", "args"}, nameKey, false},
	{[]string{"build", "labels"}, nameKey, false},
	{[]string{"build", "additional_contexts"}, nameKey, false},
	{[]string{"build", "ssh"}, nameKey, false},
	{[]string{"build", "secrets"}, idKey, false},
	{[]string{"deploy", "labels"}, nameKey, true},
	{[]string{"tmpfs"}, func(n *node) string { return cleaned(beforeColon(n)) }, false},
}

// Repeated returns the items that replace another one of the same list, in the order of the files. That a later file replaces
// what an earlier one has is how files are merged.
func (m *Map) Repeated() []Repeated {
	var out []Repeated
	for _, d := range m.docs {
		for _, section := range []string{"services", "jobs", "networks", "volumes", "secrets", "configs"} {
			entries := d.root.kid(section)
			if entries == nil {
				continue
			}
			for _, entry := range entries.kids {
				if d.whole || section == "services" && d.used[entry.key] {
					out = append(out, m.repeatedIn(entry, []string{section, entry.key})...)
				}
			}
		}
	}
	return out
}

// repeatedIn returns the repeated items of a container, and those of its steps.
func (m *Map) repeatedIn(container *node, path []string) []Repeated {
	var out []Repeated
	for _, r := range repeatable {
		list := container
		if r.service && (path[0] != "services" || len(path) > 2) {
			continue
		}
		for _, part := range r.path {
			list = list.kid(part)
		}
		if list != nil && list.kind == sequence {
			out = append(out, m.repeatedItems(list, append(slices.Clip(path), r.path...), r.key)...)
		}
	}
	for _, steps := range []string{"pre_start", "post_start", "pre_stop"} {
		if list := container.kid(steps); list != nil && list.kind == sequence {
			for i, step := range list.kids {
				out = append(out, m.repeatedIn(step, append(slices.Clip(path), steps, index(i)))...)
			}
		}
	}
	return out
}

func (m *Map) repeatedItems(list *node, path []string, key func(*node) string) []Repeated {
	var out []Repeated
	first := map[string]*node{}
	for i, item := range list.kids {
		k := key(item)
		before := first[k]
		if k != "" && before != nil && (item.kind != scalar || before.kind != scalar || item.expanded() != before.expanded()) {
			out = append(out, Repeated{append(slices.Clip(path), index(i)), k, m.pos(item), m.pos(before)})
		}
		first[k] = item
	}
	return out
}

// targetKey returns the target of a volume or device.
func targetKey(n *node) string {
	if n.kind == mapping {
		return valueOf(n, "target")
	}
	parts := strings.Split(n.expanded(), ":")
	if len(parts[0]) == 1 && len(parts) > 1 { // a drive of Windows
		return ""
	}
	return parts[min(1, len(parts)-1)]
}

// cleaned returns a path as compose-go cleans a volume's target.
func cleaned(target string) string {
	if target == "" {
		return ""
	}
	return path.Clean(target)
}

// fileKey returns the target of a secret or config; the folder is that of one without.
func fileKey(n *node, folder string) string {
	if n.kind == mapping {
		return cmp.Or(valueOf(n, "target"), folder+valueOf(n, "source"))
	}
	return folder + n.expanded()
}

// idKey returns the ID of a build's secret.
func idKey(n *node) string {
	if n.kind == mapping {
		return cmp.Or(valueOf(n, "target"), valueOf(n, "source"))
	}
	return n.expanded()
}

// beforeColon returns the path of a tmpfs.
func beforeColon(n *node) string {
	path, _, _ := strings.Cut(n.expanded(), ":")
	return path
}

// nameKey returns the name of a KEY=VALUE.
func nameKey(n *node) string {
	name, _, _ := strings.Cut(n.expanded(), "=")
	return name
}

func valueOf(n *node, key string) string {
	if k := n.kid(key); k != nil {
		return k.expanded()
	}
	return ""
}
