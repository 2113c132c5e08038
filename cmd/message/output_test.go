package message

import (
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
)

func TestKinds(t *testing.T) {
	if got := Kinds(folder.Counts{Units: 2, Scripts: 1, Gitignores: 1}); got != "2 units, 1 script, 1 .gitignore" {
		t.Error(got)
	}
}

// Each kind of file is named once, quoted for a shell; the private folder is named as a whole.
func TestPatterns(t *testing.T) {
	w := folder.Output{Root: "my out", Project: "shop", Files: []runtime.File{
		{Path: "shop-web.container"}, {Path: "shop-db.container"}, {Path: "shop.target"}, {Path: "shop/web.env"}, {Path: "shop/run"},
	}}
	units, sources := Patterns(w)
	if want := []string{"'my out'/*.target", "'my out/shop'"}; !slices.Equal(units, want) {
		t.Errorf("units %q, want %q", units, want)
	}
	if want := []string{"'my out'/*.container"}; !slices.Equal(sources, want) {
		t.Errorf("sources %q, want %q", sources, want)
	}
}
