package svg

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/graph"
)

// The measurements of the lists of networks and volumes.
const (
	titleStep  = 26
	objectStep = 54
	objectLeft = 18
)

// list is the networks or the volumes, below the picture or beside it.
type list struct {
	title   string
	kind    string
	objects []graph.Object
}

func lists(g *graph.Graph) (out []list) {
	for _, l := range []list{{"Networks", "network", g.Networks}, {"Volumes", "volume", g.Volumes}} {
		if len(l.objects) > 0 {
			out = append(out, l)
		}
	}
	return out
}

func (l list) height(columns int) int {
	return titleStep + (len(l.objects)+columns-1)/columns*objectStep
}

// list prints objects in columns as wide as the cards.
func (p *printer) list(l list, x, y, columns int) {
	p.printf(`<text class="name" x="%d" y="%d">%s</text>`+"\n", x, y+12, l.title)
	for i, o := range l.objects {
		p.object(l.kind, i, o, x+i%columns*(p.width+style.Gutter), y+titleStep+i/columns*objectStep)
	}
}

func (p *printer) object(kind string, index int, o graph.Object, x, y int) {
	room := p.width - objectLeft
	if o.Unit == "" {
		p.printf(`<g class="object" transform="translate(%d %d)">`, x, y)
	} else {
		p.printf(`<g class="object" id="%s" transform="translate(%d %d)">`, escape(o.Unit), x, y)
	}
	p.printf(`<title>%s</title>`, escape(strings.TrimSuffix(fmt.Sprintf("%s %s\n%s", kind, o.Name, o.Unit), "\n")))
	if kind == "network" && p.tint(index) != "dim" {
		p.printf(`<circle class="%s" cx="5" cy="8" r="4"/>`, p.tint(index))
	} else {
		p.printf(`<path class="icon" transform="translate(-1 2)" d="%s"/>`, icons[kind])
	}
	about := o.About
	if o.External {
		about = "external"
	}
	name := fit(o.Name, 11, room, middle)
	title := fmt.Sprintf(`<text x="%d" y="12">%s</text>`, objectLeft, escape(name))
	line := 26
	if o.Unit != "" {
		title = fmt.Sprintf(`<a href="%s">%s<text class="dim" x="%d" y="%d">%s</text></a>`, ref(o.Unit), title, objectLeft, line, escape(fit(o.Unit, 11, room, start)))
		line += 14
	}
	p.print(title)
	if left := room - wide(name, 11) - 10; about != "" && left > 40 {
		p.printf(`<text class="dim" x="%d" y="12">%s</text>`, objectLeft+wide(name, 11)+10, escape(fit(about, 11, left, end)))
	}
	p.printf(`<text class="dim" x="%d" y="%d">%s</text></g>`+"\n", objectLeft, line, escape(fit(p.users(o), 11, room, end)))
}

// users describes which nodes use an object.
func (p *printer) users(o graph.Object) string {
	switch n := len(o.Users); {
	case n == 0:
		return "not used"
	case n == len(p.graph.Nodes) && n > 1:
		return "used by all"
	case n > 3:
		return fmt.Sprintf("used by %d of %d", n, len(p.graph.Nodes))
	}
	var names []string
	for _, at := range o.Users {
		names = append(names, p.graph.Nodes[at].Name)
	}
	return "used by " + strings.Join(names, ", ")
}
