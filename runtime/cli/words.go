package cli

// Flag is the words on one line of a command: a flag and its value, or operands.
type Flag []Word

// Word is one word of a command line: text that may contain one place, which only the form can fill in.
type Word struct {
	// Text is the whole word, or the text before the place.
	Text  string
	Place Place
	// File is the name of the private file if Place is [PrivateFile].
	File string
	// Rest is the text after the place.
	Rest string
}

// Place is a part of a word that depends on the unit, or on the manager that runs it. Zero is none.
type Place int

// The places.
const (
	_ Place = iota
	// EnvFile is the private file of the container's environment; it is written if a word names it.
	EnvFile
	// PrivateFile is the private file named in the word's File.
	PrivateFile
	// RuntimeDir is the manager's runtime directory: /run, or the user's own.
	RuntimeDir
	// UnitName is the name of the unit itself.
	UnitName
)

// String returns the place as shown in a test or an error.
func (p Place) String() string {
	return [...]string{"", "<env file>", "<private file>", "<runtime directory>", "<unit>"}[p]
}

// Line returns a flag whose words are plain text.
func Line(words ...string) Flag {
	out := make(Flag, len(words))
	for i, w := range words {
		out[i].Text = w
	}
	return out
}

// Then returns the word with text appended.
func (w Word) Then(text string) Word {
	if w.Place == 0 {
		w.Text += text
	} else {
		w.Rest += text
	}
	return w
}

// Spell returns the word with its place filled in by the caller.
func (w Word) Spell(place func(Word) string) string {
	if w.Place == 0 {
		return w.Text
	}
	return w.Text + place(w) + w.Rest
}

// String returns the word with the name of its place.
func (w Word) String() string {
	return w.Spell(func(w Word) string { return w.Place.String() })
}

// List returns a word of comma-separated fields, as [Comma] joins them. Only one field may have a place, and it must not
// need quotes. Anything else panics.
func List(fields ...Word) Word {
	var out Word
	for i, f := range fields {
		if i > 0 {
			out = out.Then(",")
		}
		if f.Place == 0 {
			out = out.Then(Comma(f.Text))
			continue
		}
		if out.Place != 0 || Comma(f.Text)+Comma(f.Rest) != f.Text+f.Rest {
			panic("cli: a list cannot hold the place of " + f.String())
		}
		out.Text, out.Place, out.File, out.Rest = out.Text+f.Text, f.Place, f.File, f.Rest
	}
	return out
}
