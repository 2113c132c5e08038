// Package settings reads what a project says about its own translation: the mapping x-compose2unit at the top level of a
// Compose file, whose keys are words of the command line. It knows no flag; it returns words with their places.
package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// Extension is the key of a Compose file that holds the settings (Compose Specification, "Extensions").
const Extension = "x-compose2unit"

// Names are the settings there are, by the names of the flags that they stand for: those that say how a project's units are to
// be. What is read, where it is written, how findings are printed and what is locked stays with whoever runs the program, and
// so does -unit-prefix, by which units are found without reading a file.
var Names = []string{
	"runtime", "format", "logs", "create", "auto-start", "docker-caps", "default-stop-timeout", "engine-root",
	"systemd-version", "podman-version", "address-pool", "profiles", "services", "generate-unused-resources",
	"env-files-only", "ignore-dot-env", "allow", "strict",
}

// Setting is one word of the settings with its values: one for a scalar, any number for a list.
type Setting struct {
	Name   string
	Values []string
	Pos    diag.Pos
}

// InCompose returns the settings of a Compose file, in the order in which they are written. Findings tell what is not a
// mapping of words to scalars or lists of scalars. Keys that are no settings are ignored: the extension has others, which
// package translate judges. A file that is not YAML has no settings: whoever loads it says what is
// wrong with it.
func InCompose(file string, data []byte) ([]Setting, []diag.Finding) {
	if !bytes.Contains(data, []byte(Extension)) {
		return nil, nil // parsing a large file twice would take as long as loading it
	}
	var found []Setting
	var refused []diag.Finding
	for _, document := range documents(data) {
		for key, value := range pairs(document) {
			if key.Value == Extension {
				here, findings := read(file, Extension, value, ignored)
				found, refused = append(found, here...), append(refused, findings...)
			}
		}
	}
	return found, refused
}

// InFile returns the settings of a file that holds nothing else, such as /etc/compose2unit.yaml.
func InFile(file string, data []byte) ([]Setting, []diag.Finding) {
	var found []Setting
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil:
			return nil, []diag.Finding{wrong(diag.Pos{File: file}, "", diag.Syntax, err.Error())}
		}
		here, refused := read(file, "", content(&document), reported)
		if found = append(found, here...); len(refused) > 0 {
			return nil, refused
		}
	}
}

// OfFile reads such a file and returns its settings. A file that does not exist has none; one that cannot be read is a finding.
func OfFile(path string) ([]Setting, []diag.Finding) {
	data, err := input.ReadFile(path, input.Compose)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, []diag.Finding{wrong(diag.Pos{File: path}, "", diag.Loading, err.Error())}
	}
	return InFile(path, data)
}

// documents are the documents of a file that can be read.
func documents(data []byte) []*yaml.Node {
	var found []*yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		if decoder.Decode(&document) != nil {
			return found
		}
		found = append(found, content(&document))
	}
}

// content is what a document or an alias stands for.
func content(n *yaml.Node) *yaml.Node {
	switch {
	case n.Kind == yaml.DocumentNode && len(n.Content) > 0:
		return content(n.Content[0])
	case n.Kind == yaml.AliasNode:
		return n.Alias
	}
	return n
}

// pairs are the keys and values of a mapping.
func pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], content(n.Content[i+1])) {
				return
			}
		}
	}
}

// wrong is an error about a place; path may be empty.
func wrong(pos diag.Pos, path string, code diag.Code, text string, hint ...string) diag.Finding {
	at := diag.ScopeAt(nil, pos)
	if path != "" {
		at = at.At(path)
	}
	return at.Finding(diag.Error, code, text, hint...)
}

// unknown is what becomes of a key that is no setting.
type unknown int

const (
	ignored unknown = iota
	reported
)

// read takes a mapping apart. Path is where it stands.
func read(file, path string, n *yaml.Node, unknown unknown) ([]Setting, []diag.Finding) {
	finding := func(n *yaml.Node, path, text string, hint ...string) diag.Finding {
		return wrong(diag.Pos{File: file, Line: n.Line, Col: n.Column}, path, diag.Invalid, text, hint...)
	}
	if empty(n) {
		return nil, nil
	}
	if n.Kind != yaml.MappingNode {
		if unknown == ignored {
			return nil, nil // judged with the extension's other keys
		}
		return nil, []diag.Finding{finding(n, path, "must be a mapping of settings, such as runtime: docker")}
	}
	var found []Setting
	var refused []diag.Finding
	for key, value := range pairs(n) {
		at := key.Value
		if path != "" {
			at = path + "." + at
		}
		if !slices.Contains(Names, key.Value) {
			if unknown == reported {
				refused = append(refused, finding(key, at, "unknown setting",
					cmp.Or(spelling.Hint(key.Value, Names), "the settings are "+strings.Join(Names, ", "))))
			}
			continue
		}
		s := Setting{Name: key.Value, Pos: diag.Pos{File: file, Line: key.Line, Col: key.Column}}
		var err error
		if s.Values, err = values(value); err != nil {
			refused = append(refused, finding(value, at, err.Error()))
			continue
		}
		found = append(found, s)
	}
	return found, refused
}

// empty reports whether a node is null or a document without content.
func empty(n *yaml.Node) bool { return n.Kind == 0 || n.Tag == "!!null" }

// values are the scalars that a setting has.
func values(n *yaml.Node) ([]string, error) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		return []string{n.Value}, nil
	case n.Kind == yaml.SequenceNode:
		var list []string
		for _, item := range n.Content {
			if item = content(item); item.Kind != yaml.ScalarNode || item.Tag == "!!null" {
				return nil, errors.New("must be a list of strings")
			}
			list = append(list, item.Value)
		}
		return list, nil
	}
	return nil, fmt.Errorf("must be a string, a number, a boolean or a list of them")
}
