package load

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

// An env file is divided as compose-go divides it: its statements, one after the other, set the same variables.
func TestStatementsAreThoseOfCompose(t *testing.T) {
	parts := []string{"A", "B_", "=", ":", " ", "\t", "\n", "\n", "#", " #", `"`, `"`,
		"'", "'", `\`, "x", "$A", "export ", "\r\n", "\f", "é", "\u00a0"}
	random := rand.New(rand.NewPCG(1, 2))
	lookup := func(string) (string, bool) { return "", false }
	compared := 0
	for range 50_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		want := map[string]string{}
		if dotenv.ParseWithFormat(strings.NewReader(text), "x", want, lookup, "") != nil {
			continue
		}
		compared++
		got, apart, end := map[string]string{}, "", 0
		for _, s := range statements(text, "") {
			if rest := strings.TrimSpace(text[end:s.start]); rest != "" && rest[0] != '#' {
				t.Fatalf("%q: %q is left out", text, rest)
			}
			apart += text[s.start:s.end]
			if s.end < len(text) && !strings.HasSuffix(apart, "\n") {
				apart += "\n"
			}
			end = s.end
			if name := s.name(text); name != "" && !strings.ContainsAny(name, "\u00a0é") {
				if _, set := want[name]; !set && strings.ContainsAny(text[s.start:s.end], "=:") {
					t.Fatalf("%q: %q is not set", text, name)
				}
			}
		}
		if err := dotenv.ParseWithFormat(strings.NewReader(apart), "x", got, lookup, ""); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q sets %q; as %q it sets %q (%v)", text, want, apart, got, err)
		}
	}
	if compared < 5000 {
		t.Errorf("only %d files can be read", compared)
	}
}

// The line of an error is in the first statement without which the file can be read, whatever was set before.
func TestFailingLine(t *testing.T) {
	parts := []string{"A=1\n", "A=2\n", "B='x\n${'\n", "C=$A\n", "# ${\n", "D=${\n", "E=${X:?}\n", "F=\"a\n${\nb\"\n", "G\n", "H i=1\n", "J\"=1\n",
		"export K=1\n", "L=\"${X:?}\"", "\n", "D=1\n", "E=\"1\" M=2\n"}
	random := rand.New(rand.NewPCG(3, 4))
	refused := 0
	for range 5000 {
		text := ""
		for range 1 + random.IntN(8) {
			text += parts[random.IntN(len(parts))]
		}
		r := reading{path: "x", lookup: func(string) (string, bool) { return "", false }}
		err := r.parse(text)
		if err == nil {
			continue
		}
		refused++
		var at lineError
		if !errors.As(r.placed(err, text), &at) {
			t.Fatalf("%q: %v has no line", text, err)
		}
		all := statements(text, "")
		i := slices.IndexFunc(all, func(s statement) bool { return r.parse(text[:s.end]) != nil })
		if first, last := lineAt(text, all[i].start), lineAt(text, all[i].end); at.line < first || at.line > last {
			t.Fatalf("%q: %v in line %d, not in %d to %d", text, err, at.line, first, last)
		}
	}
	if refused < 1000 {
		t.Errorf("only %d files are refused", refused)
	}
}

// A byte that is not UTF-8 and a missing name are found where they count: in no comment, and not behind a byte order mark.
func TestCheckedLines(t *testing.T) {
	const bom = "\uFEFF"
	for _, c := range []struct {
		text string
		want error
		line int
	}{
		{"A=1 # caf\xe9\n", nil, 0},
		{"# caf\xe9\nA='1' # caf\xe9\n", nil, 0},
		{"A=\uFFFD # caf\xe9\n", nil, 0},
		{"A=\uFFFD\nB=caf\xe9 # x\n", notUTF8, 2},
		{"A= # x\nB='\n\xe9'\n", notUTF8, 3},
		{"A#\xe9=1\n", notUTF8, 1},
		{"A\nB\xe9\n", notUTF8, 2},
		{bom, nil, 0},
		{bom + "\nA=1\n", nil, 0},
		{bom + " \r\n", nil, 0},
		{bom + "# c\nA=1\n", nil, 0},
		{bom + "A=1\n", nil, 0},
		{bom + "=1\n", nameless, 1},
		{bom + "\n=1\n", nameless, 2},
	} {
		err := checked(c.text, "")
		var at lineError
		if errors.As(err, &at); (err == nil) != (c.want == nil) || at.error != c.want || at.line != c.line {
			t.Errorf("%q: %v in line %d, want %v in line %d", c.text, err, at.line, c.want, c.line)
		}
		if label := ofLabel(err); c.want == nameless && label != (lineError{namelessLabel, c.line}) || c.want != nameless && label != err {
			t.Errorf("%q as a file of labels: %v", c.text, label)
		}
	}
	if err := checked(bom+"# caf\xe9\nA=\xe9#\n", rawFormat); err != (lineError{notUTF8, 2}) {
		t.Error(err)
	}
}
