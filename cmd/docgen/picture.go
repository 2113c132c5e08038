package main

import (
	"context"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime/graph"
	"github.com/compose2unit/compose2unit/runtime/graph/svg"
	scheme "github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/load"
)

// picture returns what `compose2unit graph` draws for a project, for the README. It panics if the project cannot be read: that
// is a defect of docgen, which its tests find.
func picture(dir string) []byte {
	dir, err := filepath.Abs(dir)
	if err != nil {
		panic(err)
	}
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir}, RootPath: "/srv/" + filepath.Base(dir),
	})
	if err != nil || result == nil {
		panic(report.Findings())
	}
	return svg.Render(graph.Of(result.Project, scheme.Scheme{Project: result.Project.Name}))
}
