package folder_test

import (
	"errors"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
)

// A folder stays with the runtime that its files were written for.
func TestFolderKeepsItsRuntime(t *testing.T) {
	root := t.TempDir()
	of := func(made string) folder.Output {
		mark := ""
		if made != "" {
			mark = "X-ComposeRuntime=" + made + "\n"
		}
		return folder.Output{Root: root, Project: "shop", Runtime: made,
			Files: []runtime.File{foldertest.File("shop.target", "[Unit]\nX-ComposeProject=shop\n"+mark)}}
	}
	for _, step := range []struct {
		made    string
		force   bool
		refused string // the existing runtime
	}{
		{"", false, ""}, // of a version without the mark
		{"one", false, ""}, {"one", false, ""}, {"two", false, "one"}, {"two", true, ""}, {"one", false, "two"}, {"two", false, ""},
	} {
		w := of(step.made)
		w.Force = step.force
		_, err := w.Write()
		var other folder.MadeForError
		if errors.As(err, &other); other.Was != step.refused || (err == nil) != (step.refused == "") {
			t.Errorf("%+v: %v", step, err)
		}
	}
}
