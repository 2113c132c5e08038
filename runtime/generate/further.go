package generate

import (
	"context"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// Limits of the search, so that a large invalid project is refused about as fast as without it.
const (
	// maxRounds limits how often a refused project is loaded again, and maxWeight the YAML nodes of all rounds together.
	maxRounds, maxWeight = 50, 20_000
	// maxErrors ends the search at that many errors: each is searched for among all nodes.
	maxErrors = 500
)

// further reports the remaining errors of a project that was refused because of the findings found. It repeatedly loads and
// translates the project without the parts that have errors, until the rest has none. A finding that may exist only because
// something was left out is not reported. The rest is never written. A panic ends the search, because the reduced project is not
// one that the user wrote.
func further(ctx context.Context, o Options, rest *load.Rest, found []diag.Finding, rendered bool, report *diag.Report) {
	defer func() { _ = recover() }()
	o.Project.Lock = nil // it may query a registry
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
			return // a file that was read before has been removed meanwhile
		}
		found, rendered = again.Findings(), done
		for _, f := range found {
			if f.Severity == diag.Error && !rest.Follows(f) {
				report.Add(f)
			}
		}
	}
}
