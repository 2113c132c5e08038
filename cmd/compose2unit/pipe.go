package main

import (
	"context"
	"errors"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// outcome is what a project became.
type outcome struct {
	project string
	files   []runtime.File
}

// pipeline turns what the flags ask for into files. What there is to say about the project goes to the report; the
// error is the machine's (a file that cannot be read, a runtime that does not exist).
type pipeline func(ctx context.Context, o *options, w *world, report *diag.Report) (outcome, error)

// translated is the real pipeline.
func translated(context.Context, *options, *world, *diag.Report) (outcome, error) {
	return outcome{}, errors.New("translation is not wired yet")
}
