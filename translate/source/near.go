package source

import (
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/translate/spelling"
)

// Near returns the hint for a file that does not exist ("did you mean web/Dockerfile?"): the file of the same folder that was
// probably meant, as the finding writes it, where path is written as. If folder is true, it is a folder that is missing. It is
// empty if nothing is near, or the folder cannot be read.
func Near(as, path string, folder bool) string {
	entries, _ := os.ReadDir(filepath.Dir(path))
	var names []string
	for _, e := range entries[:min(len(entries), 1000)] {
		if e.IsDir() == folder {
			names = append(names, e.Name())
		}
	}
	meant := spelling.Nearest(filepath.Base(path), names)
	if meant == "" {
		return ""
	}
	return "did you mean " + filepath.Join(filepath.Dir(as), meant) + "?"
}
