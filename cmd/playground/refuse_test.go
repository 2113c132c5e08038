//go:build browser

package playground

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/graph/svg"
)

// A picture that has anything the program does not write is not shown, not even in part, and the page says why. Nothing of it
// runs or is requested. Chromium reports an inline style or handler that it parses, although the document is never shown; the page's
// policy forbids them as well.
func TestGraphRefusesOthers(t *testing.T) {
	p := graphed(t)
	p.run(`globalThis.ran = 0`)
	good := string(svg.Render(named("plain")))
	for what, change := range map[string][2]string{
		"a script":                  {`</svg>`, `<script>ran++</script></svg>`},
		"a script of HTML":          {`</svg>`, `<script xmlns="http://www.w3.org/1999/xhtml">ran++</script></svg>`},
		"a handler":                 {`<rect class="sheet"`, `<rect onclick="ran++" class="sheet"`},
		"a handler of the root":     {`<svg `, `<svg onload="ran++" `},
		"HTML":                      {`</svg>`, `<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`},
		"an HTML element":           {`</svg>`, `<a xmlns="http://www.w3.org/1999/xhtml" href="#x">x</a></svg>`},
		"an element with a prefix":  {`</svg>`, `<s:a xmlns:s="http://www.w3.org/2000/svg" href="#x">x</s:a></svg>`},
		"an image":                  {`</svg>`, `<image href="style.css?x"/></svg>`},
		"a use":                     {`</svg>`, `<use href="#plain.service"/></svg>`},
		"an animation":              {`</svg>`, `<animate attributeName="href" values="javascript:ran++"/></svg>`},
		"a set in a link":           {`<a href="#plain.service">`, `<a href="#plain.service"><set attributeName="href" to="javascript:ran++"/>`},
		"a link to a script":        {`href="#plain.service"`, `href="javascript:ran++"`},
		"a link to outside":         {`href="#plain.service"`, `href="https://example.org/"`},
		"a link to a file":          {`href="#plain.service"`, `href="style.css#plain.service"`},
		"a link with XLink":         {`<a href="#plain.service">`, `<a xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:ran++">`},
		"a target":                  {`<a href="#plain.service">`, `<a href="#plain.service" target="_blank">`},
		"a fill from outside":       {`<rect class="sheet"`, `<rect fill="url(https://example.org/x#y)" class="sheet"`},
		"a filter":                  {`<rect class="sheet"`, `<rect filter="url(#x)" class="sheet"`},
		"a class of another form":   {`class="sheet"`, `class="sheet&#9;x"`},
		"a transform":               {`transform="translate(24 80)"`, `transform="scale(99)"`},
		"a path":                    {` d="M`, ` d="url(M`},
		"a role":                    {`role="group"`, `role="alert"`},
		"a tab index":               {`<rect class="sheet"`, `<rect tabindex="1" class="sheet"`},
		"a nested picture":          {`</svg>`, `<svg></svg></svg>`},
		"text outside of texts":     {`</svg>`, `text</svg>`},
		"a comment":                 {`</svg>`, `<!-- x --></svg>`},
		"a CDATA section":           {`</svg>`, `<text><![CDATA[x]]></text></svg>`},
		"a processing instruction":  {`<svg `, `<?xml-stylesheet href="style.css?x"?><svg `},
		"a document type":           {`<svg `, `<!DOCTYPE svg [<!ENTITY x "y">]><svg `},
		"an import":                 {`<style>`, `<style>@import "style.css?x";`},
		"a style from outside":      {`fill:#ffffff`, `fill:url(style.css?x)`},
		"an escaped style":          {`fill:#ffffff`, `fill:u\72l(style.css?x)`},
		"another property":          {`fill:#ffffff`, `position:fixed`},
		"a font":                    {`<style>`, `<style>@font-face{font-family:x;src:url(style.css?x)}`},
		"a style sheet in a text":   {`</svg>`, `<text>&lt;style></text><style></style></svg>`},
		"no style sheet":            {`<style>`, `<!--style-->`},
		"what is not well-formed":   {`</svg>`, ``},
		"HTML instead of a picture": {good, `<html xmlns="http://www.w3.org/1999/xhtml"><body onload="ran++"/></html>`},
		"nothing":                   {good, ``},
		"a very large picture":      {`width="`, `width="1e9`},
		"an endless nesting":        {`</svg>`, strings.Repeat(`<g>`, 100000) + strings.Repeat(`</g>`, 100000) + `</svg>`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s: nothing is changed", what)
		}
		if said := p.drawn(bad); !strings.HasPrefix(said, "The graph is not shown, because ") {
			t.Errorf("%s: the page says %q", what, said)
		}
		if got := p.content(); len(got) > 0 {
			t.Errorf("%s: the page shows %q", what, got)
		}
	}
	if got := p.drawn(good); got != "" || len(p.content()) == 0 {
		t.Errorf("a good picture is not shown afterwards: %s", got)
	}
	if got := value[int](p, `ran`); got != 0 {
		t.Errorf("%d scripts ran", got)
	}
	p.onlyLoaded("after the attempts")
}
