//go:build browser

package playground

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// BenchmarkSample measures a translation of the sample, from the last key until the result is shown, without the delay for further
// keys. As the machine may be busy, the CPU time of the worker's thread is measured as well.
func BenchmarkSample(b *testing.B) {
	p := opened(b)
	edit := func() {
		p.after(`globalThis.count = (globalThis.count ?? 0) + 1; playground.files.edited("app.env", "GREETING=" + count)`)
	}
	for range 10 {
		edit() // the browser compiles the program in two steps, the second one in the background
	}
	shown, before := 0, p.workerTime()
	for b.Loop() {
		edit()
		shown += value[int](p, `Number(document.documentElement.dataset.milliseconds)`)
	}
	b.ReportMetric(float64(shown)/float64(b.N), "ms/translation")
	b.ReportMetric((p.workerTime()-before)/float64(b.N), "cpu-ms/translation")
}

// workerTime returns the CPU time of the page's workers in milliseconds (proc_pid_schedstat(5): nanoseconds).
func (p *page) workerTime() (total float64) {
	p.Helper()
	browser := chromedp.FromContext(p.ctx).Browser.Process().Pid
	threads, _ := filepath.Glob("/proc/[0-9]*/task/[0-9]*/comm")
	for _, name := range threads {
		comm, _ := os.ReadFile(name)
		if strings.HasPrefix(string(comm), "DedicatedWorker") && descends(filepath.Dir(name), browser) {
			text, _ := os.ReadFile(filepath.Join(filepath.Dir(name), "schedstat"))
			var nanoseconds float64
			fmt.Sscan(string(text), &nanoseconds)
			total += nanoseconds / 1e6
		}
	}
	return total
}

// descends reports whether a process in /proc is a descendant of another one.
func descends(dir string, of int) bool {
	for range 10 {
		text, err := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil {
			return false
		}
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		if fields[1] == strconv.Itoa(of) {
			return true
		}
		dir = filepath.Join("/proc", fields[1])
	}
	return false
}
