package source

import (
	"iter"
	"maps"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Keys returns all keys of all mappings in the files that were read, as written. It returns false if compose-go may see others:
// because a file has an error, or because a key is an alias or has a tag.
func (m *Map) Keys() (keys iter.Seq[string], all bool) {
	if m == nil {
		return maps.Keys(map[string]string(nil)), false
	}
	return maps.Keys(m.names), !m.oddKey && m.Report.Worst() < diag.Error
}

// plainKey reports whether a key is the text as written.
func plainKey(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Style&yaml.TaggedStyle == 0
}
