//go:build browser

package playground

import (
	"context"
	"encoding/json"
	"flag"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/compose2unit/compose2unit/golden/tool"
)

var (
	folder = flag.String("page", "../../playground", "the output of make playground")
	shots  = flag.String("shots", "", "a directory for screenshots")
)

// page is the playground in a browser.
type page struct {
	testing.TB
	ctx    context.Context
	url    string
	mu     sync.Mutex
	served []string
	said   []string
}

// opened serves the page with a plain file server and opens it in a headless Chromium, after the actions in prepare. It returns
// when the sample is translated.
func opened(t testing.TB, prepare ...chromedp.Action[chromedp.Void]) *page {
	t.Helper()
	return openedFrom(t, http.FileServer(http.Dir(*folder)), prepare...)
}

// openedFrom is opened with another server.
func openedFrom(t testing.TB, files http.Handler, prepare ...chromedp.Action[chromedp.Void]) *page {
	t.Helper()
	program := chromium(t)
	p := &page{TB: t}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.served = append(p.served, r.URL.Path)
		p.mu.Unlock()
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	flags := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program), chromedp.NoSandbox, // Chromium refuses to run as root with its sandbox
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	allocated, free := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(free)
	ctx, end := chromedp.NewContext(allocated)
	t.Cleanup(end)
	ctx, stop := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stop)
	p.ctx, p.url = ctx, server.URL+"/"
	go p.listen(chromedp.Console(ctx))
	p.do(append(prepare, chromedp.Navigate(p.url))...)
	p.until(`document.documentElement.dataset.ready === "true"`)
	return p
}

// listen records the messages on the console.
func (p *page) listen(console iter.Seq2[chromedp.ConsoleMessage, error]) {
	for message, err := range console {
		if err != nil {
			return
		}
		p.mu.Lock()
		p.said = append(p.said, message.String())
		p.mu.Unlock()
	}
}

// chromium returns the path of Chromium. With CI=true the test fails if there is none.
func chromium(t testing.TB) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(*folder, "index.html")); err != nil {
		t.Fatal("make playground comes first: ", err)
	}
	return tool.Path(t, "chromium", "chromium-browser", "google-chrome")
}

// requests returns the paths that have been requested from the server.
func (p *page) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.served)
}

// console returns the messages on the console.
func (p *page) console() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.said)
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// run evaluates JavaScript in the page. It waits for a promise.
func (p *page) run(script string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
}

// value evaluates JavaScript in the page and returns the value. It waits for a promise.
func value[T any](p *page, script string) T {
	p.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", script[:min(len(script), 200)], err)
	}
	return out
}

// until waits for a condition. It polls, because chromedp.Poll compiles a function in the page, which the page's policy forbids.
func (p *page) until(condition string) {
	p.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if value[bool](p, "Boolean("+condition+")") {
			return
		}
	}
	p.Fatalf("timeout waiting for %s; console: %q; findings: %q", condition, p.console(), value[string](p, `document.querySelector(".findings").innerText`))
}

// replace replaces the project in the page and waits for its translation.
func (p *page) replace(files map[string]string) {
	p.Helper()
	data, err := json.Marshal(files)
	if err != nil {
		p.Fatal(err)
	}
	p.after(`playground.files.replace(Object.entries(` + string(data) + `).map(([name, text]) => ({name, text, data: new TextEncoder().encode(text)})))`)
}

// after runs a script that causes a translation, and waits for it.
func (p *page) after(script string) {
	p.Helper()
	runs := value[string](p, `document.documentElement.dataset.runs`)
	p.run(script)
	p.until(`document.documentElement.dataset.runs !== "` + runs + `"`)
}

// shot takes a screenshot if -shots is set.
func (p *page) shot(name string) {
	p.Helper()
	if *shots == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(*shots, name+".png"), picture, 0o644)
	}
	if err != nil {
		p.Fatal(err)
	}
}

// screen sets the size of the screen and the color scheme.
func screen(width, height int64, scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}
