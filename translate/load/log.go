package load

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

var (
	unsetVariable = lazyregexp.New(`^The "(.*)" variable is not set\.`)
	oldBoolean    = lazyregexp.New("^\"(.*)\" for boolean is not supported by YAML 1.2, please use `(.*)`")
	oldExternal   = lazyregexp.New(`^(\S+): external\.name is deprecated`)
)

// logged turns one line of compose-go's log into a finding.
func (l *loading) logged(line string) {
	if l.tracing {
		return
	}
	if l.unset.hear(line) {
		return // reported once all positions are known
	}
	if l.reading {
		return
	}
	if l.source == nil {
		l.inFile("").Warn(diag.Loading, line)
		return
	}
	if strings.Contains(line, "the attribute `version` is obsolete") {
		return // logged only once per process; [loading.obsolete] always reports it
	}
	l.report.Add(l.logFinding(line))
}

func (l *loading) logFinding(line string) diag.Finding {
	f := l.inFirst().Finding(diag.Warning, diag.Loading, line)
	var path []string
	if m := oldBoolean.FindStringSubmatch(line); m != nil {
		f.Text = quoted(m[1]) + " is not a boolean in YAML 1.2"
		f.Hint = "write " + m[2]
		for _, match := range []func(string) bool{
			func(s string) bool { return strings.EqualFold(s, m[1]) },
			func(s string) bool { return strings.Contains(s, "$") && strings.Contains(s, m[1]) },
		} {
			if at, found := l.source.Search(match); at.Line > 0 {
				f.Pos, path = at, found
				break
			}
		}
	} else if m := oldExternal.FindStringSubmatch(line); m != nil {
		path = strings.Split(m[1], ".")
		f.Code, f.Text, f.Hint = diag.Obsolete, "external.name is deprecated", "write name beside external: true"
		f.Pos, _ = l.source.Find(append(path, "external", "name")...)
	}
	f.Path = strings.Join(path, ".")
	return f
}
