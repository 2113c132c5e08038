package layout

import "slices"

// acyclic returns the nets without the lines that close a cycle or end at the box where they start.
func acyclic(boxes int, nets []Net) []Net {
	out := make([]Net, len(nets))
	below := make([][]int, boxes) // the nets that leave a box
	for i, net := range nets {
		out[i] = Net{To: net.To, Pin: net.Pin}
		for _, from := range net.From {
			below[from] = append(below[from], i)
		}
	}
	const unseen, open, done = 0, 1, 2
	state := make([]int, boxes)
	next := make([]int, boxes)
	for start := range boxes {
		stack := []int{start}
		for len(stack) > 0 {
			box := stack[len(stack)-1]
			if state[box] == done || next[box] == len(below[box]) {
				state[box] = done
				stack = stack[:len(stack)-1]
				continue
			}
			state[box] = open
			net := below[box][next[box]]
			next[box]++
			if to := nets[net].To; state[to] != open {
				out[net].From = append(out[net].From, box)
				if state[to] == unseen {
					stack = append(stack, to)
				}
			}
		}
	}
	for i := range out {
		slices.Sort(out[i].From)
		out[i].From = slices.Compact(out[i].From)
	}
	return out
}

// links are the lines between the boxes of a part.
type links struct {
	// above and below are the boxes at the other ends, keyed by box.
	above, below map[int][]int
	own          []int
}

func (d *drawing) linksOf(part []int) links {
	l := links{above: map[int][]int{}, below: map[int][]int{}}
	in := map[int]bool{}
	for _, box := range part {
		in[box] = true
	}
	for i, net := range d.nets {
		if !in[net.To] || len(net.From) == 0 {
			continue
		}
		l.own = append(l.own, i)
		for _, from := range net.From {
			l.above[net.To] = append(l.above[net.To], from)
			l.below[from] = append(l.below[from], net.To)
		}
	}
	return l
}

// ranks sorts the boxes of a part by the longest path down from them, the longest first: boxes with nothing below them are
// at the bottom.
func ranks(part []int, l links) [][]int {
	height := map[int]int{}
	waiting := map[int]int{}
	var ready []int
	for _, box := range part {
		if waiting[box] = len(l.below[box]); waiting[box] == 0 {
			ready = append(ready, box)
		}
	}
	highest := 0
	for len(ready) > 0 {
		box := ready[0]
		ready = ready[1:]
		highest = max(highest, height[box])
		for _, up := range l.above[box] {
			height[up] = max(height[up], height[box]+1)
			if waiting[up]--; waiting[up] == 0 {
				ready = append(ready, up)
			}
		}
	}
	out := make([][]int, highest+1)
	for _, box := range part {
		out[highest-height[box]] = append(out[highest-height[box]], box)
	}
	return out
}

// sweeps is how often the order within the ranks is improved; further sweeps change almost nothing.
const sweeps = 8

// unit is the width of a rank while only the order within it matters.
const unit = 1 << 16

// order sorts each rank by the positions of the neighbours of its boxes, downwards and upwards in turn (the barycentre
// heuristic).
func order(ranks [][]int, l links) {
	place := map[int]int{}
	spread := func(rank []int) {
		for i, box := range rank {
			place[box] = (2*i + 1) * unit / (2 * len(rank))
		}
	}
	for _, rank := range ranks {
		spread(rank)
	}
	for sweep := range sweeps {
		side := l.above
		if sweep%2 == 1 {
			side = l.below
		}
		for i := range ranks {
			rank := ranks[i]
			if sweep%2 == 1 {
				rank = ranks[len(ranks)-1-i]
			}
			wish := map[int]int{}
			for _, box := range rank {
				wish[box] = mean(side[box], place, place[box])
			}
			slices.SortStableFunc(rank, func(a, b int) int { return wish[a] - wish[b] })
			spread(rank)
		}
	}
}

// mean returns the mean position of some boxes, or otherwise if there are none.
func mean(boxes []int, place map[int]int, otherwise int) int {
	if len(boxes) == 0 {
		return otherwise
	}
	sum := 0
	for _, box := range boxes {
		sum += place[box]
	}
	return sum / len(boxes)
}
