package svg

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/graph/layout"
)

// radius is the radius of a line's corners.
const radius = 6

// wire prints a net. A light edge around it shows which of two crossing lines is on top.
func (p *printer) wire(n *net, w layout.Wire) {
	if len(w.Lines) == 0 {
		return
	}
	class := "wire " + n.condition
	if n.optional {
		class += " optional"
	}
	main := w.Lines[0]
	end := &main[len(main)-1]
	end.Y -= tabHeight + 5
	var d strings.Builder
	for _, line := range w.Lines {
		d.WriteString(path(line))
	}
	p.printf(`<g class="%s"><title>%s</title>`, class, escape(p.waits(n)))
	p.printf(`<path class="halo" d="%s"/><path class="line" d="%s"/>`, d.String(), d.String())
	for _, j := range w.Joints {
		p.printf(`<circle class="end" cx="%d" cy="%d" r="2.5"/>`, j.X, j.Y)
	}
	p.printf(`<path class="end" d="M%d %dl-4-7h8z"/></g>`+"\n", end.X, end.Y+5)
}

// waits describes in words what a line shows.
func (p *printer) waits(n *net) string {
	var who []string
	for _, from := range n.from {
		who = append(who, p.graph.Nodes[from].Name)
	}
	verb := "waits"
	if len(who) > 1 {
		verb = "wait"
	}
	may := ""
	if n.optional {
		may = ", or starts without it"
		if len(who) > 1 {
			may = ", or start without it"
		}
	}
	return fmt.Sprintf("%s %s until %s is %s%s\n%s", strings.Join(who, ", "), verb, p.graph.Nodes[n.to].Name, n.condition, may, n.unit)
}

// path returns a line with rounded corners.
func path(line []layout.Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", line[0].X, line[0].Y)
	for i := 1; i < len(line); i++ {
		at := line[i]
		if i+1 < len(line) {
			before, after := toward(at, line[i-1]), toward(at, line[i+1])
			fmt.Fprintf(&b, "L%d %dQ%d %d %d %d", before.X, before.Y, at.X, at.Y, after.X, after.Y)
			continue
		}
		fmt.Fprintf(&b, "L%d %d", at.X, at.Y)
	}
	return b.String()
}

// toward returns the point where a corner begins: a radius from one point on the way to another, or halfway if that is
// less.
func toward(from, to layout.Point) layout.Point {
	step := func(a, b int) int { return max(-radius, min(radius, (b-a)/2)) }
	return layout.Point{X: from.X + step(from.X, to.X), Y: from.Y + step(from.Y, to.Y)}
}
