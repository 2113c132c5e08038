package layout

import (
	"cmp"
	"slices"
)

// wire sets the coordinates of the boxes and draws the lines.
func (s *sheet) wire() {
	for r, row := range s.rows {
		for _, box := range row {
			left, right := s.rect(box)
			s.out.Boxes[box] = Rect{left, s.tops[r], right - left, s.boxes[box].Height}
		}
	}
	for _, net := range s.own {
		p := &pen{sheet: s, net: net}
		p.draw()
		s.out.Wires[net] = p.out
	}
}

// pen draws one net: its main line from the uppermost box to the pin, and the branches that join it.
type pen struct {
	*sheet
	net  int
	main []Point
	out  Wire
}

func (p *pen) draw() {
	n, w := p.nets[p.net], p.way[p.net]
	end := p.row[n.To]
	var branches [][]Point
	for r := w.top; r < end; r++ {
		branches = append(branches, p.gapOf(r, n.From)...)
	}
	p.add(Point{p.pin(p.net), p.tops[end]})
	p.out.Lines = append([][]Point{p.main}, branches...)
	slices.SortFunc(p.out.Joints, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X))
	})
	p.out.Joints = slices.Compact(p.out.Joints)
}

// add extends the main line; a point straight ahead replaces the one before.
func (p *pen) add(at Point) {
	n := len(p.main)
	if n > 0 && p.main[n-1] == at {
		return
	}
	if n > 1 && (p.main[n-1].X == p.main[n-2].X && at.X == p.main[n-1].X || p.main[n-1].Y == p.main[n-2].Y && at.Y == p.main[n-1].Y) {
		p.main[n-1] = at
		return
	}
	p.main = append(p.main, at)
}

// gapOf leads the main line through the gap below a row and returns the branches that join it there.
func (p *pen) gapOf(row int, from []int) [][]Point {
	goal := p.goal(p.net, row)
	y, level := p.tracks[row][p.net]
	var starts []Point
	for _, box := range from {
		if p.row[box] == row {
			starts = append(starts, Point{p.ports[port{p.net, box}], p.tops[row] + p.boxes[box].Height})
		}
	}
	slices.SortFunc(starts, func(a, b Point) int { return a.X - b.X })
	if !level { // everything runs straight down
		if len(p.main) == 0 {
			p.add(starts[0])
		}
		return nil
	}
	at := p.trunk(p.net)
	if len(p.main) == 0 {
		first := p.first(starts, goal)
		p.add(starts[first])
		at = starts[first].X
		starts = slices.Delete(starts, first, first+1)
	}
	p.add(Point{at, y})
	p.add(Point{goal, y})
	return p.branches(starts, y, min(at, goal), max(at, goal))
}

// first returns the index of the start of the main line: the one straight above its goal, or else the outermost.
func (p *pen) first(starts []Point, goal int) int {
	for i, start := range starts {
		if start.X == goal {
			return i
		}
	}
	if starts[0].X < goal {
		return 0
	}
	return len(starts) - 1
}

// branches returns the lines that join the main line, which is horizontal between low and high. Of those beyond its ends,
// the outermost runs along the track, and the others join it.
func (p *pen) branches(starts []Point, y, low, high int) [][]Point {
	var outer, inner [][]Point
	for i, start := range starts {
		line := []Point{start, {start.X, y}}
		joint := Point{start.X, y}
		switch {
		case start.X < low && i == 0:
			joint.X = low
		case start.X > high && i == len(starts)-1:
			joint.X = high
		}
		if joint != line[1] {
			outer = append(outer, append(line, joint))
		} else {
			inner = append(inner, line)
		}
		p.out.Joints = append(p.out.Joints, joint)
	}
	return append(outer, inner...)
}
