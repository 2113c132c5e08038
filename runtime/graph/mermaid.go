package graph

import (
	"bytes"
	"fmt"
	"strings"
)

// Mermaid returns the graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), which many Markdown
// renderers display.
func (g *Graph) Mermaid() []byte {
	var b bytes.Buffer
	b.WriteString("flowchart TD\n")
	for i := range g.Nodes {
		fmt.Fprintf(&b, "    s%d[%s]\n", i, mermaid(g.Nodes[i].texts()))
	}
	for _, e := range g.Edges {
		arrow := "-->"
		if e.Optional {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "    s%d %s|%s| s%d\n", e.From, arrow, e.Condition, e.To)
	}
	g.mermaidObjects(&b, "network", "n", "{{", "}}", g.Networks, g.Shared())
	g.mermaidObjects(&b, "volume", "v", "[(", ")]", g.Volumes, -1)
	return b.Bytes()
}

func (g *Graph) mermaidObjects(b *bytes.Buffer, kind, id, open, close string, objects []Object, shared int) {
	for i, o := range objects {
		fmt.Fprintf(b, "    %s%d%s%s%s\n", id, i, open, mermaid(o.texts(kind)), close)
		if i == shared {
			continue
		}
		for _, user := range o.Users {
			fmt.Fprintf(b, "    s%d -.- %s%d\n", user, id, i)
		}
	}
}

// mermaid returns a quoted label. Characters that could be markup or Markdown are written as numeric entities ("Special
// characters that break syntax").
func mermaid(lines []string) string {
	var out []string
	for _, line := range lines {
		var b strings.Builder
		for _, r := range line {
			if r > '~' || strings.ContainsRune(" ./-_:,()→", r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				b.WriteRune(r)
				continue
			}
			fmt.Fprintf(&b, "#%d;", r)
		}
		out = append(out, b.String())
	}
	return `"` + strings.Join(out, "<br/>") + `"`
}
