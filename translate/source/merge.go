package source

import (
	"strings"
)

// lay merges one tree over another as Compose does (compose-go override.MergeYaml). Either may be nil. The result shares what
// only one of them has.
func (r *reader) lay(base, over *node, path []string) *node {
	switch {
	case base == nil:
		return over
	case over == nil:
		return base
	case over.mark == override:
		return over
	case over.kind == null && byName(path):
		return over
	case over.kind == null:
		return base
	case base.kind == null || replaced(path):
		return over
	}
	base, over = alike(base, over, path)
	switch {
	case base.kind == mapping && over.kind == mapping:
		if other(base, over, path) {
			return over
		}
		return r.layMapping(base, over, path)
	case base.kind == sequence && over.kind == sequence:
		return r.layList(base, over, path)
	}
	return over
}

// variables are the attributes that Compose merges as lists of KEY=VALUE, in which a name without a value replaces one that has
// a value (compose-go override.mergeKeyValueSequence).
var variables = map[string]bool{
	"environment": true, "labels": true, "annotations": true, "sysctls": true,
	"build.args": true, "build.labels": true, "build.additional_contexts": true, "deploy.labels": true,
}

// byName reports whether the path is an entry of one of them.
func byName(path []string) bool {
	return len(path) > 3 && container(path) && variables[strings.Join(path[2:len(path)-1], ".")]
}

// replaced reports whether the attribute is replaced rather than merged.
func replaced(path []string) bool {
	switch len(path) {
	case 3:
		return container(path) && (path[2] == "command" || path[2] == "entrypoint")
	case 4:
		return container(path) && path[2] == "healthcheck" && path[3] == "test"
	}
	return false
}

func container(path []string) bool { return path[0] == "services" || path[0] == "jobs" }

// other reports whether these are options of different log drivers, which are not merged.
func other(base, over *node, path []string) bool {
	if len(path) != 3 || !container(path) || path[2] != "logging" {
		return false
	}
	a, b := base.kid("driver"), over.kid("driver")
	return a != nil && b != nil && a.text != b.text
}

// alike converts the short and the long form of an attribute to one shape: `build: .`, lists of names or of KEY=VALUE instead
// of mappings, one string instead of a list.
func alike(base, over *node, path []string) (*node, *node) {
	if base.kind == over.kind && base.kind != scalar {
		return base, over
	}
	if len(path) == 3 && container(path) && path[2] == "build" {
		return buildOf(base), buildOf(over)
	}
	if base.kind == mapping || over.kind == mapping {
		return keyed(base), keyed(over)
	}
	if base.kind == sequence || over.kind == sequence {
		return listed(base), listed(over)
	}
	return base, over
}

func buildOf(n *node) *node {
	if n.kind != scalar {
		return n
	}
	context := *n
	context.key = "context"
	out := *n
	out.kind, out.text, out.kids = mapping, "", []*node{&context}
	return out.seal()
}

// keyed converts a list of names or KEY=VALUE to a mapping.
func keyed(n *node) *node {
	if n.kind != sequence {
		return n
	}
	out := *n
	out.kind, out.kids = mapping, nil
	for _, k := range n.kids {
		entry, text := *k, k.text
		if name, _, _ := strings.Cut(text, "="); strings.Contains(name, "$") {
			text = k.expanded()
		}
		given := false
		if entry.key, entry.text, given = strings.Cut(text, "="); !given {
			entry.kind = null
		}
		out.kids = append(out.kids, &entry)
	}
	return out.seal()
}

func listed(n *node) *node {
	if n.kind != scalar {
		return n
	}
	item := *n
	item.key = ""
	out := *n
	out.kind, out.text, out.kids = sequence, "", []*node{&item}
	return out.seal()
}

func (r *reader) layMapping(base, over *node, path []string) *node {
	out := *over
	out.index = nil
	out.kids = make([]*node, 0, len(base.kids)+len(over.kids))
	for _, k := range base.kids {
		above := over.kid(k.key)
		switch {
		case above == nil:
			out.kids = append(out.kids, k)
		case above.mark == reset:
		case k.mark == reset:
			out.kids = append(out.kids, above)
		default:
			merged := r.lay(k, above, append(path[:len(path):len(path)], k.key))
			if merged == k && above.line > 0 { // null takes precedence: what was below is kept
				merged = k
			}
			out.kids = append(out.kids, merged)
		}
	}
	for _, k := range over.kids {
		if base.kid(k.key) == nil {
			out.kids = append(out.kids, k)
		}
	}
	return out.seal()
}

// layList appends; a later item with the same identity replaces the earlier one.
func (r *reader) layList(base, over *node, path []string) *node {
	r.work.add(int64(len(base.kids))*int64(len(over.kids))*perItem, r.m.pos(over), "items in lists that are merged")
	out := *over
	out.kids = make([]*node, 0, len(base.kids)+len(over.kids))
	seen := make(map[string]int, len(base.kids)+len(over.kids))
	for _, list := range [][]*node{base.kids, over.kids} {
		for _, k := range list {
			id := identity(k, path)
			if at, ok := seen[id]; ok && id != "" {
				out.kids[at] = k
				continue
			}
			seen[id] = len(out.kids)
			out.kids = append(out.kids, k)
		}
	}
	return out.seal()
}

// identity returns the key by which Compose considers two items of a list the same (compose-go override.EnforceUnicity); an
// empty one never matches.
func identity(k *node, path []string) string {
	attr := ""
	if len(path) > 0 {
		attr = path[len(path)-1]
	}
	if k.kind == mapping {
		for _, name := range []string{"target", "path"} {
			if t := k.kid(name); t != nil && (attr == "volumes" || attr == "env_file") {
				return t.text
			}
		}
		return ""
	}
	text := k.expanded()
	switch attr {
	case "volumes":
		parts := strings.Split(text, ":")
		return parts[min(1, len(parts)-1)]
	case "environment", "labels", "args", "annotations", "sysctls":
		name, _, _ := strings.Cut(text, "=")
		return name
	}
	return text
}

// promote renames x-develop to its later name (compose-go loader.promoteAliases).
func promote(d *node) *node {
	services := d.kid("services")
	if services == nil || services.kind != mapping {
		return d
	}
	for _, s := range services.kids {
		x := s.kid("x-develop")
		if x == nil || s.kid("develop") != nil {
			continue
		}
		entry := *x
		entry.key = "develop"
		renamed := without(s, "x-develop")
		out := *renamed
		out.kids = append(out.kids[:len(out.kids):len(out.kids)], &entry)
		services = replace(services, out.seal())
	}
	return replace(d, services)
}
