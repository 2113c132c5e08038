package main

import (
	"os"
	"slices"
	"strings"

	"golang.org/x/term"
)

// voice is how the flags and the terminal ask the program to speak. Flags that were not understood ask for text.
func (o *options) voice(w *world) *voice {
	v := &voice{form: o.diagnostics}
	if !slices.Contains(strings.Fields(forms), v.form) {
		v.form = "text"
	}
	switch o.color {
	case "always":
		v.color = true
	case "auto":
		v.color = w.terminal && colorful(w.environ)
	}
	return v
}

// colorful reports whether the environment wants color: NO_COLOR must not be set to anything (no-color.org), and a dumb
// terminal knows none (terminfo(5)).
func colorful(environ []string) bool {
	for _, entry := range environ {
		switch name, value, _ := strings.Cut(entry, "="); name {
		case "NO_COLOR":
			if value != "" {
				return false
			}
		case "TERM":
			if value == "dumb" {
				return false
			}
		}
	}
	return true
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
