// Package generate turns a Compose project into the files of a runtime: it translates the project, judges what was written
// by the runtime's rows, checks it against this machine where that is asked for, and renders it. It is what the command
// does between its flags and its output; it writes and prints nothing.
package generate

import (
	"context"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Options say what to translate, and into what.
type Options struct {
	// Project says which project, and how it is read.
	Project translate.Options
	// Runtime renders it, as Rendering says.
	Runtime   runtime.Runtime
	Rendering runtime.Options
	// CheckBinds makes a host path that a container binds and this machine does not have an error.
	CheckBinds bool
}

// Result is what a project became.
type Result struct {
	// Project is the project's name; empty where it could not be rendered.
	Project string
	Files   []runtime.File
	// Model is what they were rendered from; nil where it could not be.
	Model *model.Project
	// Exposed are the variables from outside the Compose files whose values everyone can read in the files, sorted.
	Exposed []string
	// Subnets are those that the project's networks ask for.
	Subnets []Subnet
	// Unknown are the patterns of Rendering.Allow that match no attribute of the schema.
	Unknown []string
}

// Generate does it all. What there is to say about the project goes to the report; with an Error in it there are no files. A
// non-nil error is an I/O or environment failure.
func Generate(ctx context.Context, o Options, report *diag.Report) (Result, error) {
	result, said, err := translate.Translate(ctx, o.Project)
	report.Join(said)
	if err != nil || result == nil {
		return Result{}, err
	}
	scope := diag.NewScope(report, result.Where)
	// A project that is refused already is judged to the end, so that everything there is to mend is said at once.
	runtime.Check(o.Runtime, result.Written, o.Rendering.Allow, report)
	out := Result{Unknown: runtime.Unknown(o.Runtime.Rows(), o.Rendering.Allow)}
	if o.CheckBinds {
		checkBinds(result.Project, scope)
	}
	if o.Rendering.User {
		runtime.CheckUser(result.Project, o.Rendering, scope)
	}
	if said.Worst() == diag.Error {
		return out, nil
	}
	out.Project, out.Model = result.Project.Name, result.Project
	out.Files = o.Runtime.Files(result.Project, o.Rendering, scope)
	out.Exposed = exposed(result.Exposures, out.Files, report)
	out.Subnets = subnetsOf(result.Project, scope)
	return out, nil
}
