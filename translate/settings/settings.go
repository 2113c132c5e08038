// Package settings reads the settings that a project makes for its own translation: the mapping x-compose2unit at the top level
// of a Compose file, whose keys are named like flags. It does not know the flags; it returns words with their positions.
package settings

import (
	"bytes"
	"cmp"
	"errors"
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

// Names are the valid settings, by the names of the corresponding flags: those that define what a project's units are. What is
// read, where it is written, how findings are printed and what is locked is up to the user who runs the program, and so is
// -unit-prefix, by which units are found without reading a file.
var Names = []string{
	"runtime", "format", "logs", "create", "auto-start", "docker-caps", "default-stop-timeout", "engine-root",
	"systemd-version", "podman-version", "address-pool", "profiles", "services", "generate-unused-resources",
	"env-files-only", "ignore-dot-env", "allow", "strict",
}

// Setting is one setting with its values: one for a scalar, any number for a list.
type Setting struct {
	Name   string
	Values []string
	Pos    diag.Pos
}

// InCompose returns the settings of a Compose file, in the order in which they are written, and reports anything but a mapping
// of words to scalars or lists of scalars. Keys that are not settings are ignored: the extension has others, which package
// translate checks. A file that is not YAML has no settings: loading it reports what is wrong with it.
func InCompose(file string, data []byte, report *diag.Report) []Setting {
	if !bytes.Contains(data, []byte(Extension)) {
		return nil // parsing a large file twice would take as long as loading it
	}
	r := reader{file: file, path: []string{Extension}, report: report}
	for _, document := range documents(data) {
		for key, value := range pairs(document) {
			if key.Value == Extension {
				r.read(value)
			}
		}
	}
	return r.found
}

// InFile returns the settings of a file that contains nothing else, such as /etc/compose2unit.yaml. Anything else in it is
// reported as an error.
func InFile(file string, data []byte, report *diag.Report) []Setting {
	r := reader{file: file, alone: true, report: report}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return r.found
		case err != nil:
			diag.ScopeAt(report, diag.Pos{File: file}).Error(diag.Syntax, err.Error())
			return r.found
		}
		r.read(content(&document))
	}
}

// OfFile reads such a file and returns its settings. A file that does not exist has none; one that cannot be read is an error
// in the report.
func OfFile(path string, report *diag.Report) []Setting {
	data, err := input.ReadFile(path, input.Compose)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		diag.ScopeAt(report, diag.Pos{File: path}).Error(diag.Loading, err.Error())
		return nil
	}
	return InFile(path, data, report)
}

// documents returns the documents of a file, as far as it can be parsed.
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

// content resolves a document or an alias.
func content(n *yaml.Node) *yaml.Node {
	switch {
	case n.Kind == yaml.DocumentNode && len(n.Content) > 0:
		return content(n.Content[0])
	case n.Kind == yaml.AliasNode:
		return n.Alias
	}
	return n
}

// pairs iterates over the keys and values of a mapping.
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

// reader collects the settings of one file.
type reader struct {
	file string
	// path is where the settings are in the file.
	path []string
	// alone is true if the file contains only settings, so that an unknown key is an error.
	alone  bool
	report *diag.Report
	found  []Setting
}

// at returns the scope of a node, by its key if it has one.
func (r *reader) at(n *yaml.Node, key ...string) diag.Scope {
	return diag.ScopeAt(r.report, r.pos(n)).At(r.path...).At(key...)
}

func (r *reader) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: r.file, Line: n.Line, Col: n.Column}
}

// read parses a mapping of settings.
func (r *reader) read(n *yaml.Node) {
	switch {
	case empty(n):
		return
	case n.Kind != yaml.MappingNode:
		if r.alone { // otherwise it is checked with the extension's other keys
			r.at(n).Error(diag.Invalid, "must be a mapping of settings, such as runtime: docker")
		}
		return
	}
	for key, value := range pairs(n) {
		if !slices.Contains(Names, key.Value) {
			if r.alone {
				r.at(key, key.Value).Error(diag.Invalid, "unknown setting",
					cmp.Or(spelling.Hint(key.Value, Names), "the settings are "+strings.Join(Names, ", ")))
			}
			continue
		}
		list, err := values(value)
		if err != nil {
			r.at(value, key.Value).Error(diag.Invalid, err.Error())
			continue
		}
		r.found = append(r.found, Setting{Name: key.Value, Values: list, Pos: r.pos(key)})
	}
}

// empty reports whether a node is null or a document without content.
func empty(n *yaml.Node) bool { return n.Kind == 0 || n.Tag == "!!null" }

// values returns the scalars of a setting.
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
	return nil, errors.New("must be a string, a number, a boolean or a list of them")
}
