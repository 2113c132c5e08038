package source

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Attribute is one attribute of the schema that the user wrote.
type Attribute struct {
	// Path contains keys and list indexes.
	Path []string
	// Pattern is the path in the schema that it matches, in the form of schema.AttributePaths.
	Pattern string
	Pos     diag.Pos
	// Empty is set if the value is an empty mapping, list or text.
	Empty bool
}

// Patterns are the attributes of the schema, ready for matching.
type Patterns struct{ root *branch }

type branch struct {
	kids    map[string]*branch
	any     *branch // `*`
	item    *branch // `[]`
	pattern string  // set if the path itself is an attribute
}

// NewPatterns parses dotted patterns with `*` for any key and `[]` for any item.
func NewPatterns(paths []string) *Patterns {
	root := &branch{}
	for _, p := range paths {
		b := root
		for _, part := range strings.Split(p, ".") {
			b = b.grow(part)
		}
		b.pattern = p
	}
	return &Patterns{root}
}

func (b *branch) grow(part string) *branch {
	next := &b.any
	switch part {
	case "*":
	case "[]":
		next = &b.item
	default:
		if b.kids == nil {
			b.kids = map[string]*branch{}
		}
		if b.kids[part] == nil {
			b.kids[part] = &branch{}
		}
		return b.kids[part]
	}
	if *next == nil {
		*next = &branch{}
	}
	return *next
}

func (b *branch) step(key string) *branch {
	if k := b.kids[key]; k != nil {
		return k
	}
	return b.any
}

// walker collects attributes. Paths are slices of one long slice, to save allocations.
type walker struct {
	m     *Map
	out   []Attribute
	path  []string
	arena []string
	keep  func(section, name string) bool
}

// Written lists what the user wrote, in the order of the merged files: no defaults, no x-* keys. keep reports which entries of
// the top-level sections count (services.web); nil keeps all.
func (m *Map) Written(p *Patterns, keep func(section, name string) bool) []Attribute {
	if m == nil || m.root == nil || m.root.kind != mapping {
		return nil
	}
	w := &walker{m: m, keep: keep, path: make([]string, 0, 16), out: make([]Attribute, 0, m.root.size/2)}
	w.mapping(m.root, p.root)
	return w.out
}

func (w *walker) mapping(n *node, b *branch) {
	for _, k := range n.kids {
		if k.mark == reset || w.extension(k.key) {
			continue
		}
		if len(w.path) == 1 && w.keep != nil && !w.keep(w.path[0], k.key) {
			continue
		}
		next := b.step(k.key)
		if next == nil {
			continue
		}
		w.path = append(w.path, k.key)
		if next.pattern != "" {
			w.out = append(w.out, Attribute{Path: w.copy(), Pattern: next.pattern, Pos: w.m.pos(k), Empty: k.empty()})
		}
		w.value(k, next)
		w.path = w.path[:len(w.path)-1]
	}
}

func (w *walker) value(n *node, b *branch) {
	switch n.kind {
	case mapping:
		w.mapping(n, b)
	case sequence:
		if b.item == nil {
			return
		}
		for i, k := range n.kids {
			if k.kind == scalar {
				continue
			}
			w.path = append(w.path, index(i))
			w.value(k, b.item)
			w.path = w.path[:len(w.path)-1]
		}
	}
}

// extension reports whether an x-* key is an extension here. Some mappings have names of the user's choice, where it is not
// (compose-go loader.userDefinedKeys).
func (w *walker) extension(key string) bool {
	if !strings.HasPrefix(key, "x-") {
		return false
	}
	switch len(w.path) {
	case 1:
		switch w.path[0] {
		case "services", "jobs", "volumes", "networks", "secrets", "configs":
			return false
		}
	case 3:
		return w.path[2] != "depends_on"
	}
	return true
}

func (w *walker) copy() []string {
	n := len(w.path)
	if len(w.arena) < n {
		w.arena = make([]string, 4096)
	}
	out := w.arena[:n:n]
	w.arena = w.arena[n:]
	copy(out, w.path)
	return out
}
