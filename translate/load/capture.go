package load

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/sirupsen/logrus"
)

// captured captures compose-go's log while projects are loaded. compose-go writes to logrus's global logger, and logrus calls a hook
// in the goroutine that logs. A load runs in one goroutine, so the goroutine identifies the load that a line belongs to, and
// projects can be loaded in parallel. compose-go 2.16 starts a goroutine only to resolve images, which is not done here
// (TestLinesAreOfTheirOwnLoad).
var captured = logCapture{by: map[string]func(string){}}

type logCapture struct {
	mu sync.Mutex
	by map[string]func(string) // by goroutine
	// the state of the logger before the first load
	out   io.Writer
	level logrus.Level
	hooks logrus.LevelHooks
}

// capture passes the lines that this goroutine logs to say until the returned function is called, in the same goroutine.
func capture(say func(string)) (restore func()) { return captured.start(say) }

func (c *logCapture) start(say func(string)) (restore func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if std := logrus.StandardLogger(); len(c.by) == 0 {
		c.out, c.level, c.hooks = std.Out, std.GetLevel(), std.ReplaceHooks(logrus.LevelHooks{})
		std.SetOutput(io.Discard)
		std.SetLevel(logrus.WarnLevel)
		std.AddHook(c)
	}
	self := goroutine()
	c.by[self] = say
	return func() { c.stop(self) }
}

func (c *logCapture) stop(self string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if delete(c.by, self); len(c.by) > 0 {
		return
	}
	std := logrus.StandardLogger()
	std.ReplaceHooks(c.hooks)
	std.SetOutput(c.out)
	std.SetLevel(c.level)
}

// Levels returns all levels (logrus.Hook).
func (c *logCapture) Levels() []logrus.Level { return logrus.AllLevels }

// Fire passes one line to the load that logged it (logrus.Hook).
func (c *logCapture) Fire(e *logrus.Entry) error {
	c.mu.Lock()
	say := c.by[goroutine()]
	c.mu.Unlock()
	if say != nil {
		say(e.Message)
	}
	return nil
}

// goroutine returns the name of this goroutine from the first line of its stack trace ("goroutine 7 [running]:"). Go has no other way
// to get it, and does not guarantee the format of a trace: if it changed, parallel loads would receive each other's lines, which
// TestLinesAreOfTheirOwnLoad notices.
func goroutine() string {
	var trace [32]byte
	n := runtime.Stack(trace[:], false)
	name, _, _ := bytes.Cut(trace[:n], []byte(" ["))
	return string(name)
}
