package svg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/layout"
)

// style holds the measurements of the picture, except the width of a column.
var style = layout.Style{Gutter: 32, Row: 36, Step: 10, Head: tabHeight, MaxColumns: 5}

// together is the minimum number of services to form a group: services that wait for the same and for which nothing waits.
const together = 4

// box is what the layout places: a card, or a group of cards in a frame.
type box struct {
	cards   []*card
	columns int
}

// framePad is the space between a frame and its cards, vertically and horizontally.
const framePad = 10

func (b *box) framed() bool { return len(b.cards) > 1 }

// rows returns the cards as arranged in the frame.
func (b *box) rows() [][]*card { return slices.Collect(slices.Chunk(b.cards, b.columns)) }

func (b *box) height() int {
	if !b.framed() {
		return b.cards[0].height
	}
	sum := framePad
	for _, row := range b.rows() {
		sum += tallest(row) + framePad
	}
	return sum
}

func tallest(row []*card) (height int) {
	for _, c := range row {
		height = max(height, c.height)
	}
	return height
}

// net is the set of edges that share a line: all that wait for one condition of one node.
type net struct {
	to        int // a node
	condition string
	optional  bool
	unit      string
	from      []int // nodes
}

// nets returns the nets sorted by their end, so that their order is that of the model.
func nets(g *graph.Graph) []*net {
	var out []*net
	at := map[string]*net{}
	for _, e := range g.Edges {
		key := fmt.Sprint(e.To, e.Condition, e.Optional)
		if at[key] == nil {
			at[key] = &net{to: e.To, condition: e.Condition, optional: e.Optional, unit: e.Unit}
			out = append(out, at[key])
		}
		at[key].from = append(at[key].from, e.From)
	}
	slices.SortStableFunc(out, func(a, b *net) int { return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.rank(), b.rank())) })
	return out
}

func (n *net) rank() int {
	rank := 2 * slices.Index(conditions, n.condition)
	if n.optional {
		rank++
	}
	return rank
}

var conditions = []string{"started", "healthy", "completed"}

// boxes puts the cards into boxes: cards that wait for the same share one, if there are enough of them.
func boxes(cards []*card, all []*net, maxColumns int) (out []*box, of []int) {
	waits, awaited := make([]strings.Builder, len(cards)), make([]bool, len(cards))
	for i, n := range all {
		awaited[n.to] = true
		for _, from := range n.from {
			fmt.Fprintf(&waits[from], "%d,", i)
		}
	}
	groups := map[string][]int{}
	for i := range cards {
		if key := waits[i].String(); key != "" && !awaited[i] {
			groups[key] = append(groups[key], i)
		}
	}
	of = make([]int, len(cards))
	for i, c := range cards {
		group := groups[waits[i].String()]
		switch {
		case awaited[i] || len(group) < together:
			of[i] = len(out)
			out = append(out, &box{cards: []*card{c}, columns: 1})
		case group[0] == i:
			b := &box{}
			for _, member := range group {
				of[member] = len(out)
				b.cards = append(b.cards, cards[member])
			}
			b.columns = square(len(group), maxColumns)
			out = append(out, b)
		}
	}
	return out, of
}

// square returns the number of columns of a grid of cards that is a bit wider than high and has even rows.
func square(cards, limit int) int {
	columns := 1
	for columns < limit && columns*columns < 2*cards {
		columns++
	}
	rows := (cards + columns - 1) / columns
	return (cards + rows - 1) / rows
}

// place lays out the picture. A card with more outgoing lines than fit below it spans as many columns as they need.
func place(bs []*box, of []int, all []*net, style layout.Style) layout.Drawing {
	leaving := make([]int, len(bs))
	lines := make([]layout.Net, len(all))
	for i, n := range all {
		to := bs[of[n.to]].cards[0]
		lines[i] = layout.Net{To: of[n.to], Pin: to.pin(n)}
		for _, from := range n.from {
			if !slices.Contains(lines[i].From, of[from]) {
				lines[i].From = append(lines[i].From, of[from])
				leaving[of[from]]++
			}
		}
	}
	in := make([]layout.Box, len(bs))
	for i, b := range bs {
		for !b.framed() && leaving[i]*style.Step > b.columns*style.Column && b.columns < style.MaxColumns {
			b.columns++
		}
		in[i] = layout.Box{Columns: b.columns, Height: b.height()}
	}
	return layout.Draw(in, lines, style)
}
