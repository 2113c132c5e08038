package layout

import (
	"cmp"
	"slices"
)

// margin is the space, in steps, without lines at both ends of a box's lower edge.
const margin = 2

// leave chooses where each line leaves its box: straight above its goal, if that is below the box.
func (s *sheet) leave() {
	s.ports = map[port]int{}
	leaving := map[int][]int{}
	for _, net := range s.own {
		for _, from := range s.nets[net].From {
			leaving[from] = append(leaving[from], net)
		}
	}
	for r, row := range s.rows {
		fixed := s.vertical(r)
		for _, box := range row {
			nets := leaving[box]
			slices.SortFunc(nets, func(a, b int) int { return cmp.Or(cmp.Compare(s.goal(a, r), s.goal(b, r)), cmp.Compare(a, b)) })
			s.spread(box, r, nets, fixed)
		}
	}
}

// line is a vertical line of a net.
type line struct{ x, net int }

// vertical returns the vertical lines that enter the gap below a row from below or run through it.
func (s *sheet) vertical(row int) []line {
	var out []line
	for _, net := range s.own {
		switch end := s.row[s.nets[net].To]; {
		case end == row+1:
			out = append(out, line{s.pin(net), net})
			fallthrough
		case end > row+1 && s.way[net].top <= row:
			if s.way[net].long {
				out = append(out, line{s.trunk(net), net})
			}
		}
	}
	return out
}

// spread places the ports of a box, in the order of the lines' goals, at least a step apart from each other and from lines
// of other nets.
func (s *sheet) spread(box, row int, nets []int, fixed []line) {
	left, right := s.rect(box)
	step := s.style.Step
	if n := len(nets); n > 1 {
		step = max(1, min(step, (right-left-2*margin*s.style.Step)/(n-1)))
	}
	low, high := left+margin*s.style.Step, right-margin*s.style.Step
	wishes := s.wishes(row, nets, low, high, step)
	last := low - step
	for i, net := range nets {
		wish := wishes[i]
		x := min(max(wish, last+step), high-(len(nets)-1-i)*step)
		x = s.aside(x, last+step, high-(len(nets)-1-i)*step, net, fixed)
		s.ports[port{net, box}] = x
		last = x
	}
}

// wishes returns where the lines would leave if there were no others: straight above their goals; those that go further
// aside next to each other in the middle, or beside the first that runs straight.
func (s *sheet) wishes(row int, nets []int, low, high, step int) []int {
	first := (low+high)/2 - (len(nets)-1)*step/2 // of the lines that go aside
	for i, net := range nets {
		if goal := s.goal(net, row); goal >= low && goal <= high {
			first = goal - i*step
			break
		}
	}
	out := make([]int, len(nets))
	for i, net := range nets {
		out[i] = s.goal(net, row)
		if out[i] < low || out[i] > high {
			out[i] = first + i*step
		}
	}
	return out
}

// aside returns the nearest x between two bounds that is at least half a step from the lines of other nets, or x if there
// is none.
func (s *sheet) aside(x, low, high, net int, fixed []line) int {
	free := func(x int) bool {
		return !slices.ContainsFunc(fixed, func(l line) bool {
			d := l.x - x
			return l.net != net && max(d, -d) < s.style.Step/2
		})
	}
	for d := 0; d < 4*s.style.Step; d++ {
		for _, at := range []int{x + d, x - d} {
			if at >= low && at <= high && free(at) {
				return at
			}
		}
	}
	return x
}

// track is a horizontal segment of a net in a gap.
type track struct {
	net, low, high, at int
	// right is set if the last of its lines goes to the right.
	right bool
}

// stack assigns y coordinates to the rows and to the horizontal segments between them.
func (s *sheet) stack() {
	y := 0
	for r, row := range s.rows {
		tall := 0
		for _, box := range row {
			tall = max(tall, s.boxes[box].Height)
		}
		s.tops = append(s.tops, y)
		s.bottoms = append(s.bottoms, y+tall)
		tracks, count := s.gap(r)
		heights := map[int]int{}
		for _, t := range tracks {
			heights[t.net] = y + tall + s.style.Row/2 + t.at*s.style.Step
		}
		s.tracks = append(s.tracks, heights)
		y += tall + s.style.Row + max(0, count-1)*s.style.Step
		if r+1 < len(s.rows) && len(s.vertical(r)) > 0 {
			y += s.style.Head
		}
	}
}

// gap returns the horizontal segments below a row, and the number of tracks they need.
func (s *sheet) gap(row int) (tracks []track, count int) {
	for _, net := range s.own {
		if t, ok := s.piece(net, row); ok {
			tracks = append(tracks, t)
		}
	}
	// Of the lines that go to the left, the leftmost is at the top; of those that go to the right, the rightmost: then no
	// two lines that go to the same side cross.
	slices.SortStableFunc(tracks, func(a, b track) int {
		switch {
		case a.right != b.right && b.right:
			return -1
		case a.right != b.right:
			return 1
		case a.right:
			return cmp.Or(cmp.Compare(b.high, a.high), cmp.Compare(b.low, a.low))
		}
		return cmp.Or(cmp.Compare(a.low, b.low), cmp.Compare(a.high, b.high))
	})
	var levels [][]track
	for i := range tracks {
		at := slices.IndexFunc(levels, func(level []track) bool {
			return !slices.ContainsFunc(level, func(t track) bool {
				return t.low < tracks[i].high+2*s.style.Step && tracks[i].low < t.high+2*s.style.Step
			})
		})
		if at < 0 {
			at, levels = len(levels), append(levels, nil)
		}
		tracks[i].at, levels[at] = at, append(levels[at], tracks[i])
	}
	return tracks, len(levels)
}

// piece returns the horizontal segment of a net below a row, unless its line runs straight down there.
func (s *sheet) piece(net, row int) (track, bool) {
	n, w := s.nets[net], s.way[net]
	end := s.row[n.To]
	if row < w.top || row >= end {
		return track{}, false
	}
	goal := s.goal(net, row)
	t := track{net: net, low: goal, high: goal}
	add := func(x int) {
		if t.low, t.high = min(t.low, x), max(t.high, x); x != goal {
			t.right = x < goal
		}
	}
	for _, from := range n.From {
		if s.row[from] == row {
			add(s.ports[port{net, from}])
		}
	}
	if w.long && row == end-1 {
		add(s.trunk(net))
	}
	return t, t.low < t.high
}
