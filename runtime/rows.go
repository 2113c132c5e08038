package runtime

// Support says how far a runtime translates an attribute.
type Support int

// The supports. Zero is invalid.
const (
	_ Support = iota
	// Full is exactly what Compose does.
	Full
	// Partial is translated, and the row's note says what differs. It is a warning.
	Partial
	// Moot has no effect on what `docker compose up -d` creates either. It is a note.
	Moot
	// None cannot be translated. It is an error, unless allowed.
	None
)

// String is the word of the documentation.
func (s Support) String() string {
	return [...]string{"invalid", "full", "partial", "moot", "none"}[s]
}

// Row is one attribute of the Compose schema in one runtime.
type Row struct {
	// Attr is a pattern of schema.AttributePaths (compose-go), dotted. A row whose pattern ends in `.**` covers
	// the attribute and all below it.
	Attr    string
	Support Support
	// Note is the documentation's cell and the finding's text. Required unless Full.
	Note string
	// Hint is the remedy a None row names.
	Hint string
	// Quiet makes a Moot row no finding: many files have the attribute, and nothing follows from it.
	Quiet bool
}

// Rule is a Row that emits: S is the thing of the model, T a word of a command line or an entry of a unit.
type Rule[S, T any] struct {
	Row
	// Emit makes the attribute's part of the output. It returns nothing where the attribute is not set.
	Emit func(*S) []T
	// Inexact lists everything that the thing asks for and the words cannot say. Nil is always exact.
	Inexact func(*S) []Loss
}

// Of declares the attributes of one kind of thing of the model: what is declared is a container's, a network's, a build's.
// Its methods and [Rule.Except] and [Rule.Noted] are the whole vocabulary:
//
//	container.Full("cpu_shares", shares)                  exactly what Compose does, in these words
//	container.Full("restart")                             … by something else than words: a directive, a file, another unit
//	container.Full("pid", pid).Except(oddPID)             exactly, unless the thing asks for what oddPID lists
//	container.Partial("domainname", "it is appended …")   in part, always
//	container.Moot("isolation", "only Windows has it")    nothing, as in docker compose itself
//	container.None("umask", "there is none", "set it in the command")
//
// Words are emitted in the order of the rules.
type Of[S, T any] struct{}

// Full declares an attribute that is translated exactly.
func (Of[S, T]) Full(attr string, emit ...func(*S) []T) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Full}, Emit: only(emit)}
}

// Partial declares an attribute that is translated but for what the note says.
func (Of[S, T]) Partial(attr, note string, emit ...func(*S) []T) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Partial, Note: note}, Emit: only(emit)}
}

// Moot declares an attribute that has no effect in docker compose either; the note says why.
func (Of[S, T]) Moot(attr, note string) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Moot, Note: note}}
}

// None declares an attribute that cannot be translated: why, and what to do instead. Without a hint the finding says how to
// accept the loss.
func (Of[S, T]) None(attr, note, hint string) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: None, Note: note, Hint: hint}}
}

// Except is the rule with what its words cannot say.
func (r Rule[S, T]) Except(inexact func(*S) []Loss) Rule[S, T] {
	r.Inexact = inexact
	return r
}

// Noted is the rule with a note for the documentation: of one that is full and still worth a word.
func (r Rule[S, T]) Noted(note string) Rule[S, T] {
	r.Note = note
	return r
}

// only is the one emitter, or nil where words carry nothing of the attribute.
func only[S, T any](emit []func(*S) []T) func(*S) []T {
	switch len(emit) {
	case 0:
		return nil
	case 1:
		return emit[0]
	}
	panic("runtime: a rule with two emitters")
}
