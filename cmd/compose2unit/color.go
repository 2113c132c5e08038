package main

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag/render"
)

// voice returns the form of messages, given the flags and the terminal. If the flags could not be parsed, it is text.
func (o *options) voice(w *world) *voice {
	v := &voice{form: o.diagnostics}
	if !slices.Contains(strings.Fields(forms), v.form) {
		v.form = "text"
	}
	switch o.color {
	case "always":
		v.color = true
	case "auto":
		v.color = w.terminal && render.Colorful(w.environ)
	}
	return v
}
