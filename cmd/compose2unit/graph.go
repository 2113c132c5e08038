package main

import (
	"context"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/svg"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// drawing holds the options of graph: the form of the picture, and the file it is written to.
type drawing struct{ form, file string }

// graphFlags gives -format and -output the meaning they have for a picture.
func graphFlags(o *options, flags *pflag.FlagSet) {
	for name, value := range map[string]*string{"format": &o.drawing.form, "output": &o.drawing.file} {
		flags.Lookup(name).Value = (*word)(value)
	}
}

// word is the value of a flag.
type word string

func (w *word) String() string        { return string(*w) }
func (w *word) Type() string          { return "string" }
func (w *word) Set(text string) error { *w = word(text); return nil }

// draw implements `compose2unit graph`: it translates the project as a run does, with the same messages, and prints a picture. As with
// units, a file is written before the findings are printed.
func draw(ctx context.Context, w *world, o *options, say speech) int {
	var report diag.Report
	made, err := o.translated(ctx, w, &report)
	if err != nil || report.Worst() == diag.Error {
		say.findings(&report)
		return say.refusal(&report, err)
	}
	g := graph.Of(made.Model, names.Scheme{Prefix: o.prefix, Project: made.Project})
	picture := map[string]func() []byte{
		"svg": func() []byte { return svg.Render(g) }, "dot": g.DOT, "mermaid": g.Mermaid,
	}[o.drawing.form]()
	printed := o.drawing.file == "" || o.drawing.file == "-"
	if !printed {
		err = folder.Replace(within(w.dir, o.drawing.file), picture, 0o644)
	}
	say.findings(&report)
	say.count(&report)
	if printed {
		return say.result(string(picture))
	}
	return say.brokenIf(err)
}
