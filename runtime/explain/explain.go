// Package explain explains the codes of findings, what each runtime does with an attribute of a Compose file, and the keys of
// extensions. It uses only the rows of the runtimes, the codes, the schema and the table of extensions, as the documentation
// does.
package explain

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// Word explains a code (no-effect), an attribute (services.web.ports, services.ports, services.*.ports) or a key of an extension
// (x-systemd, services.web.x-compose2unit.update). The error suggests what was probably meant.
func Word(word string) (string, error) {
	if text, is, err := extension(word); is {
		return text, err
	}
	var texts []string
	if text, ok := diag.Codes[diag.Code(word)]; ok {
		texts = append(texts, code(diag.Code(word), text))
	}
	if pattern := Pattern(word); pattern != "" { // "version" is both
		texts = append(texts, attribute(pattern)+misspelt(word, pattern))
	}
	if len(texts) == 0 {
		return "", unknown(word)
	}
	return strings.Join(texts, "\n"), nil
}

// Words returns what can be explained, short enough to be typed: the codes, and the attributes of the upper levels.
func Words() []string {
	out := append(codes(), extensionKeys...)
	for _, p := range patterns() {
		short := strings.ReplaceAll(p, "*.", "")
		if strings.Count(short, ".") <= 1 && !strings.HasSuffix(p, "*") && !strings.Contains(p, "[]") {
			out = append(out, short)
		}
	}
	return out
}

func codes() []string {
	var out []string
	for _, c := range slices.Sorted(maps.Keys(diag.Codes)) {
		out = append(out, string(c))
	}
	return out
}

// patterns returns the attributes of the schema, sorted.
var patterns = sync.OnceValue(func() []string {
	out := load.Attributes()
	slices.Sort(out)
	return out
})

var tables = sync.OnceValue(func() []runtime.Table {
	var out []runtime.Table
	for _, c := range all.Choices {
		out = append(out, runtime.NewTable(c.Runtime.Rows()))
	}
	return out
})

// of maps codes to the supports whose findings have them.
var of = map[diag.Code]runtime.Support{diag.Unsupported: runtime.None, diag.Partial: runtime.Partial, diag.NoEffect: runtime.Moot}

// code explains a code: its meaning, and the attributes that always have it.
func code(c diag.Code, text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", c, text)
	support, ok := of[c]
	if !ok {
		return b.String()
	}
	names := map[string][]string{}
	for _, choice := range all.Choices {
		for _, row := range choice.Runtime.Rows() {
			if row.Support == support {
				names[row.Attr] = append(names[row.Attr], choice.Runtime.Name())
			}
		}
	}
	b.WriteString("\nAttributes that always have it, and others where a value asks for it:\n")
	for _, attr := range slices.Sorted(maps.Keys(names)) {
		in := ""
		if len(names[attr]) < len(all.Choices) {
			in = " (" + strings.Join(names[attr], ", ") + ")"
		}
		fmt.Fprintf(&b, "  %s%s\n", strings.TrimSuffix(attr, ".**"), in)
	}
	b.WriteString("\ncompose2unit explain ATTRIBUTE tells more of one of them.\n")
	return b.String()
}

// meanings explain each support, as docs/attributes.md does.
var meanings = []struct {
	support runtime.Support
	text    string
}{
	{runtime.Full, "exactly what docker compose does"},
	{runtime.Partial, "translated, with a difference (warning partial)"},
	{runtime.Moot, "without effect on what docker compose up -d creates, too (note no-effect)"},
	{runtime.None, "not translated (error unsupported, unless -allow accepts the loss)"},
}

func meaning(s runtime.Support) string {
	for _, m := range meanings {
		if m.support == s {
			return m.text
		}
	}
	return s.String()
}

// attribute explains an attribute of the schema: what every runtime does with it, and what below it is not fully
// translated.
func attribute(pattern string) string {
	var b strings.Builder
	b.WriteString(pattern + "\n")
	for i, c := range all.Choices {
		row, ok := tables()[i].Row(pattern)
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "  %-9s %s: %s\n", c.Runtime.Name(), row.Support, meaning(row.Support))
		for _, line := range []struct{ label, text string }{{"", row.Note}, {"hint: ", row.Hint}} {
			if line.text != "" {
				fmt.Fprintf(&b, "  %-9s %s%s\n", "", line.label, line.text)
			}
		}
	}
	if lines := below(pattern); len(lines) > 0 {
		b.WriteString("\nBelow it, what is not full:\n" + strings.Join(lines, ""))
	}
	return b.String()
}

// below returns the attributes below another one that some runtime does not translate fully and that have a row of their
// own.
func below(pattern string) []string {
	var lines []string
	for _, p := range patterns() {
		if !strings.HasPrefix(p, pattern+".") {
			continue
		}
		var said []string
		for i, c := range all.Choices {
			row, ok := tables()[i].Row(p)
			if ok && row.Support != runtime.Full && strings.TrimSuffix(row.Attr, ".**") == p {
				said = append(said, c.Runtime.Name()+" "+row.Support.String())
			}
		}
		if len(said) > 0 {
			lines = append(lines, fmt.Sprintf("  %s: %s\n", p, strings.Join(said, ", ")))
		}
	}
	return lines
}

// leaves returns the attributes with nothing below them.
var leaves = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, p := range patterns() {
		out[p] = true
		for i := range p {
			if p[i] == '.' {
				out[p[:i]] = false
			}
		}
	}
	return out
})

// Pattern returns the attribute of the schema that a path names: services.*.ports for services.web.ports, and for
// services.ports. It is empty if there is none.
func Pattern(path string) string {
	best, score := "", -1
	for _, p := range patterns() {
		if s := match(strings.Split(p, "."), strings.Split(path, "."), leaves()[p]); s > score {
			best, score = p, s
		}
	}
	return best
}

// match reports how well a path fits a pattern, or -1 if it does not: a name counts less than a word of the schema, and one
// that is left out counts nothing. A name with nothing below it, such as a label's, may contain dots.
func match(pattern, path []string, leaf bool) int {
	switch {
	case len(pattern) == 0 && len(path) == 0:
		return 0
	case len(pattern) == 0:
		return -1
	}
	head, best := pattern[0], -1
	if head == "*" || head == "[]" {
		if len(pattern) > 1 {
			best = match(pattern[1:], path, leaf) // left out
		}
		if len(path) == 0 || path[0] == "" || head == "[]" && path[0] != "[]" && !isIndex(path[0]) {
			return best
		}
		rest := path[1:]
		if len(pattern) == 1 && leaf {
			rest = nil
		}
		if s := match(pattern[1:], rest, leaf); s >= 0 {
			best = max(best, s+1)
		}
		return best
	}
	if len(path) == 0 || path[0] != head {
		return -1
	}
	if s := match(pattern[1:], path[1:], leaf); s >= 0 {
		return s + 100
	}
	return -1
}

func isIndex(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil
}

// unknown returns the error for a word that is neither a code nor an attribute.
func unknown(word string) error {
	words := Words()
	parts := strings.Split(word, ".")
	for n := len(parts) - 1; n > 0; n-- {
		above := strings.Join(parts[:n], ".")
		pattern := Pattern(above)
		if pattern == "" {
			continue
		}
		if kid := spelling.Nearest(parts[n], kids(pattern)); kid != "" {
			return fmt.Errorf("%q is not an attribute of a Compose file; did you mean %s.%s?", word, above, kid)
		}
	}
	for _, section := range sections {
		if p := section + "." + word; slices.Contains(words, p) {
			return fmt.Errorf("%q is neither a code nor a whole attribute; did you mean %s?", word, p)
		}
	}
	if hint := spelling.Hint(word, words); hint != "" {
		return fmt.Errorf("%q is neither a code nor an attribute; %s", word, hint)
	}
	for _, section := range sections {
		if kid := spelling.Nearest(word, kids(section+".*")); kid != "" {
			return fmt.Errorf("%q is neither a code nor an attribute; did you mean %s.%s?", word, section, kid)
		}
	}
	return fmt.Errorf("%q is neither a code nor an attribute; codes are %s; an attribute is written like services.ports", word, strings.Join(codes(), ", "))
}

// sections are the parts of a Compose file that define objects by name.
var sections = []string{"services", "networks", "volumes", "secrets", "configs"}

// kids returns the attributes right below another one. Names and indices between them are left out.
func kids(pattern string) []string {
	short := strings.NewReplacer("*.", "", "[].", "")
	var out []string
	for _, p := range patterns() {
		if rest, ok := strings.CutPrefix(short.Replace(p), short.Replace(strings.TrimSuffix(pattern, "*"))); ok {
			kid, _, _ := strings.Cut(strings.TrimPrefix(rest, "."), ".")
			out = append(out, kid)
		}
	}
	return out
}

// misspelt returns a line that suggests an attribute, where a word was taken for the name of a service or another object.
func misspelt(word, pattern string) string {
	above, name, _ := strings.Cut(word, ".")
	if pattern != above+".*" || name == "*" {
		return ""
	}
	near := spelling.Nearest(name, kids(pattern))
	if near == "" {
		return ""
	}
	return fmt.Sprintf("\n%s is taken for a name; for the attribute, write %s.%s.\n", name, above, near)
}
