package graph

import (
	"bytes"
	"fmt"
	"strings"
)

// DOT returns the graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html).
func (g *Graph) DOT() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "digraph %s {\n", dot(g.Project))
	b.WriteString("\tgraph [rankdir=TB]\n\tnode [shape=box, style=rounded, fontname=monospace, fontsize=10]\n\tedge [fontname=monospace, fontsize=9]\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		style := ""
		if n.Job {
			style = `, style="rounded,dashed"`
		}
		fmt.Fprintf(&b, "\t%s [label=%s, tooltip=%s%s]\n", dot(n.Unit), dotLines(n.texts()), dot(n.Unit), style)
	}
	for _, e := range g.Edges {
		style := ""
		if e.Optional {
			style = ", style=dashed"
		}
		fmt.Fprintf(&b, "\t%s -> %s [label=%s, tooltip=%s%s]\n", dot(g.Nodes[e.From].Unit), dot(g.Nodes[e.To].Unit), dot(e.Condition), dot(e.Unit), style)
	}
	g.dotObjects(&b, "network", "hexagon", g.Networks, g.Shared())
	g.dotObjects(&b, "volume", "cylinder", g.Volumes, -1)
	b.WriteString("}\n")
	return b.Bytes()
}

// dotObjects prints networks or volumes and what uses them. A network that all nodes share has no lines.
func (g *Graph) dotObjects(b *bytes.Buffer, kind, shape string, objects []Object, shared int) {
	for i, o := range objects {
		id := dot(kind + " " + o.Name)
		fmt.Fprintf(b, "\t%s [label=%s, tooltip=%s, shape=%s, style=solid]\n", id, dotLines(o.texts(kind)), dot(o.Unit), shape)
		if i == shared {
			continue
		}
		for _, user := range o.Users {
			fmt.Fprintf(b, "\t%s -> %s [dir=none, style=dotted]\n", dot(g.Nodes[user].Unit), id)
		}
	}
}

// dot returns a text as a quoted ID. In a label, a backslash starts an escape, so it is doubled ("escString").
func dot(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// dotLines returns a label of several left-aligned lines. Graphviz interprets entities in it.
func dotLines(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		quoted := dot(strings.ReplaceAll(line, "&", "&amp;"))
		b.WriteString(quoted[1:len(quoted)-1] + `\l`)
	}
	return `"` + b.String() + `"`
}

// texts returns the lines of a node's label.
func (n *Node) texts() []string {
	name := n.Name
	switch {
	case n.Replicas > 1:
		name += fmt.Sprintf(" × %d", n.Replicas)
	case n.Job:
		name += " (job)"
	}
	out := []string{name}
	if n.Image != "" {
		out = append(out, n.Image)
	}
	for _, f := range n.Facts {
		if f.Object < 0 { // the project's volumes have lines
			out = append(out, f.Text())
		}
	}
	return out
}

// texts returns the lines of an object's label.
func (o *Object) texts(kind string) []string {
	out := []string{kind + " " + o.Name}
	if o.External {
		return append(out, "external")
	}
	if o.About != "" {
		out = append(out, o.About)
	}
	return out
}
