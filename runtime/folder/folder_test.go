package folder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A private file is known as ours by the unit that names it (folder.go). This holds for whatever a runtime writes, or
// the file would stay for ever once it is stale.
func TestEveryPrivateFileIsNamedByAUnit(t *testing.T) {
	targets, err := filepath.Glob("../../golden/project/*/*/*.target")
	if err != nil || len(targets) == 0 {
		t.Fatal("no golden projects: ", err)
	}
	for _, target := range targets {
		data, err := os.ReadFile(target)
		if err != nil {
			t.Fatal(err)
		}
		w := Output{Root: filepath.Dir(target), Project: markOf(data)}
		f, err := w.scan()
		if err != nil {
			t.Fatal(err)
		}
		for name := range tree(t, w.Root) {
			if strings.HasPrefix(name, w.Project+"/") && !f.removable(name) {
				t.Errorf("%s: nothing of ours names it", filepath.Join(w.Root, name))
			}
			if !strings.Contains(name, "/") && name != w.Project && !f.owned[name] {
				t.Errorf("%s: does not say that it belongs to %s", filepath.Join(w.Root, name), w.Project)
			}
		}
	}
}
