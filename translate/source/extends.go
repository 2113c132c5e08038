package source

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// link is one step of a chain of extends.
type link struct{ path, service string }

// extends merges every service and job with what it extends (compose-go loader.ApplyExtends).
func (r *reader) extends(d *node, ctx context) *node {
	for _, name := range []string{"services", "jobs"} {
		section := d.kid(name)
		if section == nil || section.kind != mapping || !hasExtends(section) {
			continue
		}
		out := *section
		out.kids, out.index = make([]*node, len(section.kids)), nil
		for i, s := range section.kids {
			out.kids[i] = r.extend(s, section, ctx, nil)
		}
		d = replace(d, out.seal())
	}
	return d
}

func hasExtends(section *node) bool {
	for _, s := range section.kids {
		if s.kid("extends") != nil {
			return true
		}
	}
	return false
}

// replace returns a copy of a mapping with one entry changed.
func replace(d, entry *node) *node {
	out := *d
	out.kids, out.index = make([]*node, len(d.kids)), nil
	for i, k := range d.kids {
		if out.kids[i] = k; k.key == entry.key {
			out.kids[i] = entry
		}
	}
	return out.seal()
}

// extend merges one service with its base, whose own base is merged first.
func (r *reader) extend(s, section *node, ctx context, chain []link) *node {
	ext := s.kid("extends")
	if ext == nil || ext.applied {
		return s
	}
	if done, ok := r.extended[s]; ok {
		return done
	}
	chain = append(chain[:len(chain):len(chain)], link{ctx.path, s.key})
	base := r.base(ext, s, section, ctx, chain)
	out := s
	if base != nil && base.kind == mapping {
		out = r.lay(without(base, "extends"), s, []string{"services", s.key})
	}
	if len(chain) == 1 || base != nil {
		out = applied(out)
		r.extended[s] = out
	}
	return out
}

// applied returns a copy of a service of which the file that includes it does not apply extends again, with other directories.
func applied(s *node) *node {
	if ext := s.kid("extends"); ext != nil {
		done := *ext
		done.applied = true
		s = replace(s, &done)
	}
	return s
}

// base returns the service that is extended, with its own extends applied.
func (r *reader) base(ext, s, section *node, ctx context, chain []link) *node {
	name, file := ext, (*node)(nil)
	if ext.kind == mapping {
		name, file = ext.kid("service"), ext.kid("file")
	}
	if name == nil || name.kind != scalar {
		return nil
	}
	ref := r.expand(name, ctx.env)
	if file != nil && file.kind == scalar {
		path, ok := r.resolve(file, ctx.extends, ctx, "extends")
		if !ok {
			return nil
		}
		r.named(shown(ctx, path), ext)
		r.refer(Reference{At: r.m.pos(file), Files: []string{shown(ctx, path)}, Paths: []string{path}, Dir: filepath.Dir(path)})
		if section = r.baseSection(file, path, ref, ctx); section == nil {
			return nil
		}
		ctx.name, ctx.path, ctx.extends = shown(ctx, path), path, filepath.Dir(path)
	}
	for i, l := range chain {
		if l == (link{ctx.path, ref}) {
			r.reason(ext, diag.Invalid, "the services extend each other: "+chainOf(chain[i:], ref), "")
			return nil
		}
	}
	b := section.kid(ref)
	if b == nil {
		r.reason(name, diag.Missing, fmt.Sprintf("%s extends the service %q, which %s does not have", s.key, ref, ctx.name), spelling.Hint(ref, extendable(section, s)))
		return nil
	}
	return r.extend(b, section, ctx, chain)
}

// extendable returns the names in a section that a service may extend: not its own, unless that is another file's.
func extendable(section, s *node) []string {
	return slices.DeleteFunc(keysOf(section), func(name string) bool { return section.kid(name) == s })
}

// baseSection returns the services of a file that is extended: its documents merged, nothing included or extended yet.
func (r *reader) baseSection(at *node, path, ref string, ctx context) *node {
	key := path + "\x00" + envID(ctx.env)
	base, ok := r.bases[key]
	if !ok {
		if data, ok := r.follow(at, path, "extends", ctx); ok {
			id := r.file(shown(ctx, path))
			for _, d := range r.parse(id, data, ctx.env) {
				r.m.docs = append(r.m.docs, doc{file: id, root: d, env: ctx.env, used: map[string]bool{}})
				base = r.lay(base, promote(d), nil)
			}
		}
		r.bases[key] = base
	}
	for _, d := range r.m.docs {
		if d.used != nil && base != nil && r.m.files[d.file] == shown(ctx, path) {
			d.used[ref] = true
		}
	}
	services := base.kid("services")
	if base != nil && (services == nil || services.kind != mapping) {
		r.reason(at, diag.Missing, fmt.Sprintf("%s has no services", shown(ctx, path)), "")
		return nil
	}
	return services
}

func without(n *node, key string) *node {
	if n.kid(key) == nil {
		return n
	}
	out := *n
	out.kids, out.index = nil, nil
	for _, k := range n.kids {
		if k.key != key {
			out.kids = append(out.kids, k)
		}
	}
	return out.seal()
}

func chainOf(chain []link, last string) string {
	var names []string
	for _, l := range chain {
		names = append(names, l.service)
	}
	return strings.Join(append(names, last), " -> ")
}

func keysOf(n *node) []string {
	var out []string
	for _, k := range n.kids {
		out = append(out, k.key)
	}
	return out
}
