package diag

// Line is a line of a Compose file as far as it may be shown: without comments, and without values that may be secrets.
type Line struct {
	Text string
	// Cut reports whether the rest of the line, after Text, may hold a secret and was left out.
	Cut bool
}

// Quote returns a line of a file, counted from 1, or false where nothing of it may be shown.
type Quote func(file string, line int) (Line, bool)

// Quotes gives the report the lines of files that its findings are about.
func (r *Report) Quotes(quote Quote) { r.quotes = append(r.quotes, quote) }

// Quote returns a line of a file that a finding is about, counted from 1. It returns false where the line is not known or must
// not be shown: only Compose files are quoted, never an env file.
func (r *Report) Quote(file string, line int) (Line, bool) {
	for _, quote := range r.quotes {
		if text, ok := quote(file, line); ok {
			return text, true
		}
	}
	return Line{}, false
}
