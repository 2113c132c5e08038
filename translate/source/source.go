// Package source records where in which file each attribute of a Compose project was written.
//
// It reads the files as compose-go does: it follows include, extends, aliases, merge keys, several documents in one file,
// override files, !reset and !override, but keeps positions and scalar text only. It guarantees that a file that would grow
// without limit when its aliases are expanded, or that is nested too deeply, is refused before anything else processes it. It
// does not interpret values. It is the only user of yaml.v3, so replacing that library affects one package.
package source

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// kind is the shape of a node.
type kind uint8

const (
	scalar kind = iota
	null
	mapping
	sequence
)

// mark is one of Compose's own tags (Compose specification, 13-merge.md).
type mark uint8

const (
	plain mark = iota
	reset
	override
)

// node is one key of a mapping or one item of a sequence, with its value. Nodes are shared between aliases and never change
// once built.
type node struct {
	key  string // the key; empty for an item of a sequence
	text string // of a scalar
	// became is the result of interpolation, if it contains a variable of the environment.
	became *Expansion
	kids   []*node
	// index maps keys to kids; only mappings with many keys have one.
	index map[string]*node
	// size is the number of nodes in the value with every alias expanded.
	size      int64
	line, col int32
	file      int32
	kind      kind
	mark      mark
	applied   bool // an extends that is merged
}

// empty reports whether a value sets nothing: an empty mapping, list or text, or null.
func (n *node) empty() bool {
	if n.kind == scalar {
		return n.expanded() == ""
	}
	return len(n.kids) == 0
}

// wide is the number of keys from which a mapping has an index.
const wide = 24

// kid returns the entry with that name, or nil.
func (n *node) kid(name string) *node {
	if n == nil || n.kind != mapping {
		return nil
	}
	if n.index != nil {
		return n.index[name]
	}
	for _, k := range n.kids {
		if k.key == name {
			return k
		}
	}
	return nil
}

// seal completes a mapping or sequence: its size and, if it is wide, its index.
func (n *node) seal() *node {
	n.size = 1
	for _, k := range n.kids {
		n.size = min(n.size+k.size, 1<<40)
	}
	if n.kind == mapping && len(n.kids) >= wide {
		n.index = make(map[string]*node, len(n.kids))
		for _, k := range n.kids {
			n.index[k.key] = k
		}
	}
	return n
}

// step descends one part of a path: a key, the index of an item, or the key of a `KEY=VALUE`, `key:value` or plain scalar item
// (environment, extra_hosts, depends_on in their list form).
func (n *node) step(part string) *node {
	switch n.kind {
	case mapping:
		if k := n.kid(part); k != nil && k.mark != reset {
			return k
		}
	case sequence:
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(n.kids) {
			return n.kids[i]
		}
		for i := len(n.kids) - 1; i >= 0; i-- {
			if rest, ok := strings.CutPrefix(n.kids[i].expanded(), part); ok && (rest == "" || rest[0] == '=' || rest[0] == ':') {
				return n.kids[i]
			}
		}
	}
	return nil
}

// Map holds the positions of everything that was written. The zero value is empty and safe to use.
type Map struct {
	files      []string // names as given by the user
	texts      [][]byte // their content, as far as it was parsed
	docs       []doc
	via        map[string][]diag.Pos // by file, what names it
	references []Reference
	ports      int // that were counted, ranges expanded
	root       *node
	// Report lists what is wrong regardless of compose-go: syntax, duplicate keys, bombs, NUL bytes.
	Report diag.Report
	// Endless reports whether an alias refers to a value that contains it. compose-go may follow it forever.
	Endless bool
	// names has one copy of each key; oddKey is set where one is not the text that is written. See [Map.Keys].
	names  map[string]string
	oddKey bool
	// Reasons lists what is wrong as far as positions can tell (a missing include, a cycle of extends); they explain a refusal
	// and are irrelevant if compose-go loads the project.
	Reasons diag.Report
}

// doc is one document of one file, as written.
type doc struct {
	file int32
	root *node
	env  Env
	// whole is false for a file that is only extended: then only the services in used are relevant.
	whole bool
	used  map[string]bool
}

func (m *Map) pos(n *node) diag.Pos {
	if n == nil || n.line == 0 {
		return diag.Pos{}
	}
	return diag.Pos{File: m.files[n.file], Line: int(n.line), Col: int(n.col)}
}

// Find returns the position of the deepest part of the path that was written, in the merged project, and the number of parts:
// len(path) means that the user wrote exactly this. An item of a list is named by its index or, in lists of `KEY=VALUE` and of
// names, by its key. If no part of the path was written, the position is the first file.
func (m *Map) Find(path ...string) (diag.Pos, int) {
	if m == nil || len(m.files) == 0 {
		return diag.Pos{}, 0
	}
	return m.find(m.root, path)
}

func (m *Map) find(n *node, path []string) (diag.Pos, int) {
	at := diag.Pos{File: m.files[0]}
	if n == nil {
		return at, 0
	}
	for i, part := range path {
		next := n.step(part)
		if next == nil {
			return at, i
		}
		n = next
		if n.line > 0 {
			at = m.pos(n)
		}
	}
	return at, len(path)
}

// Has reports whether the user wrote exactly this path.
func (m *Map) Has(path ...string) bool {
	_, n := m.Find(path...)
	return n == len(path)
}

// Split splits a dotted path into its parts. Keys may contain dots themselves; what was written decides.
func (m *Map) Split(dotted string) []string {
	var out []string
	n := m.root
	for dotted != "" {
		part, rest, _ := strings.Cut(dotted, ".")
		if n != nil && n.step(part) == nil {
			for _, k := range n.kids {
				if strings.HasPrefix(dotted+".", k.key+".") && len(k.key) > len(part) {
					part, rest = k.key, strings.TrimPrefix(dotted[len(k.key):], ".")
				}
			}
		}
		if n != nil {
			n = n.step(part)
		}
		out, dotted = append(out, part), rest
	}
	return out
}

// Text returns the scalar written at the path, before interpolation.
func (m *Map) Text(path ...string) string {
	if m == nil || m.root == nil {
		return ""
	}
	n := m.root
	for _, part := range path {
		if n = n.step(part); n == nil {
			return ""
		}
	}
	return n.text
}

// FilesOf returns the files that set something at the path or below it, as the user named them, in the order in which they were
// read.
func (m *Map) FilesOf(path ...string) []string {
	n := m.root
	for _, part := range path {
		if n == nil {
			return nil
		}
		n = n.step(part)
	}
	in, seen := make([]bool, len(m.files)), map[*node]bool{}
	var visit func(*node)
	visit = func(n *node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		if n.line > 0 {
			in[n.file] = true
		}
		for _, k := range n.kids {
			visit(k)
		}
	}
	visit(n)
	var out []string
	for i, name := range m.files {
		if in[i] {
			out = append(out, name)
		}
	}
	return out
}

// Files returns all files that were read, as the user named them, the inputs first.
func (m *Map) Files() []string { return m.files }

// at returns the scope of a node.
func (m *Map) at(n *node) diag.Scope { return diag.ScopeAt(&m.Report, m.pos(n)) }
