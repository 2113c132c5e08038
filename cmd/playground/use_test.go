//go:build browser

package playground

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// A mistake that is typed is counted, listed and marked at its line, and the last result stays, marked as outdated. When the
// mistake is removed, so are the marks.
func TestTyping(t *testing.T) {
	p := opened(t)
	p.do(chromedp.Evaluate[chromedp.Void](`playground.files.editor.view.focus(); playground.files.editor.view.dispatch({selection: {anchor: 0}})`))
	p.typed("services: 7\n# ")
	p.until(`/error/.test(document.getElementById("count").textContent)`)
	if got := value[string](p, `document.querySelector("#findings li").textContent`); !strings.HasPrefix(got, "compose.yaml:") {
		t.Errorf("the first finding is %q", got)
	}
	if n := value[int](p, `playground.files.editor.view.root.querySelectorAll(".cm-lint-marker-error").length`); n == 0 {
		t.Error("no line is marked")
	}
	if !value[bool](p, `!document.getElementById("stale").hidden && document.getElementById("download").disabled && document.querySelectorAll("#unit option").length > 0`) {
		t.Error("the last result is gone, or not marked as outdated")
	}
	p.run(`document.querySelector("#findings details").open = true`)
	p.until(`document.querySelector("#findings pre").textContent.length > 20`)
	p.run(`document.querySelector("#findings button.place").click()`)
	if !value[bool](p, `playground.files.editor.view.hasFocus`) {
		t.Error("the place of a finding does not lead to the editor")
	}
	if got := value[string](p, `document.getElementById(document.querySelector("#findings button.place").getAttribute("aria-describedby")).textContent`); !strings.HasPrefix(got, "error: ") {
		t.Errorf("the place of a finding is described as %q", got)
	}
	p.run(`playground.files.editor.view.dispatch({changes: {from: 0, to: "services: 7\n# ".length}})`)
	p.until(`document.getElementById("count").textContent === "No findings" && document.getElementById("stale").hidden`)
}

// A pasted file with two mistakes: each finding leads to its line, and its explanation is about its attribute.
func TestTwoMistakes(t *testing.T) {
	p := opened(t)
	p.replace(map[string]string{"compose.yaml": `services:
  web:
    image: nginx
    restart: sometimes
    build:
      context: .
      privileged: true
`})
	for _, want := range []struct {
		line                    int
		text, hint, explanation string
	}{
		{4, `"sometimes" is not a restart policy`, "unless-stopped", "the Compose schema or Compose itself refuses"},
		{7, "podman build has no entitlements", "-allow services.*.build.privileged", "services.*.build.privileged\n  docker    full"},
	} {
		item := `[...document.querySelectorAll("#findings li")].find((e) => e.textContent.includes(` + quoted(want.text) + `))`
		p.until(item)
		p.run(item + `.querySelector("button.place").click()`)
		if got := value[int](p, `(({state}) => state.doc.lineAt(state.selection.main.head).number)(playground.files.editor.view)`); got != want.line {
			t.Errorf("%s leads to line %d, want %d", want.text, got, want.line)
		}
		if got := value[string](p, item+`.querySelector(".hint").textContent`); !strings.Contains(got, want.hint) {
			t.Errorf("the hint is %q", got)
		}
		p.run(item + `.querySelector("details").open = true`)
		p.until(item + `.querySelector("pre").textContent`)
		if got := value[string](p, item+`.querySelector("pre").textContent`); !strings.Contains(got, want.explanation) || strings.Count(got, "\n") > 12 {
			t.Errorf("the explanation of %q is %q", want.text, got)
		}
	}
}

// typed types text into the focused element.
func (p *page) typed(text string) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.Fatal(err)
	}
}

// The explanation of a finding is about its attribute if the attribute always has that finding with the chosen runtime: not if
// another runtime has it, or an attribute below.
func TestExplanations(t *testing.T) {
	p := opened(t)
	for _, c := range []struct{ runtime, format, code, path, has string }{
		{"podman", "units", "partial", "services.web.deploy.resources.reservations.devices", "\n  podman    partial: "},
		{"podman", "quadlet", "partial", "services.web.deploy.resources.reservations.devices", "\n  quadlet   partial: "},
		{"docker", "units", "partial", "services.web.deploy.resources.reservations.devices", "\nAttributes that always have it"},
		{"podman", "units", "partial", "services.web.deploy.resources.reservations", "\nAttributes that always have it"},
		{"podman", "units", "no-effect", "services.web.deploy", "\nAttributes that always have it"},
		{"podman", "units", "no-effect", "services.web.deploy.labels", "\n  podman    moot: "},
		{"podman", "units", "no-effect", "", "\nAttributes that always have it"},
	} {
		p.run(`document.getElementById("flag-runtime").value = "` + c.runtime + `"; document.getElementById("flag-format").value = "` + c.format + `"`)
		if got := value[string](p, `playground.explain({code: "`+c.code+`", path: "`+c.path+`"})`); !strings.HasPrefix(got, c.code+": ") || !strings.Contains(got, c.has) {
			t.Errorf("%s of %s with %s %s:\n%s", c.code, c.path, c.runtime, c.format, got)
		}
	}
}

// Files can be added, renamed, removed and dropped. Names are checked. Binary files are kept unchanged.
func TestFiles(t *testing.T) {
	p := opened(t)
	names := func() string { return value[string](p, `playground.files.list.map((f) => f.name).join(" ")`) }
	rename := func(to string) {
		p.run(`{ const i = document.getElementById("file-name"); i.value = ` + quoted(to) + `; i.dispatchEvent(new Event("change")) }`)
	}
	p.run(`document.getElementById("file-add").click()`)
	for _, bad := range []string{"", "/etc/passwd", "../x", "a//b", "out/x", "compose.yaml", "compose.yaml/x"} {
		rename(bad)
		if value[string](p, `document.getElementById("file-problem").textContent`) == "" {
			t.Errorf("the name %q is accepted", bad)
		}
	}
	p.after(`{ const i = document.getElementById("file-name"); i.value = "compose.override.yaml"; i.dispatchEvent(new Event("change")); }`)
	p.after(`playground.files.editor.view.dispatch({changes: {from: 0, insert: "services: {extra: {image: redis:8}}\n"}})`)
	if names() != "compose.yaml app.env token.txt compose.override.yaml" || !value[bool](p, `[...document.querySelectorAll("#unit option")].some((o) => o.value === "shop-extra.service")`) {
		t.Errorf("the override has no effect: %s", names())
	}
	p.after(`playground.files.show("compose.override.yaml"); document.getElementById("file-remove").click()`)
	if value[bool](p, `[...document.querySelectorAll("#unit option")].some((o) => o.value === "shop-extra.service")`) {
		t.Error("the override is still there")
	}
	p.run(`playground.files.put([{name: "large", text: null, data: new Uint8Array(33 << 20)}])`)
	if got := value[string](p, `document.getElementById("file-problem").textContent`); !strings.Contains(got, "32 MiB") || strings.Contains(names(), "large") {
		t.Errorf("a file of 33 MiB: %q, files: %s", got, names())
	}
	p.after(`{ const transfer = new DataTransfer(); transfer.items.add(new File([new Uint8Array([65, 61, 0xff, 10])], "app.env"));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true})); }`)
	if !value[bool](p, `playground.files.editor.view.state.readOnly && playground.files.file("app.env").data[2] === 0xff`) {
		t.Error("a binary file is changed, or can be edited")
	}
}

// Opened files replace the sample, so that it does not hide them: Compose prefers compose.yaml. Files dropped on the editor are
// not inserted as text.
func TestFilesReplaceTheSample(t *testing.T) {
	p := opened(t)
	p.after(`{ const transfer = new DataTransfer(); transfer.items.add(new File(["services: {only: {image: redis:8}}"], "compose.yml"));
		playground.files.editor.view.contentDOM.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, composed: true})); }`)
	if got := value[string](p, `playground.files.list.map((f) => f.name + " " + f.text).join()`); got != "compose.yml services: {only: {image: redis:8}}" {
		t.Errorf("the files are %q", got)
	}
	p.until(`[...document.querySelectorAll("#unit option")].some((o) => o.value === "shop-only.service")`)
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// The download contains the files with their modes, owned by root, with a fixed time, and is the same each time.
func TestDownload(t *testing.T) {
	p := opened(t)
	dir := t.TempDir()
	if _, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Click("#copy"))
	p.until(`document.getElementById("copied").textContent === "Copied."`)
	first, second := p.download(filepath.Join(dir, "shop.tar.gz")), p.download(filepath.Join(dir, "shop.tar.gz"))
	if !bytes.Equal(first, second) {
		t.Error("two downloads differ")
	}
	zip, err := gzip.NewReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for archive := tar.NewReader(zip); ; {
		h, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !h.ModTime.Equal(time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)) || h.Uid != 0 || h.Gid != 0 || !strings.HasPrefix(h.Name, "out/") {
			t.Errorf("%s: %v, owner %d:%d", h.Name, h.ModTime, h.Uid, h.Gid)
		}
		got[h.Name] = h.Mode
	}
	want := value[map[string]int64](p, `(async () => { const a = await playground.translator.ask("translate", {folder: "/srv/shop", args: [], files: playground.files.list});
		return Object.fromEntries([["out/", 0o755], ["out/shop/", 0o700], ...a.files.map((f) => ["out/" + f.path, f.mode])]); })()`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modes in the archive: (- the files, + the archive)\n%s", diff)
	}
	if got["out/shop/app.env"] != 0o600 || got["out/shop.target"] != 0o644 {
		t.Errorf("modes: %v", got)
	}
}

// download clicks the button and waits for the file.
func (p *page) download(path string) []byte {
	p.Helper()
	_ = os.Remove(path)
	p.run(`document.getElementById("download").click()`)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
			return data
		}
	}
	p.Fatal("nothing is downloaded")
	return nil
}

// After a crash or a timeout there is a message, and the program is restarted.
func TestCrash(t *testing.T) {
	p := opened(t)
	said := value[string](p, `playground.translator.ask("crash", {}).then(() => "no error", (error) => error.message)`)
	if !strings.HasPrefix(said, "The program crashed and was restarted.\npanic: ") {
		t.Errorf("a crash says %q", said)
	}
	p.replace(map[string]string{"compose.yaml": "services: {web: {image: busybox}}"})
	p.until(`document.getElementById("count").textContent === "No findings"`)
	p.run(`playground.translator.limit = 0.001; playground.files.edited("compose.yaml", "services: {}")`)
	p.until(`document.querySelector("#findings li")?.textContent.includes("seconds and was stopped")`)
	p.run(`playground.translator.limit = 60000`)
	p.replace(map[string]string{"compose.yaml": "services: {app: {image: busybox}}"})
	p.until(`document.getElementById("count").textContent === "No findings" && [...document.querySelectorAll("#unit option")].some((o) => o.value === "shop-app.service")`)
}

// Names and values from untrusted files appear as text, never as elements.
func TestHostileTexts(t *testing.T) {
	p := opened(t)
	elements := `[document, ...["editor", "viewer", "graph"].map((id) => document.getElementById(id).shadowRoot)].map((root) => root.querySelectorAll("script, iframe, svg svg, object, embed, [onerror], [onload], [onclick], body img, b, i").length).join()`
	before := value[string](p, elements)
	for _, poison := range []string{
		`<img src=x onerror=alert(1)>`, `<script>alert(1)</script>`, `"><svg onload=alert(1)>`, `javascript:alert(1)`, `</textarea><b>x</b>`, `</option></select><i>x</i>`, "\u202e\u2066x", `${alert(1)}`,
	} {
		name := strings.NewReplacer("/", "∕").Replace(poison) + ".env"
		yaml := strings.ReplaceAll(poison, "'", "''")
		p.replace(map[string]string{
			"compose.yaml": "name: shop\nservices:\n  web:\n    image: busybox\n    labels: {'" + yaml + "': '" + strings.ReplaceAll(yaml, "$", "$$") + "'}\n    command: ['" + strings.ReplaceAll(yaml, "$", "$$") + "']\n    volumes: ['./x:/srv']\n",
			name:           "A=" + poison,
		})
		p.run(`for (const o of document.getElementById("unit").options) { document.getElementById("unit").value = o.value; document.getElementById("unit").dispatchEvent(new Event("change")); }`)
		p.run(`document.getElementById("tab-graph").click()`)
		p.replace(map[string]string{
			"compose.yaml": "services:\n  '" + yaml + "':\n    image: '" + yaml + "'\n    '" + yaml + "': 1\n    env_file: ['" + yaml + "']\n", name: "x",
		})
		p.run(`for (const f of playground.files.list) playground.files.show(f.name); for (const d of document.querySelectorAll("#findings details")) d.open = true`)
		if !value[bool](p, `document.querySelectorAll("#findings li").length > 0`) {
			t.Errorf("%q: no finding, so nothing is tested", poison)
		}
		if after := value[string](p, elements); after != before {
			t.Errorf("%q makes elements: %s, before %s", poison, after, before)
		}
	}
	for _, said := range p.console() {
		t.Errorf("console: %s", said)
	}
}
