package layout

import "slices"

// grid places boxes without lines, row by row.
func (d *drawing) grid(boxes []int, below bool) *block {
	b := &block{boxes: boxes, last: below}
	limit := 1
	for limit < d.style.MaxColumns && 3*limit*limit < 4*len(boxes) {
		limit++
	}
	col, y, tall := 0, 0, 0
	for _, box := range boxes {
		if col > 0 && col+d.boxes[box].Columns > limit {
			col, y, tall = 0, y+tall+d.style.Row, 0
		}
		r := Rect{col * (d.style.Column + d.style.Gutter), y, d.style.width(d.boxes[box].Columns), d.boxes[box].Height}
		d.out.Boxes[box] = r
		col, tall = col+d.boxes[box].Columns, max(tall, r.H)
		b.w, b.h = max(b.w, r.X+r.W), max(b.h, r.Y+r.H)
	}
	return b
}

// pack places the blocks beside and below each other, the tallest first.
func (d *drawing) pack(blocks []*block) {
	slices.SortStableFunc(blocks, func(a, b *block) int {
		switch {
		case a.last != b.last && b.last:
			return -1
		case a.last != b.last:
			return 1
		}
		return b.h - a.h
	})
	between := d.style.Gutter
	limit := d.style.width(d.style.MaxColumns)
	x, y, tall := 0, 0, 0
	for _, b := range blocks {
		if x > 0 && (x+b.w > limit || b.last && b.h > tall) {
			x, y, tall = 0, y+tall+d.style.Row+d.style.Head, 0
		}
		d.move(b, x, y)
		d.out.W, d.out.H = max(d.out.W, x+b.w), max(d.out.H, y+b.h)
		x, tall = x+b.w+between, max(tall, b.h)
	}
}

func (d *drawing) move(b *block, x, y int) {
	for _, box := range b.boxes {
		d.out.Boxes[box].X += x
		d.out.Boxes[box].Y += y
	}
	shift := func(points []Point) {
		for i := range points {
			points[i].X += x
			points[i].Y += y
		}
	}
	for _, net := range b.nets {
		for _, line := range d.out.Wires[net].Lines {
			shift(line)
		}
		shift(d.out.Wires[net].Joints)
	}
}
