package source

import (
	"bytes"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Without holds the positions of nodes that are left out when files are read: of an entry's key, or of an item.
type Without map[diag.Pos]bool

// in returns a function that reports whether a node of the file is left out, or nil if none is.
func (w Without) in(file string) func(*yaml.Node) bool {
	for at := range w {
		if at.File == file {
			return func(n *yaml.Node) bool { return w[diag.Pos{File: file, Line: n.Line, Col: n.Column}] }
		}
	}
	return nil
}

// Prune returns the text of a file without these nodes, for other parsers; line numbers change. It returns data itself if nothing
// is left out, or if data is not YAML.
func Prune(file string, data []byte, without Without) []byte {
	gone := without.in(file)
	if gone == nil {
		return data
	}
	out, _ := rewrite(data, func(n *yaml.Node) { prune(n, gone) })
	return out
}

// rewrite returns the text of a file of which each document is edited, or data itself and false if it is not YAML.
func rewrite(data []byte, edit func(*yaml.Node)) (out []byte, ok bool) {
	defer func() {
		if recover() != nil { // yaml.v3 panics on a few malformed inputs
			out, ok = data, false
		}
	}()
	var text bytes.Buffer
	enc := yaml.NewEncoder(&text)
	b := &builder{}
	if b.decode(data, func(n *yaml.Node) {
		edit(n)
		plainMerges(n)
		if err := enc.Encode(n); err != nil {
			panic(err)
		}
	}) != nil {
		return data, false
	}
	_ = enc.Close() // a buffer never fails
	return text.Bytes(), true
}

// prune removes nodes from a document.
func prune(root *yaml.Node, gone func(*yaml.Node) bool) {
	leaveOut(root, gone, 0)
	define(root, map[*yaml.Node]bool{})
}

// anyImage replaces an image that is left out: a service without an image would be another error.
const anyImage = "image"

func leaveOut(n *yaml.Node, gone func(*yaml.Node) bool, depth int) {
	switch n.Kind {
	case yaml.MappingNode:
		var left []*yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			switch out := gone(k) || k.Tag == "!!merge" && gone(v); {
			case out && depth == 2 && k.Value == "image" && !twice(n, k):
				left = append(left, k, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: anyImage, Line: v.Line, Column: v.Column})
			case !out:
				left = append(left, k, v)
			}
		}
		n.Content = left
	case yaml.SequenceNode:
		n.Content = slices.DeleteFunc(n.Content, gone)
	}
	for _, kid := range n.Content {
		leaveOut(kid, gone, depth+1)
	}
}

// twice reports whether a mapping has the key twice.
func twice(n, key *yaml.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if k := n.Content[i]; k != key && k.Value == key.Value {
			return true
		}
	}
	return false
}

// define replaces the first alias of an anchor that was left out with the anchored node.
func define(n *yaml.Node, seen map[*yaml.Node]bool) {
	seen[n] = true
	for i, kid := range n.Content {
		if kid.Kind == yaml.AliasNode && !seen[kid.Alias] {
			kid = kid.Alias
			n.Content[i] = kid
		}
		if kid.Kind != yaml.AliasNode {
			define(kid, seen)
		}
	}
}

// plainMerges removes the tag of merge keys, which yaml.v3 would write, and writes out empty values, which yaml.v3 would print as
// strings in a flow mapping ({v: } becomes {v: ""}).
func plainMerges(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		n.Value, n.Style = "null", 0
	}
	for i, kid := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && kid.Tag == "!!merge" {
			kid.Tag = ""
		}
		plainMerges(kid)
	}
}

// maxSteps bounds [Map.PathsAt], which visits a shared node once for each alias.
const maxSteps = 200_000

// PathsAt returns the paths in the documents that lead to the node at a position: several if aliases share it, none if no node
// begins there. It returns false if there are too many nodes to visit.
func (m *Map) PathsAt(at diag.Pos) (paths [][]string, ok bool) {
	steps := 0
	var walk func(n *node, path []string)
	walk = func(n *node, path []string) {
		if steps++; steps > maxSteps {
			return
		}
		if m.pos(n) == at && len(path) > 0 {
			paths = append(paths, slices.Clone(path))
			return
		}
		for i, k := range n.kids {
			part := k.key
			if n.kind == sequence {
				part = index(i)
			}
			walk(k, append(path, part))
		}
	}
	for _, d := range m.docs {
		walk(d.root, nil)
	}
	return paths, steps <= maxSteps
}

// perReplica is the number of nodes that cost as much as a container.
const perReplica = 10

// Weight returns the cost of loading and translating the project in nodes, with aliases expanded; ports and replicas are counted
// as nodes too.
func (m *Map) Weight() int64 {
	n := int64(m.ports)
	for _, d := range m.docs {
		n += d.root.size
		services := d.root.kid("services")
		if services == nil {
			continue
		}
		for _, s := range services.kids {
			for _, scale := range []*node{s.kid("scale"), s.kid("deploy").kid("replicas")} {
				if scale != nil {
					replicas, _ := strconv.ParseUint(scale.value(), 10, 31) // anything else is an error, or means one
					n += int64(replicas) * perReplica
				}
			}
		}
	}
	return n
}

// Via returns the positions that name a file: entries of include, and extends.
func (m *Map) Via(file string) []diag.Pos { return m.via[file] }

// Names returns the entries of the sections of a file, as section and name.
func (m *Map) Names(file string) (out [][2]string) {
	for _, d := range m.docs {
		if m.files[d.file] != file {
			continue
		}
		for _, section := range d.root.kids {
			for _, k := range section.kids {
				if section.kind == mapping {
					out = append(out, [2]string{section.key, k.key})
				}
			}
		}
	}
	return out
}

// Extended returns the services or jobs that an entry extends in any document, as written.
func (m *Map) Extended(section, name string) (out []string) {
	for _, d := range m.docs {
		ext := d.root.kid(section).kid(name).kid("extends")
		if ext != nil && ext.kind == mapping {
			ext = ext.kid("service")
		}
		if ext != nil && ext.kind == scalar {
			out = append(out, ext.text)
		}
	}
	return out
}

// Places returns the positions of a path in all documents.
func (m *Map) Places(path ...string) (out []diag.Pos) {
	for _, d := range m.docs {
		n := d.root
		for _, part := range path {
			if n = n.kid(part); n == nil {
				break
			}
		}
		if n != nil {
			out = append(out, m.pos(n))
		}
	}
	return out
}
