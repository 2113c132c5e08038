package source

import "github.com/compose2unit/compose2unit/translate/diag"

// Variable is an environment variable.
type Variable struct{ Name, Value string }

// Expansion is an interpolated string.
type Expansion struct {
	Text string
	// From are the variables that it contains, sorted.
	From []Variable
}

// expanded returns the text after interpolation.
func (n *node) expanded() string {
	if n.became != nil {
		return n.became.Text
	}
	return n.text
}

// Leaf is a scalar of the merged project.
type Leaf struct {
	// Path contains keys and list indexes.
	Path []string
	Pos  diag.Pos
	// Written is the text in the file, Text the result of interpolation. Null has neither.
	Written, Text string
	Null          bool
	// From are the variables whose values are in Text.
	From []Variable
}

// Leaves calls each for every scalar of the merged project, with the values of the environment in which its own file is read
// (an include has its own). keep reports whether to descend; it is called for every key, with its path, which it must not
// retain.
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
