package layout

import "slices"

// sheet is the state of drawing one block with lines.
type sheet struct {
	*drawing
	links
	rows    [][]int
	columns int
	// way is the route of each net from the row below its uppermost box to its end, by net.
	way map[int]way
	// lanes is the number of lines in each gutter; gutter 0 is left of all columns.
	lanes []int
	// left is the x of each column.
	left []int
	// ports are the points where lines leave, by net and box.
	ports map[port]int
	// tops and bottoms are those of the rows; tracks are the y coordinates of the horizontal segments, by gap and net.
	tops, bottoms []int
	tracks        []map[int]int
}

type port struct{ net, box int }

// layered draws boxes that lines connect.
func (d *drawing) layered(part []int) *block {
	s := &sheet{drawing: d, links: d.linksOf(part)}
	levels := ranks(part, s.links)
	order(levels, s.links)
	s.split(levels)
	s.place()
	s.route()
	s.measure()
	s.leave()
	s.stack()
	s.wire()
	b := &block{boxes: part, nets: s.own, w: s.left[s.columns-1] + s.style.Column, h: s.bottoms[len(s.rows)-1]}
	if n := s.lanes[s.columns]; n > 0 {
		b.w += s.style.Gutter/2 + n*s.style.Step
	}
	return b
}

// split converts ranks to rows: a rank that is wider than the picture may be becomes several rows of about the same width.
func (s *sheet) split(levels [][]int) {
	for _, level := range levels {
		total := 0
		for _, box := range level {
			total += s.boxes[box].Columns
		}
		rows := (total + s.style.MaxColumns - 1) / s.style.MaxColumns
		limit := (total + rows - 1) / rows
		var row []int
		used := 0
		for _, box := range level {
			wide := s.boxes[box].Columns
			if len(row) > 0 && used+wide > max(limit, wide) {
				s.rows = append(s.rows, row)
				row, used = nil, 0
			}
			row = append(row, box)
			used += wide
			s.columns = max(s.columns, used)
		}
		s.rows = append(s.rows, row)
	}
	for r, row := range s.rows {
		for _, box := range row {
			s.row[box] = r
		}
	}
}

// place assigns columns to each box: as close to its neighbours as the order within the row allows.
func (s *sheet) place() {
	middle := map[int]int{} // twice the column
	set := func(box, col int) {
		s.col[box] = col
		middle[box] = 2*col + s.boxes[box].Columns
	}
	for _, row := range s.rows {
		col := (s.columns - s.span(row)) / 2
		for _, box := range row {
			set(box, col)
			col += s.boxes[box].Columns
		}
	}
	for sweep := range sweeps {
		for i := range s.rows {
			r := i
			if sweep%2 == 0 {
				r = len(s.rows) - 1 - i
			}
			free, rest := 0, s.span(s.rows[r])
			for _, box := range s.rows[r] {
				wide := s.boxes[box].Columns
				wish := (mean(s.neighbours(box), middle, middle[box]) - wide + 1) / 2
				col := min(max(wish, free), s.columns-rest)
				set(box, col)
				free, rest = col+wide, rest-wide
			}
		}
	}
}

func (s *sheet) span(row []int) (columns int) {
	for _, box := range row {
		columns += s.boxes[box].Columns
	}
	return columns
}

func (s *sheet) neighbours(box int) []int {
	return slices.Concat(s.above[box], s.below[box])
}
