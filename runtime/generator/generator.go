// Package generator is what a systemd generator does (systemd.generator(7)) with Compose projects that lie in folders, such as
// /etc/compose/shop/compose.yaml: it finds them, has each translated, and writes the units of each into the folder that systemd
// gives to it. A project that cannot be translated becomes a unit that fails and says why; the others are not affected.
//
// The contract of a generator: no engine, no network, no D-Bus; /var and /home may not be mounted; only the given folder may be
// written; it has to be quick, for the boot waits for it. The package reads the projects' folders and nothing else, starts no
// process, and knows no engine.
package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
)

// Translated is what became of a project.
type Translated struct {
	// Files are those of the output folder; none where the project is refused.
	Files []runtime.File
	// Findings holds the findings about the project, as text for a journal.
	Findings string
	// Refused reports whether the project cannot be translated; Findings says why.
	Refused bool
}

// refused returns the result of a project that was translated and cannot be used, with the reason after its findings.
func (t Translated) refused(p Project, why error) Translated {
	return Translated{Findings: t.Findings + fmt.Sprintf("%s: error: %v\n", p.File, why), Refused: true}
}

// Translate turns a project into files. It may be called from several goroutines.
type Translate func(ctx context.Context, p Project) Translated

// Limit is how long all projects together may take: systemd stops waiting for generators after 90 seconds
// (systemd.generator(7)), and what is not written by then is missing at boot.
const Limit = 45 * time.Second

// Result is what a run did with one project.
type Result struct {
	Project Project
	Translated
}

// Run translates projects and writes their units into the folder, which exists. They are started with the target. TakenBy says
// who else has a unit of a name where ours would replace it, or nothing. The results are in the order of the projects. An error
// is one of writing; the projects that it does not concern are written.
func Run(ctx context.Context, projects []Project, translate Translate, folder, target string, takenBy func(unit string) string) ([]Result, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, Limit, fmt.Errorf("the projects together take longer than %v", Limit))
	defer cancel()
	results := make([]Result, len(projects))
	owners := map[string]string{}
	var failed []error
	work := Work[Translated]{Do: translate, Failed: Translated{}.refused}
	work.InOrder(ctx, projects, func(i int, p Project, made Translated) {
		if err := conflict(p, made.Files, owners, takenBy); err != nil && !made.Refused {
			made = made.refused(p, err)
		}
		out := output{folder, target, takenBy}
		err := out.write(p, made)
		if errors.Is(err, fs.ErrExist) && !made.Refused { // of another generator: they run side by side
			made = made.refused(p, err)
			err = out.write(p, made)
		}
		if results[i] = (Result{p, made}); err != nil {
			failed = append(failed, fmt.Errorf("project %s: %w", p.Name, err))
		}
	})
	return results, errors.Join(failed...)
}

// conflict returns an error that says which unit of a project exists already, of another project or of the system, and takes
// the names.
func conflict(p Project, files []runtime.File, owners map[string]string, takenBy func(string) string) error {
	var mine []string
	for _, file := range files {
		if !isUnit(file.Path) {
			continue
		}
		claimed := []string{file.Path}
		if !names.IsTemplate(file.Path) { // the generator makes no links for one
			claimed = append(claimed, unit.Aliases(file.Data)...)
		}
		for _, name := range claimed {
			if owner := owners[name]; owner != "" {
				return fmt.Errorf("the unit %s is also one of the project %s", name, owner)
			}
			if owner := takenBy(name); owner != "" {
				return fmt.Errorf("the unit %s would replace %s", name, owner)
			}
			mine = append(mine, name)
		}
	}
	for _, name := range append(mine, names.Scheme{Project: p.Name}.Target()) {
		owners[name] = p.Name
	}
	return nil
}

// ordered returns files in the order in which they are written: the target last, so that a generator which is killed leaves a
// project that is not started rather than half of one.
func ordered(files []runtime.File) []runtime.File {
	sorted := slices.Clone(files)
	rank := func(f runtime.File) int {
		switch {
		case !isUnit(f.Path):
			return 0
		case names.IsTarget(f.Path):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(sorted, func(a, b runtime.File) int { return rank(a) - rank(b) })
	return sorted
}
