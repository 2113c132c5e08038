package main

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"
	"syscall/js"

	"github.com/compose2unit/compose2unit/runtime/host"
)

// main runs the program in a browser, for the playground (cmd/playground). It registers its functions and waits; each call of
// run is one run of the command line. Files are kept in memory by the page, which implements Node's fs for Go's port.
func main() {
	debug.SetGCPercent(browserGCPercent)
	api := map[string]any{"run": calls(runs), "archive": calls(archives), "flags": calls(flagsOf)}
	js.Global().Set("compose2unit", js.ValueOf(api))
	select {}
}

// hasBindSources: the page has the files of the project only, so the summary says nothing of bind sources.
const hasBindSources = false

// browserGCPercent is larger than that of the process, because the collector shares its only thread with the translation, and
// the heap is small.
const browserGCPercent = 400

// calls wraps f as a JavaScript function that takes a request and a callback for the result. f runs in a goroutine, because
// reading a file from within a js.Func would block the event loop.
func calls(f func(js.Value) any) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		go func() { args[1].Invoke(f(args[0])) }()
		return nil
	})
}

// runs runs the command line with arguments, in a directory and with an empty environment.
func runs(request js.Value) any {
	var out, err bytes.Buffer
	w := &world{
		args: words(request.Get("args")), dir: request.Get("dir").String(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &err,
		pipe: translated, machine: host.This(nil), routes: host.Routes,
	}
	if err := os.Chdir(w.dir); err != nil {
		return map[string]any{"code": exitBroken, "stdout": "", "stderr": "compose2unit: error: " + err.Error() + "\n"}
	}
	code := run(context.Background(), w)
	return map[string]any{"code": code, "stdout": out.String(), "stderr": err.String()}
}

// words converts a JavaScript array of strings.
func words(list js.Value) []string {
	out := make([]string, list.Length())
	for i := range out {
		out[i] = list.Index(i).String()
	}
	return out
}
