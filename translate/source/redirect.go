package source

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Reference is a place that names other files: an entry of include, or the file of an extends.
type Reference struct {
	At diag.Pos
	// Files are the files in the user's terms, and Paths the same as absolute paths.
	Files, Paths []string
	// Dir is the base of the relative paths in these files, absolute.
	Dir string
}

// refer records a reference, once.
func (r *reader) refer(ref Reference) {
	key := fmt.Sprintf("%v\x00%s\x00%s", ref.At, strings.Join(ref.Paths, "\x00"), ref.Dir)
	if !r.referred[key] {
		r.referred[key] = true
		r.m.references = append(r.m.references, ref)
	}
}

// References returns all places that name other files, in the order in which they were read. A place is in it several times if the
// file that contains it is included in several ways, in which its names mean different files.
func (m *Map) References() []Reference { return m.references }

// TextOf returns the content of a file that was read, or nil.
func (m *Map) TextOf(file string) []byte {
	for i, name := range m.files {
		if name == file && m.texts[i] != nil {
			return m.texts[i]
		}
	}
	return nil
}

// Redirect returns the text of a file as [Prune] does, with other files named at the places of the references: their Paths and Dir.
// It also returns which of the places are in the text: not one that is an alias, for example.
func Redirect(file string, data []byte, without Without, to []Reference) (out []byte, found map[diag.Pos]bool) {
	if len(to) == 0 {
		return Prune(file, data, without), nil
	}
	at := map[diag.Pos]*Reference{}
	for i := range to {
		at[to[i].At] = &to[i]
	}
	found = map[diag.Pos]bool{}
	out, ok := rewrite(data, func(n *yaml.Node) {
		redirect(n, func(n *yaml.Node) *Reference {
			pos := diag.Pos{File: file, Line: n.Line, Col: n.Column}
			if at[pos] != nil {
				found[pos] = true
			}
			return at[pos]
		})
		if gone := without.in(file); gone != nil {
			prune(n, gone)
		}
	})
	if !ok {
		return out, nil
	}
	return out, found
}

func redirect(n *yaml.Node, at func(*yaml.Node) *Reference) {
	for i, kid := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode && kid.Kind != yaml.AliasNode:
			if to := at(kid); to != nil {
				n.Content[i] = to.include(kid)
				continue
			}
		case n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "file":
			if to := at(n.Content[i-1]); to != nil {
				n.Content[i] = text(to.Paths[0])
				continue
			}
		}
		redirect(kid, at)
	}
}

// include returns an entry of include that names these files; the env files are those of the old one.
func (r Reference) include(old *yaml.Node) *yaml.Node {
	paths := &yaml.Node{Kind: yaml.SequenceNode}
	for _, path := range r.Paths {
		paths.Content = append(paths.Content, text(path))
	}
	out := &yaml.Node{Kind: yaml.MappingNode, Line: old.Line, Column: old.Column, Content: []*yaml.Node{text("path"), paths, text("project_directory"), text(r.Dir)}}
	for i := 0; old.Kind == yaml.MappingNode && i+1 < len(old.Content); i += 2 {
		if key := old.Content[i]; key.Value == "env_file" {
			out.Content = append(out.Content, key, old.Content[i+1])
		}
	}
	return out
}

// text returns a string that contains no variable.
func text(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.ReplaceAll(value, "$", "$$")}
}
