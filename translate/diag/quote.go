package diag

// Line is the part of a line of a Compose file that may be shown: without comments, and without values that may be secrets.
type Line struct {
	Text string
	// Cut reports whether the rest of the line, after Text, was left out because it may hold a secret.
	Cut bool
}

// Quote returns a line of a file, counted from 1, or false if no part of it may be shown.
type Quote func(file string, line int) (Line, bool)

// Quotes adds a source of the lines that the findings of the report are about.
func (r *Report) Quotes(quote Quote) { r.quotes = append(r.quotes, quote) }

// Quote returns a line of a file that a finding is about, counted from 1. It returns false if the line is not known or must not
// be shown: only Compose files are quoted, never an env file.
func (r *Report) Quote(file string, line int) (Line, bool) {
	for _, quote := range r.quotes {
		if text, ok := quote(file, line); ok {
			return text, true
		}
	}
	return Line{}, false
}
