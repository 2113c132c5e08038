//go:build browser

package playground

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/svg"
)

// root is the shadow root of the graph.
const root = `document.getElementById("graph").shadowRoot`

// graphed opens the page with the graph of the sample, and counts violations of the policy.
func graphed(t *testing.T, prepare ...chromedp.Action[chromedp.Void]) *page {
	t.Helper()
	p := opened(t, prepare...)
	p.run(`globalThis.violations = []; addEventListener("securitypolicyviolation", (e) => violations.push(e.effectiveDirective + " " + e.blockedURI + " " + e.sample))`)
	p.run(`document.getElementById("tab-graph").click()`)
	p.until(root + `.querySelector("svg")`)
	return p
}

// obeyed fails if the page's policy was violated, or if there is a message on the console.
func (p *page) obeyed() {
	p.Helper()
	if got := value[[]string](p, `violations`); len(got) > 0 {
		p.Errorf("the policy is violated: %q", got)
	}
	if got := p.console(); len(got) > 0 {
		p.Errorf("console: %q", got)
	}
}

// drawn draws a picture and returns what the page says about it: nothing, or why it is not shown.
func (p *page) drawn(picture string) string {
	p.Helper()
	text, err := json.Marshal(picture)
	if err != nil {
		p.Fatal(err)
	}
	return value[string](p, `playground.result.draw(`+string(text)+`), document.getElementById("graph-problem").textContent`)
}

// content returns the names of the elements and attributes of the graph, each once.
func (p *page) content() []string {
	p.Helper()
	return value[[]string](p, `[...new Set([...`+root+`.querySelectorAll("*")].flatMap((e) => [e.namespaceURI + " " + e.nodeName, ...[...e.attributes].map((a) => e.nodeName + " " + a.name)]))].sort()`)
}

// mouse moves the mouse over points of the graph with the left button pressed.
func (p *page) mouse(points ...[2]float64) {
	p.Helper()
	send := func(kind input.DispatchMouseEventType, at [2]float64) {
		if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}); err != nil {
			p.Fatal(err)
		}
	}
	send("mousePressed", points[0])
	for _, at := range points[1:] {
		send("mouseMoved", at)
	}
	send("mouseReleased", points[len(points)-1])
}

// ends returns the positions of the left and the right end of an element of the graph.
func (p *page) ends(selector string) (left, right [2]float64) {
	p.Helper()
	at := value[[]float64](p, `(() => { const e = `+root+`.querySelector(`+quoted(selector)+`); e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.left + 1, r.right - 1, (r.top + r.bottom) / 2]; })()`)
	return [2]float64{at[0], at[2]}, [2]float64{at[1], at[2]}
}

// Text in the graph can be selected, with the mouse too, even that of a link. Selecting does not follow the link.
func TestGraphText(t *testing.T) {
	p := graphed(t, screen(1400, 860, "light"))
	for selector, want := range map[string]string{
		`[id="shop-db.service"] .name`:            "db",
		`[id="shop-db.service"] a .dim`:           "shop-db.service",
		`[id="shop-web.service"] > text.dim`:      "busybox:1.36",
		`[id="shop-back-network.service"] > text`: "internal",
	} {
		left, right := p.ends(selector)
		p.mouse(left, [2]float64{(left[0] + right[0]) / 2, left[1]}, right)
		if got := value[string](p, `getSelection().toString().trim()`); got != want {
			t.Errorf("%s: %q is selected, want %q", selector, got, want)
		}
		if !value[bool](p, `document.getElementById("view-units").hidden`) {
			t.Errorf("%s: selecting follows the link", selector)
			p.run(`document.getElementById("tab-graph").click()`)
		}
		p.run(`getSelection().empty()`)
	}
	p.run(`getSelection().selectAllChildren(` + root + `.querySelector("svg"))`)
	all := value[string](p, `getSelection().toString()`)
	for _, want := range []string{"web", "app", "migrate", "db", "shop-db.service", "8080 → 80", "healthy"} {
		if !strings.Contains(all, want) {
			t.Errorf("the selection of all lacks %s: %q", want, all)
		}
	}
	p.obeyed()
}

// The name of a unit opens its file, with the mouse and with the keyboard. The unit whose file is shown is marked.
func TestGraphLinks(t *testing.T) {
	p := graphed(t, screen(1400, 860, "light"))
	open := `document.getElementById("view-graph").hidden ? document.getElementById("unit").value + " " + document.activeElement.id : "the graph"`
	left, _ := p.ends(`[id="shop-db.service"] .name`)
	p.mouse(left)
	if got := value[string](p, open); got != "shop-db.service unit" {
		t.Errorf("a click on db opens %s", got)
	}
	p.run(`document.getElementById("tab-graph").click()`)
	if got := value[[]string](p, `[...`+root+`.querySelectorAll(".shown")].map((e) => e.id)`); !slices.Equal(got, []string{"shop-db.service"}) {
		t.Errorf("marked are %q", got)
	}
	p.run(root + `.querySelector('[id="shop-db-healthy.service"] a').focus()`)
	p.do(chromedp.KeyEvent(kb.Enter))
	if got := value[string](p, open); got != "shop-db-healthy.service unit" {
		t.Errorf("Enter on the gate opens %s", got)
	}
	p.obeyed()
}

// The names of the graph are one stop of the Tab key, however many there are. The arrow keys, Home and End move between them, and
// the stop stays at a unit when the graph is drawn again.
func TestGraphKeyboard(t *testing.T) {
	p := graphed(t, screen(1400, 860, "light"))
	at := root + `.activeElement.getAttribute("href")`
	names := value[[]string](p, `[...`+root+`.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"))`)
	last := len(names) - 1
	p.run(`document.getElementById("graph").focus()`)
	p.do(chromedp.KeyEvent(kb.Tab))
	for _, step := range []struct {
		key  string
		want int
	}{{"", 0}, {kb.ArrowRight, 1}, {kb.ArrowDown, 2}, {kb.ArrowLeft, 1}, {kb.ArrowUp, 0}, {kb.ArrowUp, last}, {kb.ArrowDown, 0}, {kb.End, last}, {kb.Home, 0}, {kb.ArrowRight, 1}} {
		if step.key != "" {
			p.do(chromedp.KeyEvent(step.key))
		}
		if got := value[string](p, at); got != names[step.want] {
			t.Errorf("%q comes to %s, want %s", step.key, got, names[step.want])
		}
	}
	p.do(chromedp.KeyEvent(kb.Tab))
	if value[bool](p, `document.activeElement?.id === "graph"`) {
		t.Errorf("Tab does not leave the graph, but comes to %s", value[string](p, at))
	}
	stops := `[...` + root + `.querySelectorAll("a[href]")].filter((a) => a.tabIndex === 0).map((a) => a.getAttribute("href")).join(" ")`
	if got := value[string](p, stops); got != names[1] {
		t.Errorf("stops of the Tab key: %s", got)
	}
	p.run(root + `.querySelector("svg").classList.add("old")`)
	p.after(`document.getElementById("flag-format").value = "quadlet"; document.getElementById("flag-format").dispatchEvent(new Event("input", {bubbles: true}))`)
	p.until(root + `.querySelector("svg:not(.old)")`)
	if got := value[string](p, stops); got != names[1] {
		t.Errorf("stops after the graph was drawn again: %s", got)
	}
	p.obeyed()
}

// Every unit in the graph has a file, also where podman generates the unit from a file with another name. A link without a file
// cannot be followed.
func TestEveryUnitInTheGraphHasAFile(t *testing.T) {
	p := graphed(t)
	for format, want := range map[string]string{"units": "shop-db.service shop-back-network.service", "quadlet": "shop-db.container shop-back.network"} {
		p.run(`document.getElementById("flag-format").value = "` + format + `"; ` + root + `.replaceChildren()`)
		p.replace(map[string]string{"compose.yaml": some})
		p.until(root + `.querySelector('[id="shop-web@.service"]')`)
		if got := value[[]string](p, `[...`+root+`.querySelectorAll("g[id]")].map((e) => e.id).filter((id) => !playground.result.picture.fileOf(id))`); len(got) > 0 {
			t.Errorf("%s: without a file: %q", format, got)
		}
		if got := value[int](p, root+`.querySelectorAll("a:not([href])").length`); got != 0 {
			t.Errorf("%s: %d links lead nowhere", format, got)
		}
		if got := value[string](p, `["shop-db.service", "shop-back-network.service"].map((id) => playground.result.picture.fileOf(id)).join(" ")`); got != want {
			t.Errorf("%s: the files are %s, want %s", format, got, want)
		}
	}
	if got := p.drawn(string(svg.Render(&graph.Graph{Project: "other", Unit: "other.target", Nodes: []graph.Node{{Name: "x", Unit: "other-x.service"}}}))); got != "" {
		t.Error(got)
	}
	if got := value[string](p, `[...`+root+`.querySelectorAll("a")].map((a) => a.textContent.trim() + a.hasAttribute("href")).join()`); !strings.HasSuffix(got, "false") {
		t.Errorf("a unit without a file is a link: %s", got)
	}
	p.obeyed()
}

const some = `name: shop
services:
  web: {image: web, build: {dockerfile_inline: FROM busybox}, scale: 3, depends_on: {db: {condition: service_healthy}}, networks: [back, out]}
  db: {image: postgres, volumes: ["data:/d", "kept:/k"], healthcheck: {test: [CMD, "true"]}, networks: [back]}
networks: {back: {}, out: {external: true}}
volumes: {data: {}, kept: {external: true}}
`

// Names and texts with markup stay text: the graph has the same kinds of elements and attributes as that of harmless ones.
func TestGraphOfHostileTexts(t *testing.T) {
	p := graphed(t)
	if got := p.drawn(string(svg.Render(named("plain")))); got != "" {
		t.Fatal(got)
	}
	want := p.content()
	for _, poison := range []string{
		`</text><script>alert(1)</script>`, `"><image href="https://example.org/x"/>`, `javascript:alert(1)`, `' onload='alert(1)`, `</style><style>*{fill:url(//example.org)}`,
		`<style>x</style>`, `&lt;b&gt;`, `&amp;`, `]]>`, `<![CDATA[x`, `<!--`, `<?xml-stylesheet href="x"?>`, `%3Cscript%3E`, `%`, `__proto__`, "graph-title", "日本語", "🚀",
	} {
		if got := p.drawn(string(svg.Render(named(poison)))); got != "" {
			t.Errorf("%q: %s", poison, got)
			continue
		}
		if diff := cmp.Diff(want, p.content()); diff != "" {
			t.Errorf("%q changes the elements or attributes: %s", poison, diff)
		}
		if got := value[string](p, root+`.querySelector(".card .name").textContent`); got != poison && !strings.Contains(got, "…") {
			t.Errorf("%q is shown as %q", poison, got)
		}
	}
	p.obeyed()
}

// named returns a graph that has a text everywhere.
func named(text string) *graph.Graph {
	g := &graph.Graph{Project: text, Unit: text + ".target"}
	for range 2 {
		g.Nodes = append(g.Nodes, graph.Node{Name: text, Unit: text + ".service", Image: text, Job: true, OneShot: true, Replicas: 2, Networks: []int{0, 1},
			Facts: []graph.Fact{{Kind: graph.Host, From: text, To: text, Object: -1}, {Kind: graph.Volume, From: text, To: text, Unit: text, Object: 0}, {Kind: graph.Build, From: text, Unit: text, Object: -1}}})
	}
	g.Nodes[1].Networks = nil
	g.Edges = []graph.Edge{{From: 0, To: 1, Condition: "healthy", Unit: text, Optional: true}}
	g.Networks = []graph.Object{{Name: text, Unit: text, About: text, Users: []int{0}}, {Name: text, External: true}}
	g.Volumes = []graph.Object{{Name: text, Unit: text, About: text}}
	return g
}
