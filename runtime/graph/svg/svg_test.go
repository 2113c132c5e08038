package svg

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/graph"
)

// element is an element of a picture, parsed back.
type element struct {
	XMLName  xml.Name
	Class    string    `xml:"class,attr"`
	Move     string    `xml:"transform,attr"`
	X        int       `xml:"x,attr"`
	Y        float64   `xml:"y,attr"`
	Width    string    `xml:"width,attr"`
	Height   string    `xml:"height,attr"`
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// words are texts that a Compose file may contain.
var words = []string{"web", "db-01", strings.Repeat("a-long-name-", 8), "registry.example.org:5000/path/to/image:1.2.3-alpine@sha256:0123456789abcdef0123",
	"/srv/data", "/日本語/資料/と/その他の長い長い長い長い道", "x", "ein Straßenname", "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀", strings.Repeat("ö", 90)}

// some returns a graph of a given size with such texts.
func some(nodes int, seed uint64) *graph.Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	word := func() string { return words[r.IntN(len(words))] }
	g := &graph.Graph{Project: word(), Unit: word() + ".target"}
	for i := range r.IntN(12) {
		g.Networks = append(g.Networks, graph.Object{Name: word(), Unit: fmt.Sprintf("%s-%d", word(), i), About: word(), External: i%5 == 0})
		g.Volumes = append(g.Volumes, graph.Object{Name: word(), Unit: fmt.Sprintf("%s-v%d", word(), i)})
	}
	for i := range nodes {
		n := graph.Node{Name: word(), Unit: fmt.Sprintf("%s-%d.service", word(), i), Image: word(), Job: r.IntN(9) == 0, OneShot: r.IntN(9) == 0, Replicas: 1 + r.IntN(2)*r.IntN(200)}
		for _, kind := range []graph.Kind{graph.Schedule, graph.Build, graph.Port, graph.Host, graph.Volume} {
			for range r.IntN(3) * r.IntN(4) {
				n.Facts = append(n.Facts, graph.Fact{Kind: kind, From: word(), To: word(), ReadOnly: r.IntN(2) == 0, Object: -1})
			}
		}
		for at := range g.Networks {
			if r.IntN(3) == 0 {
				n.Networks = append(n.Networks, at)
			}
		}
		for to := range i {
			if r.IntN(i) == 0 {
				g.Edges = append(g.Edges, graph.Edge{From: i, To: to, Condition: conditions[r.IntN(3)], Unit: word(), Optional: r.IntN(4) == 0})
			}
		}
		g.Nodes = append(g.Nodes, n)
	}
	return g
}

// Every text fits into its card, and into the picture. Its width is that of the widest requested font.
func TestTextsFit(t *testing.T) {
	for seed := range uint64(40) {
		picture := Render(some(int(seed), seed))
		var root element
		if err := xml.Unmarshal(picture, &root); err != nil {
			t.Fatal(err)
		}
		check(t, root, room{right: number(root.Width), bottom: number(root.Height)})
	}
}

// room is the space that a text may fill, and its origin.
type room struct {
	left, top, right, bottom int
	// centred texts are centred on their position.
	centred bool
}

func check(t *testing.T, e element, in room) {
	t.Helper()
	var x, y int
	if n, _ := fmt.Sscanf(e.Move, "translate(%d %d)", &x, &y); n == 2 {
		in.left, in.top = in.left+x, in.top+y
	}
	if strings.HasPrefix(e.Class, "card") {
		frame := e.Children[0]
		in.right, in.bottom = in.left+number(frame.Width), in.top+number(frame.Height)
	}
	if strings.HasPrefix(e.Class, "gate") || e.Class == "tag" {
		in.centred = true
	}
	if e.XMLName.Local == "text" {
		size, text := 11, strings.TrimSpace(e.Text)
		switch e.Class {
		case "title":
			size = 18
		case "name":
			size = nameSize
		case "small":
			size = 10
		}
		from := in.left + e.X
		if in.centred {
			size = 10
			from -= wide(text, size) / 2
		}
		if from < in.left || from+wide(text, size) > in.right || float64(in.top)+e.Y > float64(in.bottom)-3 {
			t.Errorf("%q at %d, %v goes beyond %v", text, e.X, e.Y, in)
		}
	}
	for _, child := range e.Children {
		check(t, child, in)
	}
}

func number(text string) (n int) {
	fmt.Sscan(text, &n)
	return n
}

// The bytes of a picture are the same each time.
func TestSameGraphSamePicture(t *testing.T) {
	for seed := range uint64(20) {
		if !bytes.Equal(Render(some(30, seed)), Render(some(30, seed))) {
			t.Fatal("two pictures of the same differ")
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		text       string
		cells, cut int
		want       string
	}{
		{"short", 9, end, "short"},
		{"abcdefghij", 6, end, "abcde…"},
		{"abcdefghij", 6, start, "…fghij"},
		{"abcdefghij", 6, middle, "abc…ij"},
		{"日本語日本語", 6, end, "日本…"},
		{"abcdefghij", 1, end, "…"},
	} {
		if got := fit(c.text, 100, c.cells*62, c.cut); got != c.want {
			t.Errorf("%q in %d cells is %q, want %q", c.text, c.cells, got, c.want)
		}
	}
}

// Services that wait for the same, and for which none waits, form a group if there are enough of them.
func TestGroups(t *testing.T) {
	star := func(spokes int) *graph.Graph {
		g := &graph.Graph{Project: "star", Unit: "star.target", Nodes: []graph.Node{{Name: "hub", Unit: "hub.service", Replicas: 1}}}
		for i := range spokes {
			g.Nodes = append(g.Nodes, graph.Node{Name: "spoke", Unit: fmt.Sprintf("spoke%d.service", i), Replicas: 1})
			g.Edges = append(g.Edges, graph.Edge{From: i + 1, To: 0, Condition: "started", Unit: "hub-started.service"})
		}
		return g
	}
	for spokes, frames := range map[int]int{1: 0, together - 1: 0, together: 1, 40: 1} {
		if got := strings.Count(string(Render(star(spokes))), `class="frame"`); got != frames {
			t.Errorf("%d spokes have %d frames, want %d", spokes, got, frames)
		}
	}
}

// The tabs of all conditions fit on their card, however small it is, and each line ends at its own tab.
func TestTabsFit(t *testing.T) {
	g := &graph.Graph{Project: "p", Unit: "p.target", Nodes: []graph.Node{{Name: "a", Unit: "a.service", Replicas: 1}, {Name: "b", Unit: "b.service", Replicas: 1}}}
	for _, condition := range conditions {
		for _, optional := range []bool{false, true} {
			g.Edges = append(g.Edges, graph.Edge{From: 0, To: 1, Condition: condition, Unit: "b-" + condition + ".service", Optional: optional})
		}
	}
	all := nets(g)
	cs, width := cards(g, all)
	pins := map[int]bool{}
	for _, n := range all {
		x, w := cs[1].gateAt(n.condition)
		pin := cs[1].pin(n)
		if x < -width/2 || x+w > width/2 || pin <= x || pin >= x+w || pins[pin] {
			t.Errorf("the tab %s is from %d to %d on a card of %d, and its pin at %d", n.condition, x, x+w, width, pin)
		}
		pins[pin] = true
	}
}
