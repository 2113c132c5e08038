// Package layout places boxes in rows and draws lines between them: what has dependents stands below them, and every line
// runs downwards.
//
// It is the method of Sugiyama, Tagawa and Toda ("Methods for Visual Understanding of Hierarchical System Structures",
// 1981) on a grid: boxes have a row and whole columns, lines run straight down in the gutters between the columns, and
// horizontally in tracks between the rows. Lines that end at one place are one [Net] and share their way, so that a service
// that forty others wait for has one line with forty branches. The width is bounded by [Style].MaxColumns and not by
// the graph: a wide rank becomes several rows. All numbers are integers, so the same input gives the same picture on every
// machine. It knows nothing of services, text or SVG.
package layout

// Box is something to place.
type Box struct {
	// Columns is how many columns it spans, at least 1.
	Columns int
	// Height is in units of the drawing, as everything else.
	Height int
}

// Net is all lines that end at one pin of one box.
type Net struct {
	// To is the box at the end, Pin the distance of the pin from the middle of its upper edge.
	To, Pin int
	// From are the boxes where the lines begin, each once.
	From []int
}

// Style is the measures of a drawing.
type Style struct {
	// Column is the width of a column, Gutter the least space between two, Row the least space between two rows.
	Column, Gutter, Row int
	// Step is the space between parallel lines; Head is kept free above a box for what marks its pins.
	Step, Head int
	// MaxColumns bounds the width.
	MaxColumns int
}

// Point is a place; y grows downwards.
type Point struct{ X, Y int }

// Rect is where a box is.
type Rect struct{ X, Y, W, H int }

// Wire is a net as it is drawn.
type Wire struct {
	// Lines are polylines of horizontal and vertical pieces. The first ends at the pin; the others end on one of the lines
	// before it.
	Lines [][]Point
	// Joints are where the others end.
	Joints []Point
}

// Drawing is the result; boxes and wires are in the order of the input.
type Drawing struct {
	Boxes []Rect
	Wires []Wire
	W, H  int
}

// Draw places the boxes. A line that would close a cycle, or that begins where it ends, is left out: its net has no wire
// or one branch fewer.
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

// drawing is the work on one picture.
type drawing struct {
	style Style
	boxes []Box
	nets  []Net
	// row and col are each box's place on the grid of its block.
	row, col []int
	out      Drawing
}

// block is a part of the picture that is placed as a whole. Its boxes and wires are in the drawing, with coordinates from the
// block's own corner until it is placed.
type block struct {
	boxes, nets []int
	w, h        int
	// last keeps it below all others.
	last bool
}

// parts are the sets of boxes that lines connect, each in ascending order, and the boxes without a line.
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

// width is that of a box: its columns and what is between them, where gutters have their least width.
func (s Style) width(columns int) int { return columns*s.Column + (columns-1)*s.Gutter }
