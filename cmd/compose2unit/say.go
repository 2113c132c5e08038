package main

// Rules for messages:
//
//  1. Standard output carries results: the summary of a run, a diff, the help, the version. Nothing else.
//  2. Standard error carries findings (translate/diag/render), and the error that ended the run.
//  3. A finding is a sentence without a full stop. It says what is wrong, then what to do; it does not shout or apologise.
//  4. Everything that a Compose file can influence is printed with control characters made visible, since a terminal obeys them.
//  5. -q keeps only findings and errors. With -diagnostics json, sarif or github, standard error is entirely machine-readable.
//  6. A reader that closes the pipe ends the program silently, as with every Unix tool; but not a command that changes the
//     machine, which completes the change.

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/compose2unit/compose2unit/cmd/message"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/diag/render"
)

// speech is where and how a run prints messages.
type speech struct {
	out, err io.Writer
	quiet    bool
	*voice
}

// voice is the form of messages on standard error.
type voice struct {
	form  string
	color bool
	// held are records that are printed together at the end.
	held []spoken
	// lost is the first error of printing an event: what is reported had happened, so the run goes on.
	lost error
}

// spoken is a finding or an error in machine-readable form.
type spoken = render.Record

// findings prints all findings about the project, in order of position.
func (s speech) findings(report *diag.Report) {
	// An error means that standard error is broken: it cannot be reported.
	switch findings := report.Findings(); s.form {
	case "text":
		_ = render.Text(s.err, findings, render.Options{Quote: report.Quote, Color: s.color})
	case "short":
		_ = render.Short(s.err, findings)
	default:
		s.records(render.Records(findings)...)
	}
}

// forPrograms reports whether standard error is machine-readable.
func (s speech) forPrograms() bool { return s.form != "text" && s.form != "short" }

// records prints machine-readable records, or holds them.
func (s speech) records(records ...spoken) {
	switch s.form {
	case "json":
		_ = render.JSON(s.err, records...)
	case "github":
		_ = render.GitHub(s.err, records...)
	default:
		s.held = append(s.held, records...)
	}
}

// end prints the held records, and returns the exit code.
func (s speech) end(code int) int {
	if s.form == "sarif" {
		_ = render.SARIF(s.err, render.Run{Version: strings.TrimPrefix(strings.TrimSpace(version()), "compose2unit "), ExitCode: code}, s.held...)
	}
	return code
}

// count prints the number of findings of each severity, if there are any.
func (s speech) count(report *diag.Report) {
	if !s.forPrograms() && !s.quiet && report.Worst() > 0 {
		fmt.Fprintf(s.err, "compose2unit: %s\n", message.Counts(report))
	}
}

// failure prints the error that ended the run; of several joined errors, each once, on its own line.
func (s speech) failure(err error) {
	for _, text := range message.Errors(err) {
		s.line(text)
	}
}

func (s speech) line(text string) {
	if s.forPrograms() {
		s.records(spoken{Severity: diag.Error.String(), Text: text})
		return
	}
	fmt.Fprintln(s.err, "compose2unit:", s.word(diag.Error), visible(text))
}

// word returns the beginning of a message of that severity.
func (s speech) word(severity diag.Severity) string {
	return render.Options{Color: s.color}.Word(severity) + ":"
}

// failed prints that a unit failed, with the end of its journal.
func (s speech) failed(unit, how string, journal []string) {
	if s.forPrograms() {
		s.records(spoken{Severity: diag.Error.String(), Path: unit, Text: strings.Join(append([]string{how}, journal...), "\n")})
		return
	}
	s.line(unit + ": " + how)
	for _, line := range journal {
		fmt.Fprintln(s.err, "  "+visible(line))
	}
}

// waiting prints that another run holds a lock. It does so even with -q, since otherwise a run would hang silently.
func (s speech) waiting(path string) {
	text := "waiting for another run that writes here and holds the lock " + path
	if s.forPrograms() {
		s.records(spoken{Severity: diag.Note.String(), Text: text})
		return
	}
	fmt.Fprintln(s.err, "compose2unit:", s.word(diag.Note), visible(text))
}

// jsonLines prints values as JSON, one on each line, and returns the exit code.
func jsonLines[T any](s speech, values []T) int {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	for _, value := range values {
		if err := encoder.Encode(value); err != nil {
			return s.broken(err)
		}
	}
	return s.result(b.String())
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

// refusal ends a run that could not be translated, and returns its exit code.
func (s speech) refusal(report *diag.Report, err error) int {
	if err != nil {
		s.failure(err)
		return exitBroken
	}
	if !s.forPrograms() && !s.quiet {
		fmt.Fprintf(s.err, "compose2unit: %s; nothing is written\n", message.Counts(report))
	}
	return exitRefused
}

// instead prints a result and returns its exit code, unless it cannot be printed.
func (s speech) instead(text string, code int) int {
	if broken := s.result(text); broken != exitDone {
		return broken
	}
	return code
}

// unless prints a result, unless -q leaves only the exit code of a comparison, which it returns.
func (s speech) unless(text string, code int) int {
	if s.quiet {
		return code
	}
	return s.instead(lines(text), code)
}

// result prints to standard output. A full disk or a closed reader is an error.
func (s speech) result(text string) int {
	return s.brokenIf(s.print(text))
}

func (s speech) print(text string) error {
	_, err := io.WriteString(s.out, text)
	return err
}

// lines returns lines that no terminal obeys: those of a file that someone else has written, or of an engine's answer.
func lines(text string) string {
	var b strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		line, end := strings.CutSuffix(line, "\n")
		for i, field := range strings.Split(line, "\t") {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(visible(field))
		}
		if end {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// visible returns a text that no terminal obeys.
func visible(text string) string { return render.Visible(text) }
