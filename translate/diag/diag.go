// Package diag holds the findings about a Compose file, each with a position, a path, one sentence, a stable code and, if there
// is a remedy, a hint.
//
// It guarantees an order (by position, then path, then code) that does not depend on the order of discovery. It prints nothing
// but the line of a finding; errors of the machine (a file that cannot be read) are Go errors and never findings.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity is the effect of a finding on the run.
type Severity int

// The severities; zero is invalid.
const (
	_ Severity = iota
	// Note reports something that has no effect outside Compose.
	Note
	// Warning reports something that is translated only partly.
	Warning
	// Error stops the run: nothing is written.
	Error
)

// String returns the severity in a compiler's terms.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "invalid"
}

// Pos is a position in a file. Line and Col count from 1; zero is unknown.
type Pos struct {
	File      string
	Line, Col int
}

// CommandLine is the File of a finding about a flag.
const CommandLine = "command line"

// Stdin is the File of a finding about standard input.
const Stdin = "<stdin>"

// String returns file:line:column, shortened to what is known.
func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Finding is one statement about a Compose file.
type Finding struct {
	Severity Severity
	// Code is one of the codes in codes.go.
	Code Code
	Pos  Pos
	// Path is the attribute, dotted; empty if the finding is about a whole file.
	Path string
	// Text is one sentence without a full stop. Hint says what to do.
	Text string
	Hint string
}

// String formats the finding as a compiler does: `compose.yml:20:5: error: services.web.cpu_count: only Windows containers have it [unsupported]`.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: ", f.Pos, f.Severity)
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	fmt.Fprintf(&b, "%s [%s]", f.Text, f.Code)
	if f.Hint != "" {
		b.WriteString("\n  hint: " + f.Hint)
	}
	return b.String()
}

// Report collects findings. The zero value is empty and ready.
type Report struct {
	findings []Finding
	masks    []func(Finding) Finding
	quotes   []Quote
}

// Mask passes every finding, those already recorded and those added later, through a function before it is shown: one that
// hides values that must not appear in a report.
func (r *Report) Mask(mask func(Finding) Finding) { r.masks = append(r.masks, mask) }

// Join records the findings of another report, and adopts its masks and quoted lines.
func (r *Report) Join(other Report) {
	r.findings = append(r.findings, other.findings...)
	r.masks = append(r.masks, other.masks...)
	r.quotes = append(r.quotes, other.quotes...)
}

// Add records findings. It panics on one without a severity or with an unknown code: that is a programming error.
func (r *Report) Add(findings ...Finding) {
	for _, f := range findings {
		if f.Severity == 0 {
			panic("diag: finding without severity: " + f.Text)
		}
		if _, ok := Codes[f.Code]; !ok {
			panic("diag: unknown code: " + string(f.Code))
		}
		r.findings = append(r.findings, f)
	}
}

// Findings returns the findings sorted by position, then path, code and text. Duplicates are dropped: what is written once, in
// an anchor or an extended service, is reported once, however many services use it.
func (r *Report) Findings() []Finding {
	out := slices.Clone(r.findings)
	for i := range out {
		for _, mask := range r.masks {
			out[i] = mask(out[i])
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col),
			strings.Compare(a.Path, b.Path), strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Text, b.Text))
	})
	return once(out)
}

// once drops findings that repeat another one at the same position, for the same attribute of another entry.
func once(sorted []Finding) []Finding {
	seen := map[Finding]bool{}
	return slices.DeleteFunc(sorted, func(f Finding) bool {
		key := f
		if parts := strings.SplitN(f.Path, ".", 3); len(parts) == 3 && f.Pos.Line > 0 {
			key.Path = parts[0] + ".*." + parts[2]
		}
		repeated := seen[key]
		seen[key] = true
		return repeated
	})
}

// About reports whether there is a finding with this position and path.
func (r *Report) About(pos Pos, path string) bool {
	return slices.ContainsFunc(r.findings, func(f Finding) bool { return f.Pos == pos && f.Path == path })
}

// Worst returns the highest severity recorded, zero for an empty report.
func (r *Report) Worst() Severity {
	var worst Severity
	for _, f := range r.findings {
		worst = max(worst, f.Severity)
	}
	return worst
}

// Promote turns warnings into errors (-strict).
func (r *Report) Promote() {
	for i := range r.findings {
		if r.findings[i].Severity == Warning {
			r.findings[i].Severity = Error
		}
	}
}

// Count returns the number of distinct findings with the severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings() {
		if f.Severity == s {
			n++
		}
	}
	return n
}
