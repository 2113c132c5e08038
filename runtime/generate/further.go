package generate

import (
	"context"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// Limits of the search, in numbers of the files: a large file is refused as fast as without it.
const (
	// maxRounds is how often a refused project is loaded again, and maxWeight how many nodes of YAML that may be, all rounds together.
	maxRounds, maxWeight = 50, 20_000
	// maxErrors is how many errors are enough: each is looked for among all nodes.
	maxErrors = 500
)

// further adds the other errors of a project that was refused for the findings. It loads and translates the project without the parts
// that they are about, until the rest has none. A finding that may exist only because something was left
// out is not reported. The rest is never written, and a panic ends the search: nobody has written this project.
func further(ctx context.Context, o Options, rest *load.Rest, found []diag.Finding, rendered bool, report *diag.Report) {
	defer func() { _ = recover() }()
	o.Project.Lock = nil // it may ask a registry
	for range maxRounds {
		if rendered || rest.Weight() > maxWeight || len(found) > maxErrors {
			return
		}
		more, removed := rest.Remove(found)
		if report.Add(more...); !removed {
			return
		}
		var again diag.Report
		_, done, err := once(ctx, o, &again)
		if err != nil {
			return // of what was read before: a file has just gone
		}
		found, rendered = again.Findings(), done
		for _, f := range found {
			if f.Severity == diag.Error && !rest.Follows(f) {
				report.Add(f)
			}
		}
	}
}
