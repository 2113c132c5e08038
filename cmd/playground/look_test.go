//go:build browser

package playground

import "testing"

// In both color schemes, on a desktop and on a phone, with errors and with the graph, nothing is wider than the screen. -shots DIR
// saves screenshots.
func TestLook(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		for name, width := range map[string]int64{"wide": 1400, "phone": 360} {
			t.Run(scheme+"/"+name, func(t *testing.T) {
				p := opened(t, screen(width, 860, scheme))
				p.run(`document.getElementById("viewer").scrollIntoView(); new Promise((done) => setTimeout(done, 300))`) // the editor lays out what is visible
				p.shot(scheme + "-" + name)
				p.fits(width)
				p.run(`document.getElementById("tab-summary").click()`)
				p.shot(scheme + "-" + name + "-install")
				p.fits(width)
				p.run(`document.getElementById("tab-graph").click()`)
				p.until(`document.getElementById("graph").shadowRoot.querySelector("svg")`)
				p.shot(scheme + "-" + name + "-graph")
				p.fits(width)
				p.replace(map[string]string{"compose.yaml": wrong, "tag.env": "TAG=1\n"})
				p.run(`document.getElementById("tab-units").click(); document.querySelector("#findings details").open = true; document.querySelector("#flags details").open = true`)
				p.until(`document.querySelector("#findings pre").textContent !== ""`)
				p.shot(scheme + "-" + name + "-errors")
				p.fits(width)
			})
		}
	}
}

const wrong = `services:
  web:
    image: nginx:${TAG}
    ports: ["80:eighty"]
    depends_on: [cache]
    cpu_percent: 3
  cash:
    image: redis:8
`

// fits fails if the page scrolls sideways.
func (p *page) fits(width int64) {
	p.Helper()
	if is := value[int64](p, `document.documentElement.scrollWidth`); is > width {
		p.Errorf("the page is %d pixels wide on a screen of %d: %s", is, width, value[string](p, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName + "#" + e.id + "." + e.className).slice(0, 5).join(" ")`))
	}
}
