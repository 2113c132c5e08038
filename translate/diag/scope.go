package diag

import (
	"slices"
	"strings"
)

// Scope is a part of the Compose files, and the report that collects the findings about it: a check of that part reports what
// is wrong, and the scope knows where it is written. The zero value must not be used.
type Scope struct {
	report *Report
	where  func(path ...string) Pos
	path   []string
}

// NewScope returns the scope of all files. Where returns the position of a path, or of its deepest written parent.
func NewScope(report *Report, where func(path ...string) Pos) Scope {
	return Scope{report: report, where: where}
}

// ScopeAt returns the scope of a position that is known without a path: a YAML node, a line of an env file, the command line.
// [Scope.At] adds a path and keeps the position. Without a report only [Scope.Finding] may be used.
func ScopeAt(report *Report, pos Pos) Scope {
	return Scope{report: report, where: func(...string) Pos { return pos }}
}

// At returns the scope of a part below it: an attribute, or an entry of a list by its index.
func (s Scope) At(path ...string) Scope {
	s.path = append(slices.Clip(s.path), path...)
	return s
}

// Pos returns the position of the part, or of its deepest written parent.
func (s Scope) Pos() Pos { return s.where(s.path...) }

// Path returns the path of the part as words; String returns it dotted.
func (s Scope) Path() []string { return slices.Clone(s.path) }

func (s Scope) String() string { return strings.Join(s.path, ".") }

// Finding returns a finding about the part without recording it. Hint, if given, says what to do.
func (s Scope) Finding(severity Severity, code Code, text string, hint ...string) Finding {
	return Finding{Severity: severity, Code: code, Pos: s.Pos(), Path: s.String(), Text: text, Hint: strings.Join(hint, "; ")}
}

// Add records a finding about the part. It panics as [Report.Add] does.
func (s Scope) Add(severity Severity, code Code, text string, hint ...string) {
	s.report.Add(s.Finding(severity, code, text, hint...))
}

// Error records an error about the part; hint, if given, says what to do.
func (s Scope) Error(code Code, text string, hint ...string) { s.Add(Error, code, text, hint...) }

// Warn records a warning, as [Scope.Error] records an error.
func (s Scope) Warn(code Code, text string, hint ...string) { s.Add(Warning, code, text, hint...) }

// Note records a note, as [Scope.Error] records an error.
func (s Scope) Note(code Code, text string, hint ...string) { s.Add(Note, code, text, hint...) }
