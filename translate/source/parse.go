package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// MaxDepth is the maximum nesting depth of a Compose file. The schema needs 12 levels; compose-go's time grows with the square
// of the depth.
const MaxDepth = 200

// MaxKeys is the maximum number of keys in one mapping. compose-go's YAML library compares every key with every other: 20 000
// take a second, 100 000 half a minute.
const MaxKeys = 20_000

// builder converts the YAML nodes of one file to compact ones.
type builder struct {
	m       *Map
	file    int32
	left    *int64 // nodes that may still be built, in all files
	most    int64
	anchors map[*yaml.Node]*node
	open    map[*yaml.Node]bool
	arena   []node
	env     Env
	failed  bool
	work    *work
	marked  *bool                // there is a !reset or !override
	refs    map[*yaml.Node]int64 // how often each anchor was referenced
}

// parse parses all documents of a file.
func (r *reader) parse(file int32, data []byte, env Env) []*node {
	b := &builder{m: r.m, env: env, file: file, left: &r.left, most: r.opts.MaxNodes, work: &r.work, marked: &r.marked}
	r.bytes += int64(len(data))
	r.m.texts[file] = data
	if !b.fit(data) {
		return nil
	}
	var docs []*node
	gone := r.opts.Without.in(r.m.files[file])
	err := b.decode(data, func(n *yaml.Node) {
		if gone != nil {
			prune(n, gone)
		}
		b.anchors, b.open, b.refs = map[*yaml.Node]*node{}, map[*yaml.Node]bool{}, map[*yaml.Node]int64{}
		docs = append(docs, b.value(n, 0))
	})
	if err != nil {
		f := Syntax(r.m.files[file], err)
		if left, _ := Salvage(r.m.files[file], data); len(left.Findings) > 0 {
			f = left.Findings[0]
		} else if f.Pos.Line == 0 {
			f.Pos.Line, f.Pos.Col = unknownAlias(data, f.Text)
		}
		if at := control(data); at >= 0 && f.Pos.Line == 0 {
			f.Pos.Line, f.Pos.Col = 1+bytes.Count(data[:at], []byte("\n")), at-bytes.LastIndexByte(data[:at], '\n')
		}
		f.Pos.Line = max(f.Pos.Line, 1) // yaml.v3 omits the first line
		b.failed = true
		b.m.Report.Add(f)
	}
	if b.failed {
		return nil
	}
	for _, d := range docs {
		if d.size > r.opts.MaxNodes {
			b.fail(diag.Pos{File: r.m.files[file]}, diag.Limit, fmt.Sprintf("the file has more than %d nodes once its aliases are expanded", r.opts.MaxNodes))
			return nil
		}
	}
	return docs
}

// decode calls each with the root of every document. yaml.v3 panics on a few malformed inputs; that is a syntax error, too.
func (b *builder) decode(data []byte, each func(*yaml.Node)) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		if err := dec.Decode(&n); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
			each(n.Content[0])
		}
		if b.failed {
			return nil
		}
	}
}

// fail reports an error that ends the reading of the file.
func (b *builder) fail(at diag.Pos, code diag.Code, text string, hint ...string) {
	b.failed = true
	diag.ScopeAt(&b.m.Report, at).Error(code, text, hint...)
}

// scope returns the scope of a node, for findings that do not end the reading.
func (b *builder) scope(n *yaml.Node) diag.Scope { return diag.ScopeAt(&b.m.Report, b.at(n)) }

func (b *builder) at(n *yaml.Node) diag.Pos {
	return diag.Pos{File: b.m.files[b.file], Line: n.Line, Col: n.Column}
}

// alloc allocates a node from an arena: one allocation for many nodes.
func (b *builder) alloc(at *yaml.Node) *node {
	if len(b.arena) == 0 {
		b.arena = make([]node, 256)
	}
	n := &b.arena[0]
	b.arena = b.arena[1:]
	n.file, n.line, n.col, n.size = b.file, int32(at.Line), int32(at.Column), 1
	return n
}

// name keeps one copy of each key.
func (b *builder) name(s string) string {
	if k, ok := b.m.names[s]; ok {
		return k
	}
	b.m.names[s] = s
	return s
}

// value builds the node of a value; the caller sets its key and position.
func (b *builder) value(y *yaml.Node, depth int) *node {
	n := b.alloc(y)
	if *b.left--; *b.left < 0 || depth > MaxDepth {
		if !b.failed {
			b.tooMuch(y, depth)
		}
		n.kind = null
		return n
	}
	if y.Kind == yaml.AliasNode {
		return b.alias(n, y)
	}
	switch y.Tag {
	case "!reset":
		n.mark, *b.marked = reset, true
	case "!override":
		n.mark, *b.marked = override, true
	}
	if y.Anchor != "" {
		b.open[y] = true
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mapping
		b.entries(n, y, depth)
	case yaml.SequenceNode:
		n.kind = sequence
		n.kids = make([]*node, 0, len(y.Content))
		for _, item := range y.Content {
			k := b.value(item, depth+1)
			k.line, k.col = int32(item.Line), int32(item.Column)
			n.kids = append(n.kids, k)
		}
	default:
		b.text(n, y)
	}
	n.seal()
	if y.Anchor != "" {
		delete(b.open, y)
		b.anchors[y] = n
	}
	return n
}

func (b *builder) tooMuch(y *yaml.Node, depth int) {
	if depth > MaxDepth {
		b.fail(b.at(y), diag.Limit, fmt.Sprintf("nested deeper than %d levels", MaxDepth))
		return
	}
	b.fail(b.at(y), diag.Limit, fmt.Sprintf("the project has more than %d YAML nodes", b.most), "split the project")
}

func (b *builder) text(n *node, y *yaml.Node) {
	n.text = y.Value
	if b.env != nil && strings.IndexByte(y.Value, '$') >= 0 {
		n.became = b.env.Expansion(y.Value)
	}
	if y.Tag == "!!null" {
		n.kind = null
	}
	if strings.IndexByte(y.Value, 0) >= 0 {
		b.scope(y).Error(diag.Unsafe, "the value contains a NUL byte, which cannot be passed to a program", `remove \0 from the string`)
	}
}

// alias shares the content of the anchor, at the position of the alias.
func (b *builder) alias(n *node, y *yaml.Node) *node {
	target := b.anchors[y.Alias]
	if target == nil || b.open[y.Alias] {
		if b.open[y.Alias] && !b.failed {
			b.m.Endless = true
			b.fail(b.at(y), diag.Syntax, fmt.Sprintf("the alias *%s refers to a value that contains it", y.Value))
		}
		n.kind = null
		return n
	}
	b.aliased(y)
	line, col := n.line, n.col
	*n = *target
	n.key, n.line, n.col = "", line, col
	return n
}

// entries builds the entries of a mapping: first those written in it, then those of its merge keys.
func (b *builder) entries(n *node, y *yaml.Node, depth int) {
	if len(y.Content)/2 > MaxKeys {
		b.fail(b.at(y), diag.Limit, fmt.Sprintf("the mapping has more than %d keys", MaxKeys))
		return
	}
	if keys := int64(len(y.Content) / 2); !b.work.add(keys*keys, b.at(y), "keys in large mappings") {
		b.failed = true
		return
	}
	n.kids = make([]*node, 0, len(y.Content)/2)
	var merges []*yaml.Node
	seen := make(map[string]*yaml.Node, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		if first := seen[k.Value]; first != nil && k.Kind == yaml.ScalarNode {
			b.scope(k).Error(diag.Syntax, fmt.Sprintf("the key %q is already on line %d of the same mapping", k.Value, first.Line),
				"keep one of the two")
			continue
		}
		if k.Kind == yaml.MappingNode || k.Kind == yaml.SequenceNode {
			b.scope(k).Error(diag.Syntax, "a key is a text, and this one is a mapping or a list",
				"quote a value that begins with { or [; if it is {{ … }}, have the template filled in first")
			continue
		}
		seen[k.Value] = k
		b.m.oddKey = b.m.oddKey || !plainKey(k)
		if k.Tag == "!!merge" {
			merges = append(merges, v)
			continue
		}
		kid := b.value(v, depth+1)
		kid.key, kid.line, kid.col = b.name(k.Value), int32(k.Line), int32(k.Column)
		n.kids = append(n.kids, kid)
	}
	for _, v := range merges {
		b.merge(n, v, seen, depth)
	}
}

// merge adds the entries of a `<<`; the earlier mapping takes precedence (YAML merge key, 1.1).
func (b *builder) merge(n *node, v *yaml.Node, seen map[string]*yaml.Node, depth int) {
	from := b.value(v, depth+1)
	sources := []*node{from}
	if from.kind == sequence {
		sources = from.kids
	}
	for _, s := range sources {
		if s.kind != mapping {
			if b.failed {
				return // a recursive alias, which is reported elsewhere
			}
			b.scope(v).Error(diag.Syntax, "<< takes a mapping or a list of mappings")
			continue
		}
		for _, k := range s.kids {
			if seen[k.key] != nil {
				continue
			}
			if *b.left--; *b.left < 0 {
				if !b.failed {
					b.tooMuch(v, depth)
				}
				return
			}
			seen[k.key] = v
			n.kids = append(n.kids, k)
		}
	}
}

// control returns the index of the first byte that is neither text nor a line end.
func control(data []byte) int {
	return bytes.IndexFunc(data, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f })
}
