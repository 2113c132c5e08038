//go:build browser

package playground

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// axe-core finds no violation in any state of the page: in both color schemes, on a desktop and on a phone, with errors, all flags
// and the graph.
func TestAxe(t *testing.T) {
	script, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		p := opened(t, screen(1400, 860, scheme))
		p.run(string(script) + "\n;0")
		p.axe(scheme + ", the sample")
		p.run(`document.getElementById("tab-graph").click()`)
		p.until(`document.getElementById("graph").shadowRoot.querySelector("svg")`)
		p.axe(scheme + ", the graph")
		p.run(`document.getElementById("tab-summary").click()`)
		p.axe(scheme + ", how to install")
		p.replace(map[string]string{"compose.yaml": wrong, "tag.env": "A=1"})
		p.run(`document.getElementById("tab-units").click(); document.querySelector("#flags details").open = true; for (const d of document.querySelectorAll("#findings details")) d.open = true`)
		p.until(`[...document.querySelectorAll("#findings pre")].every((e) => e.textContent)`)
		p.axe(scheme + ", errors and all flags")
		p.do(screen(360, 740, scheme))
		p.axe(scheme + ", on a phone")
	}
}

func (p *page) axe(state string) {
	p.Helper()
	found := value[[]string](p, `axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations.map((v) => v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.flat().join(" ") + " " + n.failureSummary).join("; ")))`)
	for _, violation := range found {
		p.Errorf("%s: %s", state, violation)
	}
}

// Everything can be reached with the keyboard: Tab leaves the editor, the arrow keys select tabs, and the focus is visible. Changes
// are announced to screen readers.
func TestKeyboard(t *testing.T) {
	p := opened(t)
	seen := map[string]bool{}
	p.run(`document.activeElement.blur()`)
	for range 40 {
		p.do(chromedp.KeyEvent(kb.Tab))
		id := value[string](p, `document.activeElement.id || document.activeElement.dataset.name || document.activeElement.className`)
		seen[id] = true
		if !value[bool](p, `(() => { const e = document.activeElement; if (e === document.body || e.shadowRoot) return true; const s = getComputedStyle(e.id === "file-open" ? document.querySelector("label[for=file-open]") : e); return s.outlineStyle !== "none" && s.outlineWidth !== "0px"; })()`) {
			t.Errorf("the focus on %s cannot be seen", id)
		}
	}
	for _, want := range []string{"flag-runtime", "flag-format", "compose.yaml", "file-name", "file-add", "file-open", "editor", "tab-units", "unit", "copy", "download", "viewer", "skip"} {
		if !seen[want] {
			t.Errorf("Tab does not come to %s: %v", want, seen)
		}
	}
	p.run(`document.getElementById("tab-units").focus()`)
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	p.until(`document.activeElement.id === "tab-graph" && document.activeElement.getAttribute("aria-selected") === "true" && !document.getElementById("view-graph").hidden`)
	p.do(chromedp.KeyEvent(kb.End), chromedp.KeyEvent(kb.ArrowRight))
	p.until(`document.activeElement.id === "tab-units"`)
	p.run(`document.querySelector("#files [data-name='compose.yaml']").focus()`)
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	if got := value[string](p, `playground.files.current + " " + document.getElementById("file-name").value`); got != "app.env app.env" {
		t.Errorf("the arrow key chooses %s", got)
	}
	if got := value[string](p, `["count", "copied"].map((id) => document.getElementById(id).getAttribute("role")).join()`); got != "status,status" {
		t.Errorf("not announced: %s", got)
	}
	for _, said := range p.console() {
		if !strings.Contains(said, "favicon") {
			t.Errorf("console: %s", said)
		}
	}
}
