package unit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/oracle"
	. "github.com/compose2unit/compose2unit/runtime/unit"
)

// A value that podman's generator splits and unescapes is written in its syntax: $ and % doubled, ASCII escaped, the rest
// as it is.
func TestArgument(t *testing.T) {
	for word, want := range map[string]string{
		"plain":      "plain",
		"two words":  `"two words"`,
		"$HOME 5%":   `"$$HOME 5%%"`,
		"a\nb\x01":   `"a\nb\x01"`,
		`"q" \`:      `"\"q\" \\"`,
		"é\u200b":    `"é\u200b"`,
		"\u0085":     `"\u0085"`,
		"\U000e0001": `"\U000e0001"`,
	} {
		if got := Argument(Word(word)); got.Err() != nil || got.String() != want {
			t.Errorf("%q: %v %s, want %s", word, got.Err(), got, want)
		}
	}
	for _, lost := range []string{"", ";", "\ufffe", "a\u0080"} {
		if Argument(Word(lost)).Err() == nil {
			t.Errorf("%q is lost by the generator and must be refused", lost)
		}
	}
}

// A verbatim value has no escapes; what cannot be expressed that way is left to another directive.
func TestVerbatim(t *testing.T) {
	for word, want := range map[string]string{
		"8080:80/tcp":     "8080:80/tcp",
		`["sh","-c","x"]`: `["sh","-c","x"]`,
		"/srv/$a b:/x":    "/srv/$$a b:/x",
		`C:\x`:            `C:\x`,
	} {
		if got, ok := Verbatim(Word(word)); !ok || got.String() != want {
			t.Errorf("%q: %v %s, want %s", word, ok, got, want)
		}
	}
	for _, other := range []string{"", " x", "x ", `"x"`, `x\`, ";", "a\nb", "a\tb"} {
		if got, ok := Verbatim(Word(other)); ok {
			t.Errorf("%q would be read otherwise: %s", other, got)
		}
	}
}

// A word from which the generator builds a podman command must be one that the kernel accepts as an argument, in the bytes
// of the source file: MAX_ARG_STRLEN less the final NUL.
func TestGeneratorsWordsAreExecutable(t *testing.T) {
	fits, long := strings.Repeat("a", 128<<10-1), strings.Repeat("a", 128<<10)
	escaped := strings.Repeat(`"`, 70000) // twice as long in the source
	for _, w := range []string{fits, escaped} {
		if v := Argument(Word(w)); v.Err() != nil {
			t.Error(v.Err())
		}
	}
	if v, ok := Verbatim(Word(fits)); !ok || v.Err() != nil || !Bare(Word(fits)) {
		t.Error("the longest word must be taken: ", ok, v.Err())
	}
	const want = "an argument of 131072 bytes exceeds the kernel limit (131071)"
	verbatim, _ := Verbatim(Word(long))
	then, _ := VerbatimThen(Word(long), "${X}")
	for _, v := range []Value{Argument(Word(long)), Argument(Concat(Literal("--"), Word(long[2:]))), verbatim, then} {
		if v.Err() == nil || v.Err().Error() != want {
			t.Errorf("%v, want %s", v.Err(), want)
		}
	}
	if Bare(Word(long)) {
		t.Error("Bare takes a word that is too long")
	}
}

// source is the content of a .container with hostile strings; strings that a directive cannot hold are left out.
type source struct {
	argv              []string
	label, workingDir *string
}

// The generator and then systemd read the intended values from some hundred source files with hostile strings: in values
// that are split, and in values that are not.
func TestQuadletReadsWhatWasMeant(t *testing.T) {
	oracle.Require(t)
	generators := oracle.Generators(t)
	r, seed := seeded()
	t.Log(seed)
	files, want := map[string][]byte{}, map[string]source{}
	for i := range 200 {
		name := fmt.Sprintf("u%d", i)
		files[name+".container"], want[name] = lay(hostiles(r, 1+r.IntN(6), 8), hostile(r, 6), hostile(r, 6))
	}
	for _, g := range generators {
		units, warnings, err := g.Generate(t.Context(), files)
		if err != nil || len(warnings) > 0 {
			t.Fatal(g, err, warnings)
		}
		read, warnings, err := oracle.Dump(t.Context(), units)
		if err != nil || len(warnings) > 0 {
			t.Fatal(g, err, warnings)
		}
		for name, meant := range want {
			if starts := read[name+".service"].Exec["ExecStart"]; len(starts) != 1 || !meant.in(starts[0]) {
				t.Errorf("%s: %s: %q\nis not what is meant in\n%s", g, name, starts, files[name+".container"])
			}
		}
	}
}

const anImage = "localhost/x:1"

// lay writes a source file, and returns the values that could be written.
func lay(argv []string, label, workingDir string) ([]byte, source) {
	var text strings.Builder
	var meant source
	fmt.Fprintf(&text, "[Container]\nImage=%s\n", anImage)
	var words []Value
	for _, word := range argv {
		if v := Argument(Word(word)); v.Err() == nil {
			meant.argv, words = append(meant.argv, word), append(words, v)
		}
	}
	fmt.Fprintf(&text, "Exec=%s\n", Join(words...))
	if v := Argument(Word("l=" + label)); v.Err() == nil {
		meant.label = &label
		fmt.Fprintf(&text, "Label=%s\nPodmanArgs=%s\n", v, Argument(Word("--annotation=a="+label)))
	}
	if v, ok := Verbatim(Word(workingDir)); ok {
		meant.workingDir = &workingDir
		fmt.Fprintf(&text, "WorkingDir=%s\n", v)
	}
	return []byte(text.String()), meant
}

// in reports whether a command is the intended one; systemd replaces its $$ with $ when it runs it.
func (s source) in(command []string) bool {
	for i, word := range command {
		command[i] = strings.ReplaceAll(word, "$$", "$")
	}
	at := slices.Index(command, anImage)
	if at < 0 || !slices.Equal(command[at+1:], s.argv) {
		return false
	}
	after := func(flag string) string { return command[slices.Index(command, flag)+1] }
	return (s.label == nil || after("--label") == "l="+*s.label && slices.Contains(command, "--annotation=a="+*s.label)) &&
		(s.workingDir == nil || after("--workdir") == *s.workingDir)
}
