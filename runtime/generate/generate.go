// Package generate turns a Compose project into the files of a runtime: it translates the project, checks its attributes
// against the runtime's rows and, if requested, against this machine, and renders it. It is what the command does between
// its flags and its output; it writes and prints nothing.
package generate

import (
	"context"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Options select what to translate, and into what.
type Options struct {
	// Project selects the project and how it is read.
	Project translate.Options
	// Runtime renders it with the options in Rendering.
	Runtime   runtime.Runtime
	Rendering runtime.Options
	// CheckBinds makes it an error if a container binds a host path that this machine lacks.
	CheckBinds bool
}

// Result is the result of generating a project's files.
type Result struct {
	// Project is the project's name; empty if it could not be rendered.
	Project string
	Files   []runtime.File
	// Model is the model from which they were rendered; nil if that failed.
	Model *model.Project
	// Exposed are the variables from outside the Compose files whose values everyone can read in the files, sorted.
	Exposed []string
	// Subnets are those that the project's networks request.
	Subnets []Subnet
	// Unknown are the patterns of Rendering.Allow that match no attribute of the schema.
	Unknown []string
}

// Generate translates, checks and renders the project. Findings about the project are added to the report; if there is an
// Error among them, no files are returned. A non-nil error is an I/O or environment failure.
//
// A rejected project is read again without the parts that are wrong, so that all its errors are reported at once.
func Generate(ctx context.Context, o Options, report *diag.Report) (Result, error) {
	var rest load.Rest
	o.Project.Rest = &rest
	var first diag.Report
	out, done, err := once(ctx, o, &first)
	report.Join(first)
	if err == nil && first.Worst() == diag.Error {
		further(ctx, o, &rest, first.Findings(), done, report)
	}
	return out, err
}

// once generates. It reports whether the project was rendered.
func once(ctx context.Context, o Options, report *diag.Report) (_ Result, done bool, err error) {
	result, said, err := translate.Translate(ctx, o.Project)
	report.Join(said)
	if err != nil || result == nil {
		return Result{}, false, err
	}
	scope := diag.NewScope(report, result.Where)
	// A project that is already rejected is checked to the end, so that all problems are reported at once.
	runtime.Check(o.Runtime, result.Written, o.Rendering.Allow, report)
	out := Result{Unknown: runtime.Unknown(o.Runtime.Rows(), o.Rendering.Allow)}
	if o.CheckBinds {
		checkBinds(result.Project, scope)
	}
	if o.Rendering.User {
		runtime.CheckUser(result.Project, o.Rendering, scope)
	}
	if said.Worst() == diag.Error {
		return out, false, nil
	}
	out.Project, out.Model = result.Project.Name, result.Project
	out.Files = o.Runtime.Files(result.Project, o.Rendering, scope)
	out.Exposed = exposed(result.Exposures, out.Files, report)
	out.Subnets = subnetsOf(result.Project, scope)
	return out, true, nil
}
