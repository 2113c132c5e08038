package diag

import (
	"slices"
	"strings"
)

// Scope is a part of the Compose files, and the report that takes what there is to say about it: whoever checks that part
// says what is wrong, and the scope knows where it is written. The zero value must not be used.
type Scope struct {
	report *Report
	where  func(path ...string) Pos
	path   []string
}

// NewScope returns the scope of all files. Where finds the place of a path, or of its deepest written parent.
func NewScope(report *Report, where func(path ...string) Pos) Scope {
	return Scope{report: report, where: where}
}

// ScopeAt returns the scope of a place that is known without a path: a node of YAML, a line of an env file, the command line.
// [Scope.At] gives it a path and leaves the place as it is. Without a report there is only [Scope.Finding].
func ScopeAt(report *Report, pos Pos) Scope {
	return Scope{report: report, where: func(...string) Pos { return pos }}
}

// At returns the scope of a part below: an attribute, an entry of a list by its index.
func (s Scope) At(path ...string) Scope {
	s.path = append(slices.Clip(s.path), path...)
	return s
}

// Pos is the place where the part is written, or its deepest written parent.
func (s Scope) Pos() Pos { return s.where(s.path...) }

// Path is the part, as words; String is the same, dotted.
func (s Scope) Path() []string { return slices.Clone(s.path) }

func (s Scope) String() string { return strings.Join(s.path, ".") }

// Finding is a finding about the part, which is not recorded. Hint, where there is one, says what to do.
func (s Scope) Finding(severity Severity, code Code, text string, hint ...string) Finding {
	return Finding{Severity: severity, Code: code, Pos: s.Pos(), Path: s.String(), Text: text, Hint: strings.Join(hint, "; ")}
}

// Add records a finding about the part. It panics as [Report.Add] does.
func (s Scope) Add(severity Severity, code Code, text string, hint ...string) {
	s.report.Add(s.Finding(severity, code, text, hint...))
}

// Error records an error about the part; hint, where there is one, says what to do.
func (s Scope) Error(code Code, text string, hint ...string) { s.Add(Error, code, text, hint...) }

// Warn records a warning, as [Scope.Error] does an error.
func (s Scope) Warn(code Code, text string, hint ...string) { s.Add(Warning, code, text, hint...) }

// Note records a note, as [Scope.Error] does an error.
func (s Scope) Note(code Code, text string, hint ...string) { s.Add(Note, code, text, hint...) }
