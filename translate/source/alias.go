package source

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

var (
	unknownAnchor = lazyregexp.New(`^unknown anchor '([\w-]+)' referenced$`)
	afterAlias    = lazyregexp.New(`^[\w-]`)
)

// unknownAlias returns the position of the alias that a message of yaml.v3 (decode.go, parser.alias) is about, which names no line,
// or zeros if it is not found. The text *x can also be in a comment or a quoted value; it is the alias if the file has another error,
// or none, once it defines the anchor itself.
func unknownAlias(data []byte, message string) (line, col int) {
	const most = 4 << 20 // bytes that are parsed
	m := unknownAnchor.FindStringSubmatch(message)
	if m == nil {
		return 0, 0
	}
	alias := []byte("*" + m[1])
	for at, left := 0, most/(len(data)+1); left > 0; {
		next := bytes.Index(data[at:], alias)
		if next < 0 {
			return 0, 0
		}
		if at += next + 1; afterAlias.Match(data[at+len(m[1]):]) {
			continue
		}
		text := slices.Clone(data)
		text[at-1] = '&'
		if err := parses(text); err == nil || !strings.HasSuffix(err.Error(), message) {
			above := data[:at-1]
			return 1 + bytes.Count(above, []byte("\n")), 1 + utf8.RuneCount(above[1+bytes.LastIndexByte(above, '\n'):])
		}
		left--
	}
	return 0, 0
}
