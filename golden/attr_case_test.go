package golden

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/rogpeppe/go-internal/txtar"
	"gopkg.in/yaml.v3"
)

// attrCase is one file of golden/attr: a Compose file with one attribute, and what the attribute adds to the output.
//
// The comment contains the link to the attribute's specification, a sentence on what the case verifies, and
//
//	remove: PATH...      what is removed from compose.yml to see what it adds; a path is dotted
//	covers: PATTERN...   further attributes of the schema that the case is about
//
// Files beside compose.yml are written beside it; the section named after a runtime is the output.
type attrCase struct {
	name    string
	archive *txtar.Archive
	remove  [][]string
	about   []string // the attributes that are removed
	covers  []string // these, everything above and below them, and those that the comment adds
}

const composeFile = "compose.yml"

// commented matches an address and a sentence.
var commented = regexp.MustCompile(`^https://\S+\n[^\n]{8,}\.\n`)

func readCases(t testing.TB) []*attrCase {
	t.Helper()
	files, err := filepath.Glob("attr/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases: ", err)
	}
	var out []*attrCase
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := &attrCase{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), archive: archive}
		for _, line := range strings.Split(string(archive.Comment), "\n") {
			if list, ok := strings.CutPrefix(line, "remove:"); ok {
				for _, path := range strings.Fields(list) {
					c.remove = append(c.remove, strings.Split(path, "."))
				}
			}
			if list, ok := strings.CutPrefix(line, "covers:"); ok {
				c.covers = append(c.covers, strings.Fields(list)...)
			}
		}
		if !commented.Match(archive.Comment) || len(c.remove) == 0 {
			t.Fatalf("%s: the comment at its head must be three lines, such as\n"+
				"https://docs.docker.com/reference/compose-file/services/#init\nThe engine's init is the first process.\nremove: services.web.init", file)
		}
		c.reach(writtenIn(c.document(t)))
		out = append(out, c)
	}
	return out
}

// reach determines what the case is about.
func (c *attrCase) reach(written []writtenAttr) {
	for _, path := range c.remove {
		for _, a := range written {
			n := min(len(path), len(a.path))
			if !slices.Equal(path[:n], a.path[:n]) {
				continue
			}
			c.covers = append(c.covers, a.pattern)
			if n == len(path) && n == len(a.path) {
				c.about = append(c.about, a.pattern)
			}
		}
	}
}

// section returns a file of the archive.
func (c *attrCase) section(name string) []byte {
	for _, f := range c.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func (c *attrCase) document(t testing.TB) *yaml.Node {
	t.Helper()
	return parseYAML(t, c.name, c.section(composeFile))
}

// lay writes the case's files into a new folder "shop", with another compose.yml.
func (c *attrCase) lay(t testing.TB, compose []byte) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	for _, f := range c.archive.Files {
		data := f.Data
		if f.Name == composeFile {
			data = compose
		}
		file := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func parseYAML(t testing.TB, name string, data []byte) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		t.Fatalf("%s: %s: %v", name, composeFile, err)
	}
	return doc.Content[0]
}

func printYAML(t testing.TB, root *yaml.Node) []byte {
	t.Helper()
	data, err := yaml.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// child returns the value at one element of a path: a key, or the index of an item.
func child(n *yaml.Node, part string) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == part {
				return n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(part); err == nil && i < len(n.Content) {
			return n.Content[i]
		}
	}
	return nil
}

func find(n *yaml.Node, path []string) *yaml.Node {
	for _, part := range path {
		if n == nil {
			return nil
		}
		n = child(n, part)
	}
	return n
}

// cut removes an attribute, and reports whether it existed.
func cut(root *yaml.Node, path []string) bool {
	last := len(path) - 1
	parent := find(root, path[:last])
	if parent == nil {
		return false
	}
	for i := range parent.Content {
		switch {
		case parent.Kind == yaml.MappingNode && i%2 == 0 && parent.Content[i].Value == path[last]:
			parent.Content = slices.Delete(parent.Content, i, i+2)
			return true
		case parent.Kind == yaml.SequenceNode && strconv.Itoa(i) == path[last]:
			parent.Content = slices.Delete(parent.Content, i, i+1)
			return true
		}
	}
	return false
}

// writtenAttr is one attribute of the schema that a Compose file sets.
type writtenAttr struct {
	path    []string
	pattern string
}

// patterns returns the attributes of the schema and, as false, what is above them.
var patterns = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, p := range schema.AttributePaths() {
		out[string(p)] = true
		for i := range p {
			if p[i] == '.' && !out[string(p[:i])] {
				out[string(p[:i])] = false
			}
		}
	}
	return out
})

// writtenIn lists the attributes of a Compose file. It is independent of translate/source on purpose: each tests the other.
func writtenIn(root *yaml.Node) []writtenAttr {
	var out []writtenAttr
	var walk func(n *yaml.Node, path []string, pattern string)
	step := func(n *yaml.Node, path []string, pattern, key, as string) bool {
		next := strings.TrimPrefix(pattern+"."+as, ".")
		isAttr, known := patterns()[next]
		if !known {
			return false
		}
		here := append(slices.Clone(path), key)
		if isAttr {
			out = append(out, writtenAttr{here, next})
		}
		walk(n, here, next)
		return true
	}
	walk = func(n *yaml.Node, path []string, pattern string) {
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			_ = step(n.Content[i+1], path, pattern, key, key) || step(n.Content[i+1], path, pattern, key, "*")
		}
		for i := 0; n.Kind == yaml.SequenceNode && i < len(n.Content); i++ {
			if n.Content[i].Kind == yaml.MappingNode {
				step(n.Content[i], path, pattern, strconv.Itoa(i), "[]")
			}
		}
	}
	walk(root, nil, "")
	return out
}
