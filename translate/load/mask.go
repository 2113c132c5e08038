package load

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// mask keeps values from outside out of findings if values are left to the target: a finding shows what is written. It filters
// the finished sentences, whatever their source: the schema, compose-go's parsers and every check quote values.
type mask struct {
	// at holds the values by their positions, from the values of all variables that the files use.
	at   map[diag.Pos][]source.Leaf
	from []source.Variable
	// files is the text of the inputs. Their content is not secret.
	files string
}

// mask collects the values, except for names of files and values from the command line.
func (l *loading) mask() func(diag.Finding) diag.Finding {
	m := &mask{at: map[diag.Pos][]source.Leaf{}}
	l.source.Leaves(func([]string) bool { return true }, func(leaf source.Leaf) {
		if name := inherited(leaf); name != "" {
			if value, set := l.env.Resolve(name); set {
				l.used[source.Variable{Name: name, Value: value}] = true
			}
		}
		same := func(other source.Leaf) bool { return other.Written == leaf.Written && other.Text == leaf.Text }
		if len(leaf.From) > 0 && !strings.Contains(leaf.Written, "$") { // an item that became a key has no text of its own
			leaf.Written = ""
			for _, v := range leaf.From {
				leaf.Written += "${" + v.Name + "}"
			}
		}
		if len(leaf.From) > 0 && !slices.ContainsFunc(m.at[leaf.Pos], same) { // an extended service has the same values
			m.at[leaf.Pos] = append(m.at[leaf.Pos], leaf)
		}
	})
	m.from = slices.SortedFunc(maps.Keys(l.used), func(a, b source.Variable) int { // the longest first: one may contain another
		return cmp.Or(len(b.Value)-len(a.Value), strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
	var files strings.Builder
	for _, in := range l.inputs {
		files.Write(in.Data)
	}
	m.files = files.String()
	return m.finding
}

// shortest is the minimum length of a value that is searched for in findings at other positions.
const shortest = 4

func (m *mask) finding(f diag.Finding) diag.Finding {
	each := func(change func(string) string) {
		f.Path, f.Text, f.Hint = change(f.Path), change(f.Text), change(f.Hint)
	}
	for _, leaf := range m.at[f.Pos] {
		each(func(s string) string { return replaced(s, leaf.Text, leaf.Written) })
	}
	each(m.named)
	if f.Code == diag.Outside || f.Code == diag.Unsafe {
		return f // in the program's own words
	}
	for _, leaf := range m.at[f.Pos] {
		each(func(s string) string { return whole(s, leaf) })
		if f.Text == "" {
			f.Text = m.named("the value of " + quoted(short(leaf.Written)) + " does not have the form that is required here")
		}
		if f.Path == "" {
			f.Path = m.named(strings.Join(named(leaf), "."))
		}
	}
	return f
}

// named returns the sentence with values replaced by variables, wherever the values came from.
func (m *mask) named(sentence string) string {
	for _, v := range m.from {
		if len(v.Value) < shortest {
			break // the longest are first
		}
		if out := replaced(sentence, v.Value, "${"+v.Name+"}"); out != sentence && !strings.Contains(m.files, v.Value) {
			sentence = out
		}
	}
	return sentence
}

// whole returns the sentence, or nothing if it still contains a part of a value: parsers quote what they fail on.
func whole(sentence string, leaf source.Leaf) string {
	said, written := words(sentence), words(leaf.Written)
	for _, v := range leaf.From {
		for _, word := range words(v.Value) {
			if len(word) >= shortest-1 && slices.Contains(said, word) && !slices.Contains(written, word) {
				return ""
			}
		}
	}
	return sentence
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// replaced replaces one text by another: as it is, or as Go quotes it.
func replaced(sentence, value, by string) string {
	literal := strconv.Quote(value)
	if len(value) < shortest {
		return strings.ReplaceAll(sentence, literal, strconv.Quote(by))
	}
	return replacedAll(replacedAll(sentence, value, by), literal[1:len(literal)-1], by)
}

// cut is the minimum length to which findings shorten a long text.
const cut = 40

// replacedAll replaces a text, or its beginning if a finding shows no more of it. A value that could be a word of the program's
// own is not replaced within a longer word.
func replacedAll(sentence, needle, by string) string {
	var out strings.Builder
	head, plainWord := needle[:min(len(needle), cut)], !strings.ContainsFunc(needle, func(r rune) bool { return r < 'a' || r > 'z' })
	for {
		i := strings.Index(sentence, head)
		if i < 0 {
			return out.String() + sentence
		}
		n := len(head)
		for n < len(needle) && i+n < len(sentence) && sentence[i+n] == needle[n] {
			n++
		}
		out.WriteString(sentence[:i])
		if plainWord && (letterAt(sentence, i-1) || letterAt(sentence, i+n)) {
			out.WriteString(sentence[i : i+n])
		} else {
			out.WriteString(by)
		}
		sentence = sentence[i+n:]
	}
}

func letterAt(s string, i int) bool {
	return i >= 0 && i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'
}
