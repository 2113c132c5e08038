package svg

import (
	"fmt"

	"github.com/compose2unit/compose2unit/runtime/graph"
)

// card prints a node with its upper left corner at (x, y).
func (p *printer) card(c *card, x, y, width int) {
	class := "card"
	if c.Job {
		class += " job"
	}
	p.printf(`<g class="%s" id="%s" role="group" aria-label="%s" transform="translate(%d %d)">`+"\n", class, escape(c.Unit), escape(c.label()), x, y)
	p.printf(`<rect width="%d" height="%d" rx="6"/>`+"\n", width, c.height)
	room := width - 2*pad - c.tagsWidth()
	p.printf(`<a href="%s"><title>%s</title><text class="name" x="%d" y="22">%s</text>`+"\n", ref(c.Unit), escape(c.Unit), pad, escape(fit(c.Name, nameSize, room, middle)))
	p.printf(`<text class="dim" x="%d" y="38">%s</text></a>`+"\n", pad, escape(fit(c.Unit, 11, width-2*pad, start)))
	p.tags(c, width)
	if c.Image != "" {
		p.text("dim", pad, 52, fit(short(c.Image), 11, width-2*pad, start), c.Image)
	}
	y = 58
	if len(c.facts) > 0 {
		p.printf(`<path class="rule" d="M%d 61.5h%d"/>`+"\n", pad, width-2*pad)
		for i, f := range c.facts {
			p.fact(f, 74+i*lineStep, width)
		}
		y += 8 + len(c.facts)*lineStep
	}
	for i, row := range c.chips {
		for _, chip := range row {
			p.chip(chip, y+9+i*chipStep)
		}
	}
	p.print("</g>\n")
}

// label returns the text that a screen reader reads for a card.
func (c *card) label() string {
	kind := "service"
	if c.Job {
		kind = "job"
	}
	return kind + " " + c.Name
}

func (p *printer) tags(c *card, width int) {
	right := width - pad
	for _, tag := range c.tags {
		w := tagWidth(tag)
		p.printf(`<g class="tag"><rect x="%d" y="10" width="%d" height="16" rx="8"/><text class="dim" x="%d" y="21.5">%s</text></g>`+"\n", right-w, w, right-w/2, escape(tag))
		right -= w + 6
	}
}

func (p *printer) fact(f fact, y, width int) {
	id := ""
	if f.icon != string(graph.Volume) && f.Unit != "" && !p.named[f.Unit] { // volumes are in the list; a unit can have several facts
		p.named[f.Unit] = true
		id = fmt.Sprintf(` id="%s"`, escape(f.Unit))
	}
	p.printf(`<g%s><title>%s</title>`, id, escape(f.title))
	p.printf(`<path class="icon" transform="translate(%d %d)" d="%s"/>`, pad, y-10, icons[f.icon])
	text := fmt.Sprintf(`<text x="%d" y="%d">%s</text>`, pad+iconRoom, y, escape(f.fit(width-2*pad-iconRoom)))
	if f.Unit != "" {
		text = `<a href="` + ref(f.Unit) + `">` + text + `</a>`
	}
	p.print(text + "</g>\n")
}

// chip prints a network of a card: a dot in its colour and its name.
func (p *printer) chip(c chip, y int) {
	n := p.graph.Networks[c.network]
	text := fmt.Sprintf(`<circle class="%s" cx="%d" cy="%d" r="4"/><text class="small" x="%d" y="%d">%s</text>`,
		p.tint(c.network), c.x+5, y, c.x+14, y+4, escape(fit(n.Name, 10, c.width-16, middle)))
	title := "network " + n.Name
	if n.Unit == "" {
		p.printf("<g><title>%s, external</title>%s</g>\n", escape(title), text)
		return
	}
	p.printf(`<a href="%s"><title>%s`+"\n"+`%s</title>%s</a>`+"\n", ref(n.Unit), escape(title), escape(n.Unit), text)
}

// tint returns the class of a network's colour.
func (p *printer) tint(network int) string {
	if len(p.graph.Networks) > tints || p.graph.Shared() >= 0 {
		return "dim"
	}
	return fmt.Sprintf("n%d", network)
}

// gates prints the tabs on a card's upper edge: the conditions that others wait for.
func (p *printer) gates(c *card, x, y, width int) {
	for _, g := range c.gates {
		at, w := c.gateAt(g.condition)
		left := x + width/2 + at
		p.printf(`<g class="gate %s" id="%s"><a href="%s"><title>%s</title>`, g.condition, escape(g.unit), ref(g.unit), escape(g.unit))
		p.printf(`<path class="tab" d="M%d %dv-11q0-6 6-6h%dq6 0 6 6v11z"/>`, left, y, w-12)
		p.printf(`<text x="%d" y="%d">%s</text></a></g>`+"\n", left+w/2, y-5, g.condition)
	}
}
