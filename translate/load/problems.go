package load

import (
	"context"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
)

func quoted(s string) string { return strconv.Quote(s) }

// at is the place of the deepest written part of a path.
func (l *loading) at(path ...string) diag.Pos {
	pos, _ := l.source.Find(path...)
	return pos
}

// explain turns compose-go's refusal into findings.
func (l *loading) explain(_ context.Context, err error) {
	l.report.Add(l.source.Reasons...)
	l.report.Add(diag.Finding{Severity: diag.Error, Code: diag.Loading, Pos: diag.Pos{File: l.inputs[0].Name}, Text: strings.TrimSpace(err.Error())})
}

// envFinding is about a line of an env file.
func (l *loading) envFinding(err error, pos diag.Pos) diag.Finding {
	return diag.Finding{Severity: diag.Error, Code: diag.Syntax, Pos: pos, Text: err.Error()}
}
