package svg

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/graph"
)

// The measurements of a card.
const (
	pad       = 12
	lineStep  = 16
	chipStep  = 18
	tabHeight = 17
	iconRoom  = 18
	// least and most are the bounds of the width of cards.
	least, most = 184, 248
	// perKind is how many facts of one kind a card shows.
	perKind = 4
	// nameSize is the size of names.
	nameSize = 12
)

// card is the drawing of a node.
type card struct {
	*graph.Node
	index  int
	width  int
	height int
	facts  []fact
	chips  [][]chip
	tags   []string
	// gates are the conditions that others wait for, with their units.
	gates []gate
}

type gate struct{ condition, unit string }

// fact is one line; title is its full text if it is cut.
type fact struct {
	graph.Fact
	icon, text, title string
}

// chip is a network in a row below the facts.
type chip struct {
	network, x, width int
}

// cards returns the nodes of a graph with their sizes; all have the same width.
func cards(g *graph.Graph, all []*net) (out []*card, width int) {
	shared := g.Shared()
	width = least
	for i := range g.Nodes {
		c := &card{Node: &g.Nodes[i], index: i}
		c.tags, c.facts = c.tagged(), c.lines()
		width = max(width, c.wish())
		out = append(out, c)
	}
	for _, o := range slices.Concat(g.Networks, g.Volumes) {
		width = max(width, objectLeft+wide(o.Unit, 11))
	}
	for _, n := range all {
		c := out[n.to]
		if g := (gate{n.condition, n.unit}); !slices.Contains(c.gates, g) {
			c.gates = append(c.gates, g)
		}
	}
	for _, c := range out {
		width = max(width, c.gatesWidth()+2*pad)
	}
	width = min(width, most)
	for _, c := range out {
		c.width = width
		if shared < 0 {
			c.network(g)
		}
		c.height = 60
		if n := len(c.facts); n > 0 {
			c.height += 10 + n*lineStep
		}
		if n := len(c.chips); n > 0 {
			c.height += 2 + n*chipStep
		}
	}
	return out, width
}

// wish returns the width at which nothing of the card is cut.
func (c *card) wish() int {
	w := wide(c.Name, nameSize) + c.tagsWidth()
	w = max(w, wide(c.Unit, 11), wide(c.Image, 11))
	for _, f := range c.facts {
		w = max(w, iconRoom+wide(f.text, 11))
	}
	return w + 2*pad
}

// tagged returns the tags beside the name.
func (c *card) tagged() (out []string) {
	if c.Replicas > 1 {
		out = append(out, fmt.Sprintf("× %d", c.Replicas))
	}
	switch {
	case c.Job:
		out = append(out, "job")
	case c.OneShot:
		out = append(out, "one-shot")
	}
	return out
}

func (c *card) tagsWidth() (width int) {
	for _, tag := range c.tags {
		width += tagWidth(tag) + 6
	}
	return width
}

func tagWidth(tag string) int { return wide(tag, 10) + 10 }

// lines returns the facts, limited to the first few of each kind.
func (c *card) lines() (out []fact) {
	count := map[graph.Kind]int{}
	more := map[graph.Kind][]string{}
	for _, f := range c.Facts {
		count[f.Kind]++
	}
	shown := map[graph.Kind]int{}
	for _, f := range c.Facts {
		text := f.Text()
		title := text
		if f.Unit != "" {
			title += "\n" + f.Unit
		}
		if shown[f.Kind]++; shown[f.Kind] < perKind || count[f.Kind] <= perKind {
			out = append(out, fact{f, string(f.Kind), text, title})
			continue
		}
		more[f.Kind] = append(more[f.Kind], text)
		if shown[f.Kind] == count[f.Kind] {
			out = append(out, fact{icon: string(f.Kind), text: fmt.Sprintf("and %d more", len(more[f.Kind])), title: strings.Join(more[f.Kind], "\n")})
		}
	}
	return out
}

// network places the chips of the networks in rows.
func (c *card) network(g *graph.Graph) {
	x := pad
	for _, at := range c.Networks {
		w := min(wide(g.Networks[at].Name, 10)+16, c.width-2*pad)
		if len(c.chips) == 0 || x+w > c.width-pad {
			c.chips, x = append(c.chips, nil), pad
		}
		last := &c.chips[len(c.chips)-1]
		*last = append(*last, chip{at, x, w})
		x += w + 8
	}
}

// gateAt returns the offset of a gate's tab from the middle of the card.
func (c *card) gateAt(condition string) (x, width int) {
	x = -c.gatesWidth() / 2
	for _, g := range c.gates {
		if g.condition == condition {
			return x, gateWidth(condition)
		}
		x += gateWidth(g.condition) + 6
	}
	return x, 0
}

// gatesWidth returns the width of all tabs.
func (c *card) gatesWidth() int {
	total := 0
	for i, g := range c.gates {
		if i > 0 {
			total += 6
		}
		total += gateWidth(g.condition)
	}
	return total
}

func gateWidth(condition string) int { return wide(condition, 10) + 16 }

// pin returns where a net ends: in the middle of its gate's tab, beside the optional ones.
func (c *card) pin(n *net) int {
	x, width := c.gateAt(n.condition)
	if n.optional {
		return x + width - 12
	}
	return x + width/2
}

// fit returns the text of a fact, cut if it is too wide: the ends of paths are kept, and both sides get their share.
func (f fact) fit(width int) string {
	if f.To == "" || f.text != f.Text() || wide(f.text, 11) <= width {
		return fit(f.text, 11, width, middle)
	}
	room := width - wide(strings.TrimPrefix(f.text, f.From+" → "+f.To)+" → ", 11) // the width left for both
	from, to := wide(f.From, 11), wide(f.To, 11)
	switch {
	case from <= room*3/5:
		to = room - from
	case to <= room*3/5:
		from = room - to
	default:
		from, to = room/2, room/2
	}
	f.From, f.To = fit(f.From, 11, from, start), fit(f.To, 11, to, start)
	return f.Text()
}
