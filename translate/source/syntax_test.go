package source

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// Each mistake that people make in YAML is explained.
func TestSyntaxHints(t *testing.T) {
	for text, want := range map[string]string{
		"a:\n  b: 1\n c: 2\n":               "check the indentation",
		"a:\n  - 1\n  b: 2\n":               "check the indentation",
		"a:\n  - b\n - c\n":                 "check the indentation",
		"a:\n  b:\n\tc: 1\n":                "indent with spaces",
		"a:\n  b:\n  \t c: 1\n":             "indent with spaces",
		"a:\n  b: 'it's'\n":                 "nothing follows a closing quote",
		"a:\n  b: c: d\n":                   "quote values that contain a colon",
		"a:\n  b: - c\n":                    "begin a list on the line after its key",
		"a:\n  b: [1, 2\nc: 3\n":            "bracket",
		"a:\n  b: {c: 1\nd: 3\n":            "bracket",
		"a:\n  b: \"c\n":                    "quote",
		"a:\n  b: \"c\n  d: \"e\"\n":        "check the indentation",
		"a:\n  b: *\n":                      "begin with * or &",
		"a:\n  b: *c\n":                     "define the anchor",
		"a:\n  b: \"\\d\"\n":                "single quotes",
		"a:\n  b\n  c: 1\n":                 "each key ends with a colon",
		"a:\n  b: @c\n":                     "quote values that begin with a special character",
		"a: [b: c, }\n":                     "bracket",
		"a: 1\n\x00":                        "text file",
		"a: 1\n" + string([]byte{0xff, 10}): "text file",
	} {
		var n yaml.Node
		err := yaml.Unmarshal([]byte(text), &n)
		if err == nil {
			t.Errorf("%q: no error", text)
			continue
		}
		if f := Syntax("a.yml", err); !strings.Contains(f.Hint, want) {
			t.Errorf("%q: %s (%s), want %s", text, f.Text, f.Hint, want)
		}
	}
}
