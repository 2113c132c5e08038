package cli

// Flag is the words that stand on one line of a command: a flag and its value, or operands.
type Flag []Word

// Word is one word of a command line: text, in which one place can be named that only the form knows.
type Word struct {
	// Text is the whole word, or what stands before the place.
	Text  string
	Place Place
	// File is the name of the private file, of [PrivateFile].
	File string
	// Rest is what stands behind the place.
	Rest string
}

// Place is a part of a word that depends on the unit, or on the manager that runs it. Zero is none.
type Place int

// The places.
const (
	_ Place = iota
	// EnvFile is the private file of the container's environment; it is written where a word names it.
	EnvFile
	// PrivateFile is a private file by its name.
	PrivateFile
	// RuntimeDir is the manager's runtime directory: /run, or the user's own.
	RuntimeDir
	// UnitName is the name of the unit itself.
	UnitName
)

// String is how a place is shown in a test or an error.
func (p Place) String() string {
	return [...]string{"", "<env file>", "<private file>", "<runtime directory>", "<unit>"}[p]
}

// Line is a flag of texts.
func Line(words ...string) Flag {
	out := make(Flag, len(words))
	for i, w := range words {
		out[i].Text = w
	}
	return out
}

// Then is the word with a text behind it.
func (w Word) Then(text string) Word {
	if w.Place == 0 {
		w.Text += text
	} else {
		w.Rest += text
	}
	return w
}

// Spell is the word with its place as the caller knows it.
func (w Word) Spell(place func(Word) string) string {
	if w.Place == 0 {
		return w.Text
	}
	return w.Text + place(w) + w.Rest
}

// String shows the word with its place by name.
func (w Word) String() string {
	return w.Spell(func(w Word) string { return w.Place.String() })
}

// List is a word of fields with commas between them, as [Comma] makes it. Only one field may have a place; it must need no
// quotes.
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
