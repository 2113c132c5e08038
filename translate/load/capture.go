package load

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/sirupsen/logrus"
)

// captured is compose-go's log while projects are loaded. compose-go writes to logrus's global logger, and logrus calls a hook in the
// goroutine that logs. A load runs in one goroutine, so the goroutine tells whose line it is, and projects can be loaded side by
// side. compose-go 2.16 starts a goroutine only to resolve images, which is not done here (TestLinesAreOfTheirOwnLoad).
var captured = logCapture{by: map[string]func(string){}}

type logCapture struct {
	mu sync.Mutex
	by map[string]func(string) // by goroutine
	// what the logger was like before the first load.
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

// Levels returns all levels that compose-go may use (logrus.Hook).
func (c *logCapture) Levels() []logrus.Level { return logrus.AllLevels }

// Fire passes on one line (logrus.Hook).
func (c *logCapture) Fire(e *logrus.Entry) error {
	c.mu.Lock()
	say := c.by[goroutine()]
	c.mu.Unlock()
	if say != nil {
		say(e.Message)
	}
	return nil
}

// goroutine returns the name of this goroutine, as a stack trace begins ("goroutine 7 [running]:"). Go has no other way to it, and
// promises the form of a trace to nobody: if it were another one, loads side by side would get each other's lines, which a test notices.
func goroutine() string {
	var trace [32]byte
	n := runtime.Stack(trace[:], false)
	name, _, _ := bytes.Cut(trace[:n], []byte(" ["))
	return string(name)
}
