package source

import (
	"iter"
	"maps"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Keys are all keys of all mappings in the files that were read, as they are written. It reports false where there may be more: a file
// has an error, or a key that is an alias or has a tag, which is another text for compose-go.
func (m *Map) Keys() (keys iter.Seq[string], all bool) {
	return maps.Keys(m.names), !m.oddKey && m.Report.Worst() < diag.Error
}

// plainKey reports whether a key is the text that is written.
func plainKey(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Style&yaml.TaggedStyle == 0
}
