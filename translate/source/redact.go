package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

type yamlNode = yaml.Node

// openNames are the attributes whose names are chosen by the user and whose values cannot be secrets.
var openNames = []string{"sysctls.*", "extra_hosts.*", "ulimits.*", "aux_addresses.*", "depends_on.*"}

// closed are the attributes that may hold a secret, themselves or below: how a program is started, what is passed to an engine,
// a driver or a label reader, and files that are written into the Compose file.
var closed = []string{"environment", "command", "entrypoint", "test", "content", "dockerfile_inline", "labels", "annotations", "args",
	"driver_opts", "options", "runtime_flags", "exec", "ssh", "cache_from", "cache_to", "additional_contexts", "storage_opt"}

// pairs are the closed attributes whose lists have NAME=VALUE items.
var pairs = []string{"environment", "labels", "annotations", "args"}

// secretless reports whether the value of an attribute of the schema may be shown.
func secretless(pattern string) bool {
	words := strings.Split(pattern, ".")
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(closed, w) }) {
		return false
	}
	return words[len(words)-1] != "*" || slices.ContainsFunc(openNames, func(o string) bool { return strings.HasSuffix(pattern, "."+o) })
}

var (
	// telling matches a value that contains credentials, whatever the attribute: of a URL, an option, a variable's default.
	telling = lazyregexp.New(`(?i)://[^/\s]*@|(pass|pwd|secret|token|key|auth|cred)[a-z0-9_-]*\}?\s*[=:]`)
	// reference matches a value that is nothing but a variable's name.
	reference = lazyregexp.New(`^(?:[A-Za-z_][A-Za-z0-9_]*=)?\$\{[A-Za-z_][A-Za-z0-9_]*\}$`)
	// keyName matches a key that is a name: a file that is not for Compose may be a mapping, too.
	keyName = lazyregexp.New(`^(?:<<|[A-Za-z0-9_][A-Za-z0-9_./-]{0,99})$`)
	// pairName matches the name of a NAME=VALUE item, as written.
	pairName = lazyregexp.New(`^["']?[A-Za-z_][A-Za-z0-9_.-]*=`)
)

func harmless(value string) bool { return !telling.MatchString(value) }

// event is the beginning of a node, which extends to the next event.
type event struct {
	line, col int
	hidden    bool
	// keep is the number of characters of a hidden node that may be shown: the name of NAME=VALUE.
	keep int
}

type visit struct {
	node *yamlNode
	at   *branch
}

// redaction finds the values of a file that must not be shown.
type redaction struct {
	patterns *Patterns
	// hidden are the values to hide, named those of them that are NAME=VALUE.
	hidden, named map[*yamlNode]bool
	seen          map[visit]bool
	events        []event
	text          []string
	// compose reports whether the file has any attribute of a Compose file.
	compose bool
}

// isCompose reports whether a document has an attribute of a Compose file.
func isCompose(n *yamlNode, p *Patterns) bool {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if p.root.kids[n.Content[i].Value] != nil {
			return true
		}
	}
	return false
}

// read parses the file; it returns false if that is not valid YAML.
func (r *redaction) read(data []byte) bool {
	var docs []*yamlNode
	b := builder{}
	if err := b.decode(data, func(n *yaml.Node) { docs = append(docs, n) }); err != nil {
		return false
	}
	for _, d := range docs {
		r.compose = r.compose || isCompose(d, r.patterns)
		r.judge(d, r.patterns.root, 0)
	}
	for _, d := range docs {
		r.order(d)
	}
	return slices.IsSortedFunc(r.events, func(a, b event) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return a.col - b.col
	})
}

// judge marks the values at and below a node. An alias shows its value in another place, where it may have to be hidden.
func (r *redaction) judge(n *yamlNode, b *branch, depth int) {
	if v := (visit{n, b}); depth > MaxDepth || r.seen[v] {
		return
	} else {
		r.seen[v] = true
	}
	switch n.Kind {
	case yaml.AliasNode:
		r.judge(n.Alias, b, depth+1)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if key.Kind != yaml.ScalarNode {
				r.judge(key, nil, depth+1)
			} else if !keyName.MatchString(key.Value) {
				r.hidden[key] = true
			}
			r.judge(value, below(b, key), depth+1)
		}
	case yaml.SequenceNode:
		for _, k := range n.Content {
			if k.Kind == yaml.ScalarNode || k.Kind == yaml.AliasNode && k.Alias.Kind == yaml.ScalarNode || b == nil {
				r.judge(k, b, depth+1)
			} else {
				r.judge(k, b.item, depth+1)
			}
		}
	default:
		r.scalar(n, b)
	}
}

// below returns the attribute that a key names; a merge key names none.
func below(b *branch, key *yamlNode) *branch {
	if b == nil || key.Tag == "!!merge" {
		return b
	}
	return b.step(key.Value)
}

func (r *redaction) scalar(n *yamlNode, b *branch) {
	if reference.MatchString(n.Value) {
		return
	}
	if b == nil || b.pattern == "" || !secretless(b.pattern) || !harmless(n.Value) {
		r.hidden[n] = true
		r.named[n] = b != nil && slices.ContainsFunc(pairs, func(p string) bool { return strings.HasSuffix(b.pattern, "."+p) })
	}
}

// order lists the nodes in the order of the file.
func (r *redaction) order(n *yamlNode) {
	if n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 {
		return // nothing is written
	}
	e := event{line: n.Line, col: n.Column, hidden: r.hidden[n]}
	if e.hidden && r.named[n] && n.Line <= len(r.text) {
		start := head(r.text[n.Line-1], n.Column-1)
		e.keep = utf8.RuneCountInString(pairName.FindString(r.text[n.Line-1][len(start):]))
	}
	r.events = append(r.events, e)
	for _, k := range n.Content {
		r.order(k)
	}
}

// each calls do for the patterns at and below a branch.
func (b *branch) each(do func(pattern string)) {
	if b == nil {
		return
	}
	if b.pattern != "" {
		do(b.pattern)
	}
	for _, k := range b.kids {
		k.each(do)
	}
	b.any.each(do)
	b.item.each(do)
}
