package main

// The rules of speech:
//
//  1. Standard output carries results: the summary of a run, a diff, the help, the version. Nothing else.
//  2. Standard error carries findings, one to a line (and a hint below it), and the error that ended the run.
//  3. A finding is a sentence without full stop. It says what is, then what to do; it does not shout or apologise.
//  4. Everything that a Compose file can choose is printed with control characters made visible, for a terminal obeys them.
//  5. -q leaves findings and errors. -diagnostics json makes every line of standard error one object.
//  6. A reader who closes the pipe ends the program in silence, as with every Unix tool.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"unicode"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// speech is where and how a run talks.
type speech struct {
	out, err io.Writer
	json     bool
	quiet    bool
}

// spoken is a finding or an error as JSON. An error of the machine has neither code nor place.
type spoken struct {
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Path     string `json:"path,omitempty"`
	Text     string `json:"text"`
	Hint     string `json:"hint,omitempty"`
}

// findings prints all there is to say about the project, in order of place.
func (s speech) findings(report *diag.Report) {
	for _, f := range report.Findings() {
		if s.json {
			s.object(spoken{f.Severity.String(), string(f.Code), f.Pos.File, f.Pos.Line, f.Pos.Col, f.Path, f.Text, f.Hint})
			continue
		}
		f.Pos.File, f.Path, f.Text, f.Hint = visible(f.Pos.File), visible(f.Path), visible(f.Text), visible(f.Hint)
		fmt.Fprintln(s.err, f)
	}
}

// failure prints the error that ended the run; of several that were joined each once, on a line of its own.
func (s speech) failure(err error) {
	said := map[string]bool{}
	for _, one := range apart(err) {
		if text := plain(one); !said[text] {
			said[text] = true
			s.line(text)
		}
	}
}

func (s speech) line(text string) {
	if s.json {
		s.object(spoken{Severity: diag.Error.String(), Text: text})
		return
	}
	fmt.Fprintln(s.err, "compose2unit: error:", visible(text))
}

// apart are the errors that errors.Join made one of.
func apart(err error) []error {
	joined, is := err.(interface{ Unwrap() []error })
	if !is || fmt.Sprintf("%T", err) != fmt.Sprintf("%T", errors.Join(err)) {
		return []error{err}
	}
	var out []error
	for _, one := range joined.Unwrap() {
		out = append(out, apart(one)...)
	}
	return out
}

// failed prints that a unit failed, with the end of its journal.
func (s speech) failed(unit, how string, journal []string) {
	if s.json {
		s.object(spoken{Severity: diag.Error.String(), Path: unit, Text: strings.Join(append([]string{how}, journal...), "\n")})
		return
	}
	s.line(unit + ": " + how)
	for _, line := range journal {
		fmt.Fprintln(s.err, "  "+visible(line))
	}
}

// waiting prints that another run holds a lock. It does so under -q as well, or a run would hang in silence.
func (s speech) waiting(path string) {
	text := "waiting for another run that writes here and holds the lock " + path
	if s.json {
		s.object(spoken{Severity: diag.Note.String(), Text: text})
		return
	}
	fmt.Fprintln(s.err, "compose2unit: note:", visible(text))
}

// broken ends a run with an error.
func (s speech) broken(err error) int {
	s.failure(err)
	return exitBroken
}

// brokenIf ends a run with an error if there is one.
func (s speech) brokenIf(err error) int {
	if err != nil {
		return s.broken(err)
	}
	return exitDone
}

// refusal ends a run that could not be translated, and says which code that is.
func (s speech) refusal(report *diag.Report, err error) int {
	if err != nil {
		s.failure(err)
		return exitBroken
	}
	if !s.json && !s.quiet {
		fmt.Fprintf(s.err, "compose2unit: %s; nothing is written\n", counts(report))
	}
	return exitRefused
}

// result prints what standard output is for. A full disk or a closed reader is not "done".
func (s speech) result(text string) int {
	return s.brokenIf(s.print(text))
}

func (s speech) print(text string) error {
	_, err := io.WriteString(s.out, text)
	return err
}

func (s speech) object(line spoken) {
	encoder := json.NewEncoder(s.err)
	encoder.SetEscapeHTML(false)
	// The error is a broken standard error: there is nowhere left to say so.
	_ = encoder.Encode(line)
}

// counts is "2 errors, 1 warning", or "no findings".
func counts(report *diag.Report) string {
	var words []string
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if n := report.Count(severity); n > 0 {
			words = append(words, number(n, severity.String()))
		}
	}
	if len(words) == 0 {
		return "no findings"
	}
	return strings.Join(words, ", ")
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// visible writes control characters as Go would in a string; the rest stays as it is.
func visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			quoted := fmt.Sprintf("%q", string(r))
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden are the control characters and those that turn the direction of a line round.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// plain turns Go's "open x: no such file or directory" into "x: no such file or directory", which is how a compiler says it.
func plain(err error) string {
	text := err.Error()
	var path *fs.PathError
	if errors.As(err, &path) && text == path.Error() {
		text = path.Path + ": " + path.Err.Error()
	}
	if errors.Is(err, syscall.ENOSPC) {
		text += " (nothing is changed)"
	}
	return text
}
