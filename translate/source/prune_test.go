package source

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Pruned nodes are missing for other parsers, and an anchored node among them moves to its first alias.
func TestPrune(t *testing.T) {
	const file = `x-common: &common {a: 1, b: 2}
services:
  web: &web
    <<: *common
    image: nginx
    ports: ["80", "81"]
  app:
    <<: *web
    image: httpd
---
name: x
`
	for _, c := range []struct {
		line, col int
		want      string
	}{
		{5, 5, "image: image"},         // a service without an image would be another error
		{6, 13, `ports: ["81"]`},       // an item of a flow list
		{3, 3, "<<: &web\n"},           // the service that another one extends by an alias
		{1, 20, "&common {b: 2}"},      // a key of a flow mapping
		{4, 9, "web: &web\n    image"}, // a merge
		{11, 1, "---\n{}\n"},           // of the second document
	} {
		got := strings.ReplaceAll(string(Prune("f", []byte(file), Without{diag.Pos{File: "f", Line: c.line, Col: c.col}: true})), "        ", "    ")
		got = strings.ReplaceAll(got, "\n    ", "\n  ")
		if want := strings.ReplaceAll(c.want, "\n    ", "\n  "); !strings.Contains(got, want) {
			t.Errorf("%d:%d: without %q:\n%s", c.line, c.col, c.want, got)
		}
		if err := parses([]byte(got)); err != nil {
			t.Errorf("%d:%d: %v", c.line, c.col, err)
		}
	}
}

// What is empty remains empty, in every style: yaml.v3 prints it as an empty string in a flow mapping.
func TestPruneKeepsEmptyValues(t *testing.T) {
	const file = "a: {x: 1, y: }\nb: {v: , w: ~}\nc: [null]\nd:\n"
	var got map[string]any
	if err := yaml.Unmarshal(Prune("f", []byte(file), Without{diag.Pos{File: "f", Line: 1, Col: 5}: true}), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": map[string]any{"y": nil}, "b": map[string]any{"v": nil, "w": nil}, "c": []any{nil}, "d": nil}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Each entry is parsed on its own: errors are found at their lines, and the line numbers of the rest do not change.
func TestSalvage(t *testing.T) {
	for file, want := range map[string]string{
		"services:\n  a:\n    image: b\n   c: d\n  e:\n    image: f\n":                           "4 did not find expected key: services.a",
		"services:\n  a:\n    image: \"b\n  e:\n    image: f\n  g:\n    image: \"h\"\n":          "3 found unexpected end of stream: services.a",
		"services:\n  a: {b: c\n  e:\n    x: [1\n":                                               "2 ",
		"services:\n  a:\n    b: 1\nnetworks: {a: [}\n":                                          "4 did not find expected node content: networks",
		"services\n  a:\n    b: 1\n":                                                             "2 mapping values are not allowed in this context: services",
		"services:\n  a:\n\tb: 1\n  c:\n    d: e\n":                                              "3 found character that cannot start any token: services.a",
		"x: &x 1\nservices:\n  a:\n    b: *x\n  c:\n    d: *y\n   e: f\n":                        "",
		"services:\n  a:\n    b: |\n      text: [\n  c:\n    d: [e\n":                            "6 ",
		"services:\n# a comment: [\n  \"a\":\n    b: [c\n\n  d:\n    e: f # \"\n":                "4 ",
		"services:\n- a\n- b: [c\n":                                                              "3 ",
		"- a: [\n":                                                                               "1 ",
		"":                                                                                       "",
		"  a: b\n c: d\nservices:\n  e: {}\n":                                                    "",
		"services:\n  a:\n    b: 1\n  c:\n    d: 'e\n  f:\n    g: 'h\n":                          "5 found unexpected end of stream: services.c",
		"services:\r\n  a:\r\n    image: b\r\n   c: d\r\n  e:\r\n    image: f\r\n":               "4 ",
		"services:\n  a:\n    ports: [\n      \"80\",\n      ]\n    image: [b\n  c:\n    d: e\n": "6 ",
	} {
		left, _ := Salvage("f", []byte(file))
		got := ""
		if len(left.Findings) > 0 {
			f := left.Findings[0]
			got = strconv.Itoa(f.Pos.Line) + " " + f.Text + ": " + strings.Join(left.Parts[0], ".")
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, want %q", file, got, want)
		}
		if left.Text != nil && bytes.Count(left.Text, []byte("\n")) < strings.Count(file, "\n") {
			t.Errorf("%q: %q has fewer lines", file, left.Text)
		}
	}
}

// Neither function panics, whatever the file contains.
func FuzzPrune(f *testing.F) {
	f.Add([]byte("services:\n  a: &a\n    image: [b\n  c: *a\n"), 2, 3)
	f.Add([]byte("a: &a [*a, {b: c}]\n---\n- <<: *a"), 1, 4)
	f.Fuzz(func(t *testing.T, data []byte, line, col int) {
		if len(data) > 4096 {
			return
		}
		left, ok := Salvage("f", data)
		if ok && parses(left.Text) != nil {
			t.Errorf("%q is no YAML", left.Text)
		}
		var n yaml.Node
		if yaml.Unmarshal(data, &n) == nil {
			Prune("f", data, Without{diag.Pos{File: "f", Line: line, Col: col}: true})
		}
	})
}
