package layout

import "slices"

// way is the vertical line of a net through the rows between its uppermost box and its end.
type way struct {
	// top is the row of the uppermost box; the line runs from the gap below it to the gap above the end.
	top int
	// long is set if there are rows between; the line is then straight above its pin, or in a lane of a gutter.
	long, straight bool
	gutter, lane   int
}

// stretch is the part of a lane that a net uses, from one row to another.
type stretch struct{ top, end int }

// route assigns a way to every net that passes a row. A lane of a gutter is used by one net at a time.
func (s *sheet) route() {
	s.way = map[int]way{}
	s.lanes = make([]int, s.columns+1)
	cell := s.cells()
	taken := make([][][]stretch, s.columns+1) // by gutter and lane
	for _, net := range s.own {
		w := way{top: s.row[s.nets[net].From[0]]}
		for _, from := range s.nets[net].From {
			w.top = min(w.top, s.row[from])
		}
		end := s.row[s.nets[net].To]
		if w.long = end-w.top > 1; w.long {
			if w.straight = s.clear(cell, w.top, end, net); !w.straight {
				w.gutter = s.gutter(cell, w.top, end, net)
				w.lane = lane(&taken[w.gutter], stretch{w.top, end})
				s.lanes[w.gutter] = len(taken[w.gutter])
			}
		}
		s.way[net] = w
	}
}

// cells returns the boxes by row and column, counted from 1; 0 is an empty cell.
func (s *sheet) cells() [][]int {
	out := make([][]int, len(s.rows))
	for r, row := range s.rows {
		out[r] = make([]int, s.columns)
		for _, box := range row {
			for i := range s.boxes[box].Columns {
				out[r][s.col[box]+i] = box + 1
			}
		}
	}
	return out
}

// clear reports whether the cells above a net's end are empty.
func (s *sheet) clear(cell [][]int, top, end, net int) bool {
	to := s.nets[net].To
	if s.boxes[to].Columns > 1 {
		return false
	}
	for r := top + 1; r < end; r++ {
		if cell[r][s.col[to]] != 0 {
			return false
		}
	}
	return true
}

// gutter returns the best gutter for a net: near its end, near the start of its lines, and not crowded. A box that spans
// columns blocks the gutters in it.
func (s *sheet) gutter(cell [][]int, top, end, net int) int {
	best, least := 0, 0
	for g := range s.columns + 1 {
		if !open(cell, top, end, g) {
			continue
		}
		cost := 3*s.away(s.nets[net].To, g) + s.lanes[g]/2
		sum := 0
		for _, from := range s.nets[net].From {
			sum += 2 * s.away(from, g)
		}
		cost += sum / len(s.nets[net].From)
		if g == 0 || cost < least {
			best, least = g, cost
		}
	}
	return best
}

// away returns the distance of the middle of a box from a gutter, in half columns.
func (s *sheet) away(box, gutter int) int {
	d := 2*s.col[box] + s.boxes[box].Columns - 2*gutter
	return max(d, -d)
}

func open(cell [][]int, top, end, gutter int) bool {
	if gutter == 0 || gutter == len(cell[0]) {
		return true
	}
	for r := top + 1; r < end; r++ {
		if left := cell[r][gutter-1]; left != 0 && left == cell[r][gutter] {
			return false
		}
	}
	return true
}

// lane reserves the first lane in which a part is free and returns it.
func lane(lanes *[][]stretch, part stretch) int {
	for i, used := range *lanes {
		if !slices.ContainsFunc(used, part.meets) {
			(*lanes)[i] = append(used, part)
			return i
		}
	}
	*lanes = append(*lanes, []stretch{part})
	return len(*lanes) - 1
}

func (s stretch) meets(other stretch) bool { return s.top < other.end && other.top < s.end }

// measure sets the x coordinates of the columns: a gutter is as wide as its lanes need.
func (s *sheet) measure() {
	x := 0
	if s.lanes[0] > 0 {
		x = s.style.Gutter/2 + s.lanes[0]*s.style.Step
	}
	for c := range s.columns {
		if c > 0 {
			x += s.style.Gutter + s.lanes[c]*s.style.Step
		}
		s.left = append(s.left, x)
		x += s.style.Column
	}
}

// rect returns the left and right edges of a box.
func (s *sheet) rect(box int) (left, right int) {
	c := s.col[box]
	return s.left[c], s.left[c+s.boxes[box].Columns-1] + s.style.Column
}

// pin returns the x where a net ends, trunk that of its vertical line.
func (s *sheet) pin(net int) int {
	left, right := s.rect(s.nets[net].To)
	return (left+right)/2 + s.nets[net].Pin
}

func (s *sheet) trunk(net int) int {
	w := s.way[net]
	if !w.long || w.straight {
		return s.pin(net)
	}
	before := s.style.Gutter/2 + s.style.Step/2 + w.lane*s.style.Step
	if w.gutter == 0 {
		return s.style.Step/2 + w.lane*s.style.Step
	}
	return s.left[w.gutter-1] + s.style.Column + before
}

// goal returns the x that a line leaving a row leads to first: the pin, if that is in the next row, or the net's vertical
// line.
func (s *sheet) goal(net, row int) int {
	if s.row[s.nets[net].To] == row+1 {
		return s.pin(net)
	}
	return s.trunk(net)
}
