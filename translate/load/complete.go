package load

import "github.com/compose2unit/compose2unit/translate/source"

// complete reports whether nothing else is merged into the entry that contains the path, so that a key which is missing there is
// missing: the document is read as a whole, no other one has an entry of that name, and the entry extends nothing.
func (l *loading) complete(docs []source.Document, d source.Document, path []string) bool {
	if len(path) < 2 {
		return len(docs) == 1
	}
	return d.Whole && len(l.source.Places(path[:2]...)) == 1 && len(l.source.Extended(path[0], path[1])) == 0
}
