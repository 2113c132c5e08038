package load

import (
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// links are the references between the files of a project.
type links struct {
	source *source.Map
	// in are the references that a file contains, and to those that name it.
	in, to map[string][]source.Reference
	// unclear are places that name different files, depending on how the file that contains them is included.
	unclear map[diag.Pos]bool
	// found are the places in the text of a file, and known the results of rewritable. Each file is examined once.
	found map[string]map[diag.Pos]bool
	known map[string]bool
}

func newLinks(m *source.Map) *links {
	l := &links{source: m, in: map[string][]source.Reference{}, to: map[string][]source.Reference{}, unclear: map[diag.Pos]bool{},
		found: map[string]map[diag.Pos]bool{}, known: map[string]bool{}}
	seen := map[diag.Pos]bool{}
	for _, ref := range m.References() {
		l.unclear[ref.At] = seen[ref.At]
		seen[ref.At] = true
		l.in[ref.At.File] = append(l.in[ref.At.File], ref)
		for _, file := range ref.Files {
			l.to[file] = append(l.to[file], ref)
		}
	}
	return l
}

// rewritable reports whether parts of a file can be left out: of an input, and of a file that others name at places that can be
// rewritten, in files that can be rewritten.
func (l *links) rewritable(file string, input func(file string) bool) bool {
	if input(file) {
		return true
	}
	is, known := l.known[file]
	if known {
		return is
	}
	l.known[file] = false // in a cycle
	l.known[file] = len(l.to[file]) > 0 && !slices.ContainsFunc(l.to[file], func(ref source.Reference) bool {
		return l.unclear[ref.At] || !l.places(ref.At.File)[ref.At] || !l.rewritable(ref.At.File, input)
	})
	return l.known[file]
}

// places returns the places in the text of a file that can be rewritten.
func (l *links) places(file string) map[diag.Pos]bool {
	if l.found[file] == nil {
		if _, l.found[file] = source.Redirect(file, l.source.TextOf(file), nil, l.in[file]); l.found[file] == nil {
			l.found[file] = map[diag.Pos]bool{}
		}
	}
	return l.found[file]
}
