package source

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

var digits = func() (out [64]string) {
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	return out
}()

func index(i int) string {
	if i < len(digits) {
		return digits[i]
	}
	return strconv.Itoa(i)
}

// Search returns the position and path of the first scalar, in the order of the files, for which match returns true.
func (m *Map) Search(match func(text string) bool) (diag.Pos, []string) {
	for _, d := range m.docs {
		n, path := search(d.root, func(n *node, _ []string) bool { return match(n.text) }, nil, map[*node]bool{})
		if n != nil {
			return m.pos(n), path
		}
	}
	return diag.Pos{}, nil
}

func search(n *node, match func(*node, []string) bool, path []string, seen map[*node]bool) (*node, []string) {
	if n.kind == scalar && n.text != "" && match(n, path) {
		return n, path
	}
	if seen[n] {
		return nil, nil
	}
	seen[n] = true
	for i, k := range n.kids {
		part := k.key
		if n.kind == sequence {
			part = index(i)
		}
		if found, at := search(k, match, append(path[:len(path):len(path)], part), seen); found != nil {
			return found, at
		}
	}
	return nil, nil
}

// Strings calls each for every scalar of every document, in the order of the files, with its position, its path and the
// interpolation environment of its file. For a file that is only extended, these are the scalars of the services in use.
func (m *Map) Strings(each func(text string, at diag.Pos, path []string, env Env)) {
	for _, d := range m.docs {
		search(d.root, func(n *node, path []string) bool {
			if d.whole || len(path) > 1 && d.used[path[1]] {
				each(n.text, m.pos(n), path, d.env)
			}
			return false
		}, nil, map[*node]bool{})
	}
}

// Uses reports whether a string interpolates the variable: $NAME or ${NAME…}; `$$` is an escape.
func Uses(s, name string) bool {
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 || i+1 >= len(s) {
			return false
		}
		s = s[i+1:]
		if s[0] == '$' {
			s = s[1:]
			continue
		}
		rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "{"), name)
		if ok && (rest == "" || !word(rest[0])) {
			return true
		}
	}
}

func word(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Document is one document with its values, for checks against the schema. It is decoded again, on demand.
type Document struct {
	m *Map
	d doc
	// Value is the decoded document.
	Value any
	// Whole is false for a file that is only extended; then only the services in Used are relevant.
	Whole bool
	Used  map[string]bool
	// Env is the interpolation environment of the file.
	Env Env
}

// Find returns the position of the deepest part of the path in this document.
func (d Document) Find(path ...string) (diag.Pos, int) {
	at, n := d.m.find(d.d.root, path)
	if n == 0 {
		at = diag.Pos{File: d.m.files[d.d.file]}
	}
	return at, n
}

// Text returns the scalar at the path in this document, before interpolation.
func (d Document) Text(path ...string) string {
	n := d.d.root
	for _, part := range path {
		if n = n.step(part); n == nil {
			return ""
		}
	}
	return n.text
}

// Scalars calls each for every scalar of the document once, with its position and path.
func (d Document) Scalars(each func(text string, at diag.Pos, path []string)) {
	search(d.d.root, func(n *node, path []string) bool {
		each(n.text, d.m.pos(n), path)
		return false
	}, nil, map[*node]bool{})
}

// Documents returns all documents that were read, in order.
func (m *Map) Documents(data func(file string) []byte) []Document {
	var out []Document
	values := map[int32][]any{}
	for _, d := range m.docs {
		if _, ok := values[d.file]; !ok {
			values[d.file] = decode(data(m.files[d.file]))
		}
		if len(values[d.file]) == 0 {
			continue
		}
		out = append(out, Document{m: m, d: d, Value: values[d.file][0], Whole: d.whole, Used: d.used, Env: d.env})
		values[d.file] = values[d.file][1:]
	}
	return out
}

func decode(data []byte) (out []any) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		var v any
		if dec.Decode(&n) != nil || reduce(&n).Decode(&v) != nil {
			return out
		}
		out = append(out, stringKeys(v))
	}
}

// reduce removes what is tagged !reset, as compose-go does before it validates a file (loader/reset.go, resolveReset): such a value is
// of no type.
func reduce(n *yaml.Node) *yaml.Node {
	gone := func(n *yaml.Node) bool { return n.Tag == "!reset" || n.Alias != nil && n.Alias.Tag == "!reset" }
	switch n.Kind {
	case yaml.MappingNode:
		var left []*yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !gone(n.Content[i+1]) {
				left = append(left, n.Content[i], n.Content[i+1])
			}
		}
		n.Content = left
	case yaml.SequenceNode:
		n.Content = slices.DeleteFunc(n.Content, gone)
	}
	for _, kid := range n.Content {
		reduce(kid)
	}
	return n
}

// stringKeys converts every mapping to one with string keys, as in JSON.
func stringKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = stringKeys(e)
		}
	case map[any]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[fmt.Sprint(k)] = stringKeys(e)
		}
		return out
	case []any:
		for i, e := range v {
			v[i] = stringKeys(e)
		}
	}
	return v
}
