package runtime

import (
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Loss is one thing that a rule's output cannot express.
type Loss struct {
	// What is a noun phrase: "the log option max-file".
	What string
	// Text is the message of the finding. If it is empty, the message is that no flag exists for What.
	Text string
	// Hint suggests what to do instead.
	Hint string
	// At is the path of the setting, relative to the owner of the attribute. Empty is the rule's own attribute.
	At []string
	// Severity is the severity of the finding; zero is a warning. An error rejects the project unless -allow accepts the
	// loss.
	Severity diag.Severity
}

// Own returns the losses of a pre_start step, without those that it inherits from its service.
func Own(step, service []Loss) []Loss {
	return slices.DeleteFunc(step, func(l Loss) bool {
		return slices.ContainsFunc(service, func(s Loss) bool { return s.Text == l.Text && slices.Equal(s.At, l.At) })
	})
}

// Lost returns one Loss for each description.
func Lost(what ...string) []Loss {
	out := make([]Loss, len(what))
	for i, w := range what {
		out[i].What = w
	}
	return out
}
