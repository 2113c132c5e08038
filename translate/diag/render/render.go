// Package render prints findings: for people ([Text], [Short]), for programs ([JSON], [SARIF]) and for GitHub's workflows
// ([GitHub]).
//
// It opens no file, reads no environment variable and writes only to the writer that it is given, so it also works in a library
// or a browser. The lines of files come from a function, [diag.Report.Quote]. Whatever a Compose file can influence is printed
// by [Text], [Short] and [GitHub] with control characters made visible (see [Visible]).
package render

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Options control how [Text] prints.
type Options struct {
	// Quote returns the lines that findings are about; nil shows none.
	Quote diag.Quote
	// Color highlights severities and positions with the escape sequences of a terminal (ECMA-48, SGR).
	Color bool
}

// Text prints findings as a compiler does: the position and the sentence, the line of the file with the position marked, and
// the hint. Consecutive findings with the same position form one block. It returns the error of the writer.
func Text(w io.Writer, findings []diag.Finding, o Options) error {
	p := printer{o: o}
	for len(findings) > 0 {
		n := 1
		for n < len(findings) && findings[0].Pos.Line > 0 && findings[n].Pos == findings[0].Pos {
			n++
		}
		p.block(findings[:n])
		findings = findings[n:]
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// Short prints a finding on one line, with its hint below. It returns the error of the writer.
func Short(w io.Writer, findings []diag.Finding) error {
	var errs []error
	for _, f := range findings {
		_, err := fmt.Fprintln(w, safe(f))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// safe returns the finding with control characters made visible.
func safe(f diag.Finding) diag.Finding {
	f.Pos.File, f.Path, f.Text, f.Hint = Visible(f.Pos.File), Visible(f.Path), Visible(f.Text), Visible(f.Hint)
	return f
}

type printer struct {
	b strings.Builder
	o Options
}

// The styles, as SGR parameters.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "1;36"
	faint  = "2"
)

// Word returns a severity as [Text] prints it.
func (o Options) Word(s diag.Severity) string {
	return (&printer{o: o}).styled(style(s), s.String())
}

func style(s diag.Severity) string {
	switch s {
	case diag.Error:
		return red
	case diag.Warning:
		return yellow
	}
	return cyan
}

func (p *printer) styled(style, text string) string {
	if !p.o.Color || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// block prints the findings at one position.
func (p *printer) block(findings []diag.Finding) {
	worst := diag.Severity(0)
	for _, f := range findings {
		worst = max(worst, f.Severity)
		f = safe(f)
		fmt.Fprintf(&p.b, "%s: %s: ", p.styled(bold, f.Pos.String()), p.styled(style(f.Severity), f.Severity.String()))
		if f.Path != "" {
			p.b.WriteString(p.styled(bold, f.Path) + ": ")
		}
		fmt.Fprintf(&p.b, "%s %s\n", f.Text, p.styled(faint, "["+string(f.Code)+"]"))
	}
	p.excerpt(findings[0].Pos, worst)
	said := map[string]bool{}
	for _, f := range findings {
		if f.Hint != "" && !said[f.Hint] {
			said[f.Hint] = true
			fmt.Fprintf(&p.b, "  %s %s\n", p.styled(bold, "hint:"), Visible(f.Hint))
		}
	}
}

// excerpt prints the line at a position, and a mark below it.
func (p *printer) excerpt(at diag.Pos, severity diag.Severity) {
	if p.o.Quote == nil || at.Line < 1 {
		return
	}
	line, ok := p.o.Quote(at.File, at.Line)
	if !ok {
		return
	}
	shown := fit(line, at.Col)
	if shown.text == "" {
		return
	}
	number := fmt.Sprint(at.Line)
	fmt.Fprintf(&p.b, "  %s %s\n", p.styled(faint, number+" |"), shown.text)
	if shown.width > 0 {
		fmt.Fprintf(&p.b, "  %s %s%s\n", p.styled(faint, strings.Repeat(" ", len(number))+" |"),
			strings.Repeat(" ", shown.start), p.styled(style(severity), strings.Repeat("^", shown.width)))
	}
}
