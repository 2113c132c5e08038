package source

import "github.com/compose2unit/compose2unit/translate/diag"

// Variable is a variable of the environment.
type Variable struct{ Name, Value string }

// Expansion is a string with the values of variables in it.
type Expansion struct {
	Text string
	// From are the variables that are in it, sorted.
	From []Variable
}

// expanded is the text after interpolation.
func (n *node) expanded() string {
	if n.became != nil {
		return n.became.Text
	}
	return n.text
}

// Leaf is a scalar of the merged project.
type Leaf struct {
	// Path names keys and list indexes.
	Path []string
	Pos  diag.Pos
	// Written is the text in the file, Text the result of interpolation. Null has neither.
	Written, Text string
	Null          bool
	// From are the variables whose values are in Text.
	From []Variable
}

// Leaves hands over every scalar of the merged project, with the values of the environment in which its own file is read
// (an include has one of its own). keep says what is looked into; it is asked for every key, with its path, which it
// must not keep.
func (m *Map) Leaves(keep func(path []string) bool, each func(Leaf)) {
	if m != nil && m.root != nil && m.root.kind == mapping {
		m.leaves(m.root, nil, keep, each)
	}
}

func (m *Map) leaves(n *node, path []string, keep func([]string) bool, each func(Leaf)) {
	switch n.kind {
	case mapping:
		for _, k := range n.kids {
			if next := append(path, k.key); k.mark != reset && keep(next) {
				m.leaves(k, next, keep, each)
			}
		}
	case sequence:
		for i, k := range n.kids {
			if k.mark != reset {
				m.leaves(k, append(path, index(i)), keep, each)
			}
		}
	default:
		leaf := Leaf{Path: append([]string(nil), path...), Pos: m.pos(n), Written: n.text, Text: n.expanded(), Null: n.kind == null}
		if n.became != nil {
			leaf.From = n.became.From
		}
		each(leaf)
	}
}
