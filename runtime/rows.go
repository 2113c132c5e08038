package runtime

// Support is the extent to which a runtime translates an attribute.
type Support int

// The levels of support. Zero is invalid.
const (
	_ Support = iota
	// Full is translated exactly: the effect is that of docker compose.
	Full
	// Partial is translated with the difference that the row's note describes. It is reported as a warning.
	Partial
	// Moot has no effect on what `docker compose up -d` creates either. It is reported as a note.
	Moot
	// None cannot be translated. It is reported as an error, unless allowed.
	None
)

// String returns the word used in the documentation.
func (s Support) String() string {
	return [...]string{"invalid", "full", "partial", "moot", "none"}[s]
}

// Row is one attribute of the Compose schema in one runtime.
type Row struct {
	// Attr is a pattern of schema.AttributePaths (compose-go), dotted. A row whose pattern ends in `.**` covers the
	// attribute and everything below it.
	Attr    string
	Support Support
	// Note is the text of the documentation's table cell and of the finding. It is required unless Support is Full.
	Note string
	// Hint is the remedy that a None row suggests.
	Hint string
	// Quiet suppresses the finding of a Moot row, for attributes that are common and have no consequence.
	Quiet bool
}

// Rule is a Row that emits output: S is the type in the model, T a word of a command line or an entry of a unit.
type Rule[S, T any] struct {
	Row
	// Emit returns the attribute's part of the output, or nothing if the attribute is not set.
	Emit func(*S) []T
	// Inexact lists everything that is set but cannot be expressed in the output. Nil means always exact.
	Inexact func(*S) []Loss
}

// Of declares the attributes of one type in the model: a container, a network, a build. Its methods and [Rule.Except],
// [Rule.Unless] and [Rule.Noted] are the whole vocabulary:
//
//	container.Full("cpu_shares", shares)                  exactly as in Compose, by these words
//	container.Full("restart")                             … by something other than words: a directive, a file, another unit
//	container.Full("pid", pid).Except(oddPID)             exactly, except for what oddPID lists
//	container.Full("links", links).Unless(oddLinks)       exactly, or nothing if oddLinks lists something
//	container.Partial("domainname", "it is appended …")   always in part
//	container.Moot("isolation", "only Windows has it")    nothing, as in docker compose itself
//	container.None("umask", "there is none", "set it in the command")
//
// Words are emitted in the order of the rules.
type Of[S, T any] struct{}

// Full declares an attribute that is translated exactly.
func (Of[S, T]) Full(attr string, emit ...func(*S) []T) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Full}, Emit: only(emit)}
}

// Partial declares an attribute that is translated except for the difference that the note describes.
func (Of[S, T]) Partial(attr, note string, emit ...func(*S) []T) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Partial, Note: note}, Emit: only(emit)}
}

// Moot declares an attribute that has no effect in docker compose either; the note says why.
func (Of[S, T]) Moot(attr, note string) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: Moot, Note: note}}
}

// None declares an attribute that cannot be translated: the reason, and what to do instead. Without a hint the finding
// explains how to accept the loss.
func (Of[S, T]) None(attr, note, hint string) Rule[S, T] {
	return Rule[S, T]{Row: Row{Attr: attr, Support: None, Note: note, Hint: hint}}
}

// Except returns the rule with a function that lists what its output cannot express.
func (r Rule[S, T]) Except(inexact func(*S) []Loss) Rule[S, T] {
	r.Inexact = inexact
	return r
}

// Unless is like Except for what the program that reads the output rejects: then the attribute has none.
func (r Rule[S, T]) Unless(rejected func(*S) []Loss) Rule[S, T] {
	emit := r.Emit
	r.Emit = func(s *S) []T {
		if len(rejected(s)) > 0 {
			return nil
		}
		return emit(s)
	}
	return r.Except(rejected)
}

// Noted returns the rule with a note for the documentation, for an attribute that is fully translated but needs an
// explanation.
func (r Rule[S, T]) Noted(note string) Rule[S, T] {
	r.Note = note
	return r
}

// only returns the one emitter, or nil if there is none.
func only[S, T any](emit []func(*S) []T) func(*S) []T {
	switch len(emit) {
	case 0:
		return nil
	case 1:
		return emit[0]
	}
	panic("runtime: a rule with two emitters")
}
