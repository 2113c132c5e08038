package generate

import (
	"context"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// What is looked at again is bounded by numbers of the files: mistakes are mended one by one in files that people write, and a
// large file is refused as fast as before.
const (
	// maxRounds is how often a refused project is loaded again, and maxWeight how many nodes of YAML that may be, all rounds together.
	maxRounds, maxWeight = 50, 20_000
	// maxErrors is how many errors are enough: each is looked for among all nodes.
	maxErrors = 500
)

// further adds what else is wrong with a project that was refused for the findings: it is loaded and translated without what they are
// about, again and again, until nothing is wrong with what is left. What may be missing only because it was left out
// is not told. Nothing is made of the rest, and a panic on it ends the search: what is left of a project is none that
// anybody has written.
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
