package source

import (
	"fmt"
	"slices"
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

// layList appends. An item that the base has as well is not repeated; a later KEY=VALUE replaces the earlier one.
func (r *reader) layList(base, over *node, path []string) *node {
	r.work.add(int64(len(base.kids))*int64(len(over.kids))*perItem, r.m.pos(over), "items in lists that are merged")
	out := *over
	if len(path) > 2 && container(path) && variables[strings.Join(path[2:], ".")] {
		out.kids = unrepeated(slices.Concat(base.kids, over.kids), nameKey)
		return out.seal()
	}
	known := make(map[string]bool, len(base.kids))
	for _, k := range base.kids {
		known[k.whole()] = true
	}
	out.kids = slices.Clip(base.kids)
	for _, k := range over.kids {
		if text := k.whole(); text == "" || !known[text] {
			known[text] = true
			out.kids = append(out.kids, k)
		}
	}
	return out.seal()
}

// whole returns what docker compose compares of an item: a scalar's text, and of a mapping all that is in it, in any order (compose-go
// override.appendWithoutDuplicates).
func (n *node) whole() string {
	if n.kind == scalar {
		return n.expanded()
	}
	parts := make([]string, len(n.kids))
	for i, k := range n.kids {
		parts[i] = fmt.Sprintf("%q: %q", k.key, k.whole())
	}
	if n.kind == mapping {
		slices.Sort(parts)
	}
	return fmt.Sprint(n.kind, parts)
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
