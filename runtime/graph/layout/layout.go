// Package layout places boxes in rows and draws lines between them: a box with dependents is below them, and every line
// runs downwards.
//
// It uses the method of Sugiyama, Tagawa and Toda ("Methods for Visual Understanding of Hierarchical System Structures",
// 1981) on a grid: boxes have a row and whole columns, lines run vertically in the gutters between the columns and
// horizontally in tracks between the rows. Lines that end at the same pin are one [Net] and share their route, so that a
// service that forty others wait for has one line with forty branches. The width is bounded by [Style].MaxColumns and not
// by the graph: a wide rank becomes several rows. All numbers are integers, so the same input gives the same picture on
// every machine. It knows nothing of services, text or SVG.
package layout

// Box is a box to place.
type Box struct {
	// Columns is how many columns it spans, at least 1.
	Columns int
	// Height is in drawing units, like everything else.
	Height int
}

// Net is the set of all lines that end at one pin of one box.
type Net struct {
	// To is the box at the end, Pin the offset of the pin from the middle of its upper edge.
	To, Pin int
	// From are the boxes where the lines start, each once.
	From []int
}

// Style holds the measurements of a drawing.
type Style struct {
	// Column is the width of a column, Gutter the minimum space between two columns, Row the minimum space between two
	// rows.
	Column, Gutter, Row int
	// Step is the space between parallel lines; Head is the space above a box for the marks at its pins.
	Step, Head int
	// MaxColumns limits the width.
	MaxColumns int
}

// Point is a position; y increases downwards.
type Point struct{ X, Y int }

// Rect is the position and size of a box.
type Rect struct{ X, Y, W, H int }

// Wire is the drawing of a net.
type Wire struct {
	// Lines are polylines of horizontal and vertical segments. The first ends at the pin; the others end on one of the
	// lines before it.
	Lines [][]Point
	// Joints are the end points of the other lines.
	Joints []Point
}

// Drawing is the result; boxes and wires are in the order of the input.
type Drawing struct {
	Boxes []Rect
	Wires []Wire
	W, H  int
}

// Draw places the boxes. A line that would close a cycle, or that starts and ends at the same box, is left out: its net has
// no wire or one branch fewer.
func Draw(boxes []Box, nets []Net, style Style) Drawing {
	d := &drawing{style: style, boxes: boxes, nets: acyclic(len(boxes), nets)}
	d.out = Drawing{Boxes: make([]Rect, len(boxes)), Wires: make([]Wire, len(nets))}
	d.row, d.col = make([]int, len(boxes)), make([]int, len(boxes))
	parts, alone := d.parts()
	var blocks []*block
	for _, part := range parts {
		blocks = append(blocks, d.layered(part))
	}
	if len(alone) > 0 {
		blocks = append(blocks, d.grid(alone, len(blocks) > 0))
	}
	d.pack(blocks)
	return d.out
}

// drawing is the state of drawing one picture.
type drawing struct {
	style Style
	boxes []Box
	nets  []Net
	// row and col are each box's position on the grid of its block.
	row, col []int
	out      Drawing
}

// block is a part of the picture that is placed as a whole. Its boxes and wires are in the drawing, with coordinates
// relative to the block until it is placed.
type block struct {
	boxes, nets []int
	w, h        int
	// last places it below all others.
	last bool
}

// parts returns the sets of boxes that lines connect, each in ascending order, and the boxes without a line.
func (d *drawing) parts() (parts [][]int, alone []int) {
	parent := make([]int, len(d.boxes))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, net := range d.nets {
		for _, from := range net.From {
			a, b := root(from), root(net.To)
			parent[max(a, b)] = min(a, b)
		}
	}
	sets := make([][]int, len(d.boxes))
	for i := range d.boxes {
		r := root(i)
		sets[r] = append(sets[r], i)
	}
	for _, set := range sets {
		switch {
		case len(set) == 1:
			alone = append(alone, set[0])
		case len(set) > 1:
			parts = append(parts, set)
		}
	}
	return parts, alone
}

// width returns the width of a box: its columns and the gutters between them, at their minimum width.
func (s Style) width(columns int) int { return columns*s.Column + (columns-1)*s.Gutter }
