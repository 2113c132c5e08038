package golden

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// marker is in every poison, so that it can be found.
const marker = "PoIsOn"

// poisons are texts that could be interpreted as something else. $$ is Compose's escape for $.
var poisons = map[string]string{
	"a flag":          "--" + marker + "=/",
	"a short flag":    "-v/:/" + marker,
	"a request":       marker + " HTTP/1.1\r\nHost: d\r\n\r\nDELETE /",
	"a directive":     marker + "\n[Service]\nExecStart=/bin/" + marker,
	"more fields":     marker + ",src=/,type=bind",
	"a way up":        "../../../" + marker,
	"a rooted way up": "/../../../" + marker,
	"quotes":          marker + `" 'x\`,
	"a command":       "$$(touch " + marker + ")`id`;",
	"blanks":          " " + marker + "  x ",
	"specifiers":      "%n%h" + marker + "%%",
	"a long one":      marker + strings.Repeat("x", 300),
	"nothing":         "",
	"a NUL byte":      marker + "\x00",
}

// With poison in every text of every attribute, either a finding reports its position, or each word that contains it is one
// word, none that a client parses as a flag, and it creates no directive, section, file or folder.
func TestPoison(t *testing.T) {
	for _, p := range poisonPlaces(t) {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			for kind, poison := range poisons {
				p.swallows(t, kind, poison)
			}
		})
	}
}

// poisonPlace is a text of a case: the value at a path, or the key there.
type poisonPlace struct {
	of *attrCase
	writtenAttr
	key bool
}

func (p poisonPlace) name() string {
	if p.key {
		return p.pattern + " as a key"
	}
	return p.pattern
}

// poisonPlaces returns the texts of all cases, one for each attribute.
func poisonPlaces(t *testing.T) []poisonPlace {
	t.Helper()
	var out []poisonPlace
	seen := map[string]bool{}
	add := func(p poisonPlace) {
		if name := p.name(); !seen[name] {
			seen[name], out = true, append(out, p)
		}
	}
	for _, c := range readCases(t) {
		root := c.document(t)
		for _, a := range writtenIn(root) {
			n := find(root, a.path)
			for i := range n.Content {
				if n.Kind == yaml.SequenceNode && n.Content[i].Kind == yaml.ScalarNode {
					at := append(slices.Clone(a.path), fmt.Sprint(i))
					add(poisonPlace{c, writtenAttr{at, a.pattern + ".[]"}, false})
					break
				}
			}
			if n.Kind == yaml.ScalarNode {
				add(poisonPlace{c, a, false})
			}
			if strings.HasSuffix(a.pattern, ".*") {
				add(poisonPlace{c, a, true})
			}
		}
	}
	return out
}

// document returns the case with the poison in its place.
func (p poisonPlace) document(t *testing.T, poison string) *yaml.Node {
	root := p.of.document(t)
	n := find(root, p.path)
	if p.key {
		parent := find(root, p.path[:len(p.path)-1])
		for i := 0; i < len(parent.Content); i += 2 {
			if parent.Content[i].Value == p.path[len(p.path)-1] {
				n = parent.Content[i]
			}
		}
	}
	n.Kind, n.Tag, n.Style, n.Value, n.Alias = yaml.ScalarNode, "!!str", yaml.DoubleQuotedStyle, poison, nil
	return root
}

func (p poisonPlace) swallows(t *testing.T, kind, poison string) {
	t.Helper()
	l := p.of.load(t, printYAML(t, p.document(t, poison)))
	for _, choice := range all.Choices {
		out := l.render(choice.Runtime, runtime.Options{}, anything)
		if out.refused {
			if !slices.ContainsFunc(out.findings, placed) {
				t.Errorf("%s, %s: it is refused, and no error says where: %v", choice.Runtime.Name(), kind, out.findings)
			}
			continue
		}
		for name, text := range out.files {
			for _, problem := range p.problems(name, text, strings.ReplaceAll(poison, "$$", "$")) {
				t.Errorf("%s, %s (%q), %s: %s", choice.Runtime.Name(), kind, poison, name, problem)
			}
		}
	}
}

// placed reports whether a finding is an error with a position. For what compose-go itself cannot load, only the file may
// be known.
func placed(f diag.Finding) bool {
	return f.Severity == diag.Error && (f.Pos.Line > 0 || f.Code == diag.Loading && f.Pos.File != "")
}

// fileName matches the names that files of the output may have.
var fileName = regexp.MustCompile(`^[A-Za-z0-9:_.@\\-]+(/[A-Za-z0-9_.+-]+)?$`)

// problems returns the effects of the poison in a file beyond being a text.
func (p poisonPlace) problems(name, text, poison string) []string {
	var out []string
	if !fileName.MatchString(name) || len(path.Base(name)) > 255 || strings.Contains(name, "..") {
		out = append(out, fmt.Sprintf("the file's name is %q", name))
	}
	switch {
	case strings.HasSuffix(name, ".json"):
		if !json.Valid([]byte(text)) {
			out = append(out, "it is no JSON")
		}
		return out
	case strings.Contains(name, "/"):
		return out
	}
	entries, err := unit.Check([]byte(text))
	if err != nil {
		return append(out, err.Error())
	}
	for _, e := range entries {
		if strings.Contains(e.Section+e.Key, marker) {
			out = append(out, fmt.Sprintf("there is a directive %s in %s", e.Key, e.Section))
		}
		if strings.HasPrefix(e.Key, "Exec") && e.Section == "Service" || e.Key == "PodmanArgs" {
			out = append(out, p.flags(e, poison)...)
		}
	}
	return out
}

// spoken matches attributes whose words follow a command, where every word is the command's own.
var spoken = regexp.MustCompile(`\.(command|entrypoint|test)(\.\[\])?$`)

// flags returns the words of a command line that are the poison, or start with it, in a place where a client parses flags,
// and not as the value of a flag.
func (p poisonPlace) flags(e unit.Entry, poison string) []string {
	words, err := unit.Split(e.Value)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for i, w := range words {
		if !strings.HasPrefix(poison, "-") || !strings.HasPrefix(w, poison) || spoken.MatchString(p.pattern) {
			continue
		}
		if i == 0 || !strings.HasPrefix(words[i-1], "--") || words[i-1] == "--" || strings.Contains(words[i-1], "=") {
			out = append(out, fmt.Sprintf("%s has %q as a word of its own: %q", e.Key, w, words))
		}
	}
	return out
}
