// Package svg draws a [graph.Graph] as one SVG file (https://www.w3.org/TR/SVG11/): selectable text, colours for light and
// dark mode, every unit's name as an id, a title and a link target. It has no external references, no script and no font,
// and the same graph always gives the same bytes.
package svg

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/layout"
)

// The measurements of the page.
const (
	border  = 24
	heading = 56
	foot    = 16
)

// printer prints one picture.
type printer struct {
	bytes.Buffer
	graph *graph.Graph
	// width is the width of a column.
	width int
	// named are the units of facts that have an id.
	named map[string]bool
}

func (p *printer) print(text string)                 { p.WriteString(text) }
func (p *printer) printf(format string, args ...any) { fmt.Fprintf(&p.Buffer, format, args...) }

// text prints a text with its full form as the title.
func (p *printer) text(class string, x, y int, text, title string) {
	p.printf(`<text class="%s" x="%d" y="%d"><title>%s</title>%s</text>`+"\n", class, x, y, escape(title), escape(text))
}

// Render returns the picture as SVG.
func Render(g *graph.Graph) []byte {
	p := &printer{graph: g, named: map[string]bool{}}
	all := nets(g)
	cs, width := cards(g, all)
	p.width = width
	measures := style
	measures.Column = width
	bs, of := boxes(cs, all, measures.MaxColumns)
	drawing := place(bs, of, all, measures)
	page := p.page(drawing, bs, all)
	p.head(page)
	p.body(page, drawing, bs, all)
	p.print("</svg>\n")
	return p.Bytes()
}

// page holds the positions of the parts of the picture.
type page struct {
	w, h int
	// lists are the positions of the lists; columns their number of columns.
	lists   []layout.Point
	columns int
	notes   []string
	notesAt int
}

func (p *printer) page(d layout.Drawing, bs []*box, all []*net) page {
	out := page{w: d.W + 2*border, notes: notes(bs, all)}
	step := p.width + style.Gutter
	top := border + heading
	bottom := top + d.H
	ls := lists(p.graph)
	high := 0
	for _, l := range ls {
		high += l.height(1) + foot
	}
	if d.W < 2*step && high < d.H+objectStep { // the lists are beside a picture that is narrow and high
		x, y := border+d.W+2*style.Gutter, top
		for _, l := range ls {
			out.lists = append(out.lists, layout.Point{X: x, Y: y})
			y += l.height(1) + foot
		}
		out.columns = 1
		if len(ls) > 0 {
			out.w = x + p.width + border
		}
		bottom = max(bottom, y)
	} else {
		out.columns = min(3, max(len(p.graph.Networks), len(p.graph.Volumes)))
		out.columns = max(1, out.columns, min(style.MaxColumns, (d.W+style.Gutter)/step))
		out.w = max(out.w, out.columns*step-style.Gutter+2*border)
		for _, l := range ls {
			bottom += 2 * foot
			out.lists = append(out.lists, layout.Point{X: border, Y: bottom})
			bottom += l.height(out.columns) - foot/2
		}
	}
	out.w = max(out.w, 2*border+wide(p.counts(), 11), 2*border+min(2*most, wide(p.graph.Project, 18)))
	out.notes = wrap(out.notes, out.w-2*border)
	if len(out.notes) > 0 {
		out.notesAt = bottom + 2*foot
		bottom = out.notesAt + (len(out.notes)-1)*lineStep
	}
	out.h = bottom + border
	return out
}

// head prints the picture's accessible name and description, its style and its title.
func (p *printer) head(page page) {
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="graphics-document document" aria-labelledby="graph-title graph-desc">`+"\n", page.w, page.h, page.w, page.h)
	p.printf("<title id=\"graph-title\">%s: services and units</title>\n", escape(p.graph.Project))
	p.printf("<desc id=\"graph-desc\">%s. Lines lead from a service to what it waits for.</desc>\n", escape(p.counts()))
	p.print(sheet())
	p.print(`<rect class="sheet" width="100%" height="100%"/>` + "\n")
	p.printf(`<g id="%s">`, escape(p.graph.Unit))
	p.text("title", border, border+16, fit(p.graph.Project, 18, page.w-2*border, middle), p.graph.Project)
	p.print("</g>")
	p.text("dim", border, border+34, fit(p.counts(), 11, page.w-2*border, middle), p.counts())
}

// counts describes the number of objects in the project.
func (p *printer) counts() string {
	services, jobs := 0, 0
	for _, n := range p.graph.Nodes {
		if n.Job {
			jobs++
		} else {
			services++
		}
	}
	words := []string{p.graph.Unit}
	for _, of := range []struct {
		n    int
		word string
	}{{services, "service"}, {jobs, "job"}, {len(p.graph.Networks), "network"}, {len(p.graph.Volumes), "volume"}} {
		switch {
		case of.n == 1:
			words = append(words, "1 "+of.word)
		case of.n > 1:
			words = append(words, fmt.Sprintf("%d %ss", of.n, of.word))
		}
	}
	return strings.Join(words, " · ")
}

// body prints the drawing from back to front.
func (p *printer) body(page page, d layout.Drawing, bs []*box, all []*net) {
	p.printf(`<g transform="translate(%d %d)">`+"\n", border, border+heading)
	for i, b := range bs {
		if b.framed() {
			r := d.Boxes[i]
			p.printf(`<rect class="frame" x="%d" y="%d" width="%d" height="%d" rx="8"/>`+"\n", r.X-framePad, r.Y, r.W+2*framePad, r.H)
		}
	}
	for i, n := range all {
		p.wire(n, d.Wires[i])
	}
	for i, b := range bs {
		p.box(b, d.Boxes[i])
	}
	p.print("</g>\n")
	for i, l := range lists(p.graph) {
		p.list(l, page.lists[i].X, page.lists[i].Y, page.columns)
	}
	for i, note := range page.notes {
		p.printf(`<text class="dim" x="%d" y="%d">%s</text>`+"\n", border, page.notesAt+i*lineStep, note)
	}
}

func (p *printer) box(b *box, r layout.Rect) {
	if !b.framed() {
		p.gates(b.cards[0], r.X, r.Y, r.W)
		p.card(b.cards[0], r.X, r.Y, r.W)
		return
	}
	y := r.Y + framePad
	for _, row := range b.rows() {
		for i, c := range row {
			step := (r.W - p.width) / max(1, b.columns-1)
			p.card(c, r.X+i*step, y, p.width)
		}
		y += tallest(row) + framePad
	}
}

// notes returns explanations of what is not obvious, if it occurs.
func notes(bs []*box, all []*net) (out []string) {
	if len(all) == 0 {
		return nil
	}
	out = append(out, "A line leads from a service to the state of another that it waits for.")
	for _, n := range all {
		if n.optional {
			out = append(out, "Dashed: it starts even if that fails.")
			break
		}
	}
	for _, b := range bs {
		if b.framed() {
			out = append(out, "A frame: services that all wait for the same.")
			break
		}
	}
	return out
}

// wrap breaks sentences into lines.
func wrap(sentences []string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(strings.Join(sentences, " ")) {
		if line != "" && wide(line+" "+word, 11) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
