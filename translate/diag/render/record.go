package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Record is a finding in machine-readable form, or an error of the machine, which has neither code nor position.
// docs/findings.schema.json is its JSON Schema.
type Record struct {
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Path     string `json:"path,omitempty"`
	Text     string `json:"text"`
	Hint     string `json:"hint,omitempty"`
}

// stdin is the file of a record about standard input.
const stdin = "-"

// Of returns the record of a finding.
func Of(f diag.Finding) Record {
	if f.Pos.File == diag.Stdin {
		f.Pos.File = stdin
	}
	return Record{f.Severity.String(), string(f.Code), f.Pos.File, f.Pos.Line, f.Pos.Col, f.Path, f.Text, f.Hint}
}

// Records returns the records of findings.
func Records(findings []diag.Finding) []Record {
	out := make([]Record, len(findings))
	for i, f := range findings {
		out[i] = Of(f)
	}
	return out
}

// inFile reports whether the position is in a file that other programs can open.
func (r Record) inFile() bool {
	return r.File != "" && r.File != diag.CommandLine && r.File != stdin
}

// JSON prints each record as one object on its own line (JSON Lines). It returns the error of the writer.
func JSON(w io.Writer, records ...Record) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	var errs []error
	for _, r := range records {
		errs = append(errs, encoder.Encode(r))
	}
	return errors.Join(errs...)
}

// GitHub prints each record as a workflow command, which becomes an annotation (GitHub Docs, "Workflow commands for GitHub
// Actions"; the escapes are those of actions/toolkit, packages/core/src/command.ts). It returns the error of the writer.
func GitHub(w io.Writer, records ...Record) error {
	var errs []error
	for _, r := range records {
		command := r.Severity
		if command == diag.Note.String() {
			command = "notice"
		}
		var properties []string
		property := func(key, value string) {
			properties = append(properties, key+"="+propertyEscape.Replace(Visible(value)))
		}
		if r.inFile() {
			property("file", r.File)
			if r.Line > 0 {
				property("line", fmt.Sprint(r.Line))
			}
			if r.Line > 0 && r.Column > 0 {
				property("col", fmt.Sprint(r.Column))
			}
		}
		title := "compose2unit"
		if r.Code != "" {
			title += " [" + r.Code + "]"
		}
		property("title", title)
		_, err := fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(properties, ","), dataEscape.Replace(r.sentence()))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

var (
	dataEscape     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscape = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// sentence returns the text of a record, with the hint on its own line.
func (r Record) sentence() string {
	lines := strings.Split(r.Text, "\n")
	for i, line := range lines {
		lines[i] = Visible(line)
	}
	text := strings.Join(lines, "\n")
	if r.Path != "" {
		text = Visible(r.Path) + ": " + text
	}
	if r.Hint != "" {
		text += "\nhint: " + Visible(r.Hint)
	}
	return text
}
