package load

import "github.com/compose2unit/compose2unit/translate/source"

// complete reports whether nothing else is merged into the entry that contains the path, so that a key which is missing there is
// missing: the document is read as a whole, no other one has an entry of that name, and the entry extends nothing.
func complete(docs []source.Document, d source.Document, path []string) bool {
	if len(docs) == 1 && len(path) < 2 {
		return true
	}
	if !d.Whole || len(path) < 2 {
		return false
	}
	writers := 0
	for _, other := range docs {
		if _, ok := entryOf(other, path); ok {
			writers++
		}
	}
	entry, _ := entryOf(d, path)
	values, _ := entry.(map[string]any)
	_, extends := values["extends"]
	return writers == 1 && !extends
}

// entryOf returns the entry that contains a path, such as a service.
func entryOf(d source.Document, path []string) (any, bool) {
	root, _ := d.Value.(map[string]any)
	section, _ := root[path[0]].(map[string]any)
	entry, ok := section[path[1]]
	return entry, ok
}
