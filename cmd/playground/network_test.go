//go:build browser

package playground

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// limit is the maximum size of the first load, compressed.
const limit = 6_000_000

// loaded are all files of the page.
var loaded = []string{"/", "/compose2unit.wasm.gz", "/playground.js", "/style.css"}

// Nothing leaves the browser: the page loads its four files, and then makes no request, not even to its own server. The policy
// refuses every attempt.
func TestNothingLeavesTheBrowser(t *testing.T) {
	p := opened(t)
	p.onlyLoaded("after loading")
	p.after(`document.getElementById("flag-runtime").value = "docker"; document.getElementById("flag-runtime").dispatchEvent(new Event("input", {bubbles: true}))`)
	p.run(`document.getElementById("tab-graph").click()`)
	p.until(`document.getElementById("graph").shadowRoot.querySelector("svg")`)
	p.replace(map[string]string{"compose.yaml": wrong})
	p.run(`playground.translator.ask("crash", {}).catch(() => {})`)
	p.replace(map[string]string{"compose.yaml": "services: {web: {image: busybox}}"})
	p.onlyLoaded("after use")

	for what, attempt := range map[string]string{
		"fetch of its own server":    `fetch("style.css?x")`,
		"fetch of another one":       `fetch("https://example.org/")`,
		"an XMLHttpRequest":          `new Promise((ok, no) => { const r = new XMLHttpRequest(); r.onload = ok; r.onerror = no; r.open("GET", "style.css?x"); r.send(); })`,
		"a WebSocket":                `new Promise((ok, no) => { const s = new WebSocket(location.href.replace("http", "ws")); s.onopen = ok; s.onerror = no; })`,
		"a picture":                  `new Promise((ok, no) => { const i = new Image(); i.onload = ok; i.onerror = no; i.src = "style.css?x"; })`,
		"a picture from a blob":      `new Promise((ok, no) => { const i = new Image(); i.onload = ok; i.onerror = no; i.src = URL.createObjectURL(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], {type: "image/svg+xml"})); })`,
		"a style sheet":              `new Promise((ok, no) => { const l = document.createElement("link"); l.rel = "stylesheet"; l.href = "https://example.org/x.css"; l.onload = ok; l.onerror = no; document.head.append(l); })`,
		"a script":                   `import(location.href + "playground.js?x")`,
		"a frame":                    `new Promise((ok, no) => { const f = document.createElement("iframe"); addEventListener("securitypolicyviolation", no, {once: true}); f.src = "style.css?x"; document.body.append(f); setTimeout(ok, 2000); })`,
		"a worker from the server":   `new Promise((ok, no) => { const w = new Worker("playground.js?x"); w.onerror = no; w.onmessage = ok; setTimeout(ok, 2000); })`,
		"a fetch of a worker":        `new Promise((ok, no) => { const w = new Worker(URL.createObjectURL(new Blob(["fetch('` + p.url + `x').then(() => postMessage(1), () => postMessage(0))"]))); w.onmessage = ({data}) => data ? ok() : no(); })`,
		"code in a string":           `new Promise((ok, no) => setTimeout(() => { try { ok(new Function("return 1")()); } catch (error) { no(error); } }))`, // asynchronously, because Runtime.evaluate bypasses the policy
		"a script in the page":       `new Promise((ok, no) => { globalThis.ran = ok; addEventListener("securitypolicyviolation", no, {once: true}); const s = document.createElement("script"); s.textContent = "ran()"; document.body.append(s); })`,
		"a handler in an attribute":  `new Promise((ok, no) => { globalThis.ran = ok; addEventListener("securitypolicyviolation", no, {once: true}); const d = document.createElement("div"); d.setAttribute("onclick", "ran()"); document.body.append(d); d.click(); })`,
		"a style sheet in the page":  `new Promise((ok, no) => { addEventListener("securitypolicyviolation", no, {once: true}); const s = document.createElement("style"); s.textContent = "body { display: none }"; document.head.append(s); setTimeout(ok, 2000); })`,
		"a form":                     `new Promise((ok, no) => { addEventListener("securitypolicyviolation", no, {once: true}); const f = document.createElement("form"); f.action = "style.css?x"; document.body.append(f); f.submit(); setTimeout(ok, 2000); })`,
		"a beacon":                   `new Promise((ok, no) => { addEventListener("securitypolicyviolation", no, {once: true}); navigator.sendBeacon("style.css?x", "x"); setTimeout(ok, 2000); })`,
		"a WebTransport":             `new WebTransport("https://127.0.0.1:1/").ready`,
		"a prefetch":                 `new Promise((ok, no) => { const l = document.createElement("link"); l.rel = "prefetch"; l.href = "style.css?x"; l.onload = ok; l.onerror = no; document.head.append(l); setTimeout(no, 2000); })`,
		"a prefetch of another one":  `new Promise((ok, no) => { const l = document.createElement("link"); l.rel = "prefetch"; l.href = "https://example.org/"; l.onload = ok; l.onerror = no; document.head.append(l); setTimeout(no, 2000); })`,
		"a preload":                  `new Promise((ok, no) => { const l = document.createElement("link"); l.rel = "preload"; l.as = "style"; l.href = "style.css?x"; l.onload = ok; l.onerror = no; document.head.append(l); setTimeout(no, 2000); })`,
		"a style sheet of its own":   `new Promise((ok, no) => { const l = document.createElement("link"); l.rel = "stylesheet"; l.href = "style.css?x"; l.onload = ok; l.onerror = no; document.head.append(l); })`,
		"a ping of a link":           `new Promise((ok, no) => { addEventListener("securitypolicyviolation", no, {once: true}); const a = document.createElement("a"); a.href = "#"; a.ping = "style.css?x"; document.body.append(a); a.click(); setTimeout(ok, 2000); })`,
		"an event source of its own": `new Promise((ok, no) => { const s = new EventSource("style.css?x"); s.onopen = ok; s.onerror = no; })`,
	} {
		if value[bool](p, `(async () => { try { await (`+attempt+`); return true; } catch { return false; } })()`) {
			t.Errorf("%s is not refused", what)
		}
	}
	p.onlyLoaded("after the attempts")
}

// A policy refuses neither WebRTC nor leaving the page (Content Security Policy Level 3 has no directive for either that browsers
// implement). Both take a script, and the page's own script does neither: the test searches it for what either needs.
func TestWhatThePolicyCannotRefuse(t *testing.T) {
	heard, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer heard.Close()
	p := opened(t)
	p.run(`(async () => { globalThis.peer = new RTCPeerConnection({iceServers: [{urls: "stun:` + heard.LocalAddr().String() + `"}]}); peer.createDataChannel("x"); await peer.setLocalDescription(); })()`)
	_ = heard.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, _, err := heard.ReadFrom(make([]byte, 100)); err != nil {
		t.Errorf("WebRTC was refused, but docs/playground.md documents that no policy can refuse it: %v", err)
	}
	p.run(`setTimeout(() => location.href = "/left")`)
	for end := time.Now().Add(20 * time.Second); !slices.Contains(p.requests(), "/left"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("navigation was refused, but docs/playground.md documents that no policy can refuse it")
		}
	}
	script, err := os.ReadFile(filepath.Join(*folder, "playground.js"))
	if err != nil {
		t.Fatal(err)
	}
	if found := leaving.FindAllString(string(script), -1); found != nil {
		t.Errorf("the page's script has %q", found)
	}
}

// leaving matches what a script needs to use WebRTC or to leave the page.
var leaving = regexp.MustCompile(`RTC(PeerConnection|DataChannel)|\blocation\.(href|assign|replace|search)\b|\blocation\s*=[^=]|\bnavigation\.|(window|self|globalThis|top|parent)\.open\b|\bhttp-equiv\b`)

// Some servers label a compressed file with its encoding, so that the browser decompresses it.
func TestServerWithEncoding(t *testing.T) {
	files := http.FileServer(http.Dir(*folder))
	openedFrom(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".gz") {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "application/wasm")
		}
		files.ServeHTTP(w, r)
	})).onlyLoaded("with Content-Encoding")
}

// onlyLoaded fails if anything else was requested.
func (p *page) onlyLoaded(when string) {
	p.Helper()
	got := p.requests()
	slices.Sort(got)
	if diff := cmp.Diff(loaded, got); diff != "" {
		p.Errorf("requests %s (-want +got):\n%s", when, diff)
	}
}

// The size of the first load is limited. The program is a compressed file; the others are counted as compressed by the server.
func TestSize(t *testing.T) {
	total := 0
	for _, name := range []string{"index.html", "style.css", "playground.js", "compose2unit.wasm.gz"} {
		data, err := os.ReadFile(filepath.Join(*folder, name))
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		zip, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if _, err := zip.Write(data); err != nil {
			t.Fatal(err)
		}
		zip.Close()
		size := packed.Len()
		if filepath.Ext(name) == ".gz" {
			size = len(data)
		}
		t.Logf("%-22s %9d bytes, compressed %9d", name, len(data), size)
		total += size
	}
	t.Logf("%-22s %9s        compressed %9d of %d", "all", "", total, limit)
	if total > limit {
		t.Errorf("the first load is %d bytes, more than %d", total, limit)
	}
	if entries, err := os.ReadDir(*folder); err != nil || len(entries) != 4 {
		t.Errorf("the output has %d files (%v), want the four above", len(entries), err)
	}
}

// Two builds in different directories give the same bytes.
func TestReproducible(t *testing.T) {
	var builds [2]map[string][]byte
	for i := range builds {
		to := filepath.Join(t.TempDir(), "page")
		if out, err := exec.Command("./build", to, "v1.2.3").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s (make playground-check sets GO and ESBUILD)", err, out)
		}
		builds[i] = map[string][]byte{}
		for _, name := range []string{"index.html", "style.css", "playground.js", "compose2unit.wasm.gz"} {
			data, err := os.ReadFile(filepath.Join(to, name))
			if err != nil {
				t.Fatal(err)
			}
			builds[i][name] = data
		}
	}
	for name, data := range builds[0] {
		if !bytes.Equal(data, builds[1][name]) {
			t.Errorf("%s differs between two builds", name)
		}
		if name != "compose2unit.wasm.gz" && bytes.Contains(data, []byte(t.TempDir())) {
			t.Errorf("%s contains a path of this machine", name)
		}
	}
}

// The lock file contains versions and hashes, but no address of a registry: npm ci uses the one it is configured with.
func TestLock(t *testing.T) {
	data, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Resolved, Integrity string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if name != "" && (p.Resolved != "" || p.Version == "" || p.Integrity == "") {
			t.Errorf("%s: resolved %q, version %q, integrity %q", name, p.Resolved, p.Version, p.Integrity)
		}
	}
}
