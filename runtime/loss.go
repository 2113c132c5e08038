package runtime

import "github.com/compose2unit/compose2unit/translate/diag"

// Loss is one thing that the words of a rule cannot say.
type Loss struct {
	// What is a noun phrase: "the log option max-file".
	What string
	// Text is the finding's sentence; where it is empty, the sentence is that no flag exists for What.
	Text string
	// Hint says what to do instead.
	Hint string
	// At is where it was written, relative to the thing that has the attribute. Empty is the rule's own attribute.
	At []string
	// Severity is that of the finding; zero is a warning. An error refuses the project, unless -allow accepts the loss.
	Severity diag.Severity
}

// Lost lists losses that are described by their names.
func Lost(what ...string) []Loss {
	out := make([]Loss, len(what))
	for i, w := range what {
		out[i].What = w
	}
	return out
}
