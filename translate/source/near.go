package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/spelling"
)

// Siblings finds the files that were probably meant by paths that do not exist. The zero value is ready to use. It searches a limited
// number of times: a project can name thousands of files, and each is compared with all files of its folder.
type Siblings struct{ searched int }

// Near returns the hint for a file that does not exist ("did you mean web/Dockerfile?"): the file of the same folder that was
// probably meant, as the finding writes it, where path is written as. If folder is true, it is a folder that is missing. It is
// empty if nothing is near, or the folder cannot be read.
func (s *Siblings) Near(as, path string, folder bool) string {
	const most = 20
	if s.searched++; s.searched > most {
		return ""
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	base := filepath.Base(path)
	var names []string
	for _, e := range entries[:min(len(entries), 1000)] {
		if e.IsDir() == folder && resembles(base, e.Name()) {
			names = append(names, e.Name())
		}
	}
	meant := spelling.Nearest(base, names)
	if meant == "" {
		return ""
	}
	return "did you mean " + filepath.Join(filepath.Dir(as), meant) + "?"
}

// templates are extensions of files that are copied and filled in: .env.example is not what .env means.
var templates = []string{".example", ".sample", ".template", ".tmpl", ".dist"}

// resembles reports whether a name can be a file that was meant. Files whose names have a part in common are often different ones of a set,
// such as tls.key and tls.crt. The name itself is there if it is a symbolic link to nothing.
func resembles(written, name string) bool {
	a, b := strings.ToLower(written), strings.ToLower(name)
	if rest, begun := strings.CutPrefix(b, a); begun {
		return name != written && !slices.Contains(templates, rest)
	}
	const bound = 3
	of, to := filepath.Ext(a), filepath.Ext(b)
	return spelling.Distance(a, b, bound) < bound && (of == "" || to == "" || spelling.Distance(of, to, bound) < 2)
}
