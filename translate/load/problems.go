package load

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/errdefs"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/source"
)

func quoted(s string) string { return strconv.Quote(s) }

// at returns the position of the deepest written part of a path.
func (l *loading) at(path ...string) diag.Pos {
	pos, _ := l.source.Find(path...)
	return pos
}

// scope returns the scope of a part of the files.
func (l *loading) scope(path ...string) diag.Scope { return diag.NewScope(&l.report, l.at).At(path...) }

// inFile returns the scope of a file as a whole, and inFirst that of the first input, for findings without a better position.
func (l *loading) inFile(name string) diag.Scope {
	return diag.ScopeAt(&l.report, diag.Pos{File: name})
}

func (l *loading) inFirst() diag.Scope {
	if len(l.inputs) == 0 {
		return l.inFile("")
	}
	return l.inFile(l.inputs[0].Name)
}

// text returns the text that a value was parsed from, interpolated. It is called when the project is loaded, and what
// compose-go logs is already reported.
func (l *loading) text(path ...string) (string, bool) {
	defer capture(func(string) {})()
	text, err := l.limits.substitute(l.source.Text(path...), l.env.Resolve)
	return text, err == nil && text != ""
}

// refuse adds an error about an attribute.
func (l *loading) refuse(code diag.Code, path []string, text, hint string) {
	l.scope(path...).Error(code, text, hint)
}

// explain turns compose-go's refusal into findings. compose-go stops at the first error and has no positions, so everything is
// checked again, stage by stage; its own message is the last resort.
func (l *loading) explain(err error) {
	if errors.Is(err, errTooLong) {
		return // reported, and not to be tried again
	}
	if errors.As(err, new(*jsonschema.ParseURLError)) { // the schema's name is relative to the working directory
		l.inFirst().Error(diag.Loading, "compose-go reads no project in this working directory, because it forms a URL of its path, which holds a stray % or a control character",
			"change to another directory, and name the file with -inputs")
		return
	}
	l.limits = limits{}              // the same strings are interpolated again
	if l.source.Report.Worst() > 0 { // the YAML itself is invalid, and that is reported
		l.violations()
		return
	}
	before := l.report.Count(diag.Error)
	l.interpolation()
	l.violations()
	for _, f := range l.source.Reasons.Findings() {
		if !l.told[f.Pos] && !l.uninterpolated[f.Pos] { // a value of a wrong type names nothing
			l.report.Add(f)
		}
	}
	if l.report.Count(diag.Error) == before {
		l.entries()
	}
	if l.report.Count(diag.Error) == before {
		l.crashedOn(err)
	}
	if l.report.Worst() < diag.Error {
		docs := l.documents()
		for _, e := range apart(err) {
			l.report.Add(l.lastResort(e, docs))
		}
	}
}

// decodeError matches one line of a mapstructure error: 'services[web].stop_grace_period' time: invalid duration "soon".
var decodeError = lazyregexp.New(`^'([^']+)' (.*)$`)

// apart splits the errors that compose-go reports together.
func apart(err error) []error {
	var out []error
	for _, line := range strings.Split(err.Error(), "\n") {
		if m := decodeError.FindStringSubmatch(line); m != nil {
			path := strings.NewReplacer("[", ".", "]", "").Replace(m[1])
			out = append(out, errors.New(path+": "+valueText(m[2])))
		}
	}
	if len(out) == 0 {
		return joined(err)
	}
	return out
}

// notDecimal matches what compose-go's decoders say of a number that YAML does not parse as an int.
var notDecimal = lazyregexp.New(`^(?:invalid|unexpected value) type (?:float64|u?int64) for `)

// valueText rewords the errors of the parsers of numbers, sizes and durations.
func valueText(text string) string {
	switch {
	case strings.HasPrefix(text, "time: "):
		return "not a duration (30s, 1m30s, 2h): " + strings.TrimPrefix(text, "time: ")
	case strings.HasPrefix(text, "invalid size: "), strings.HasPrefix(text, "invalid suffix: "):
		return "not a size (64m, 2gb): " + text
	case strings.HasSuffix(text, " overflows uint"): // mapstructure decodeUint: no number but a negative one does
		return "must be at least 0"
	case notDecimal.MatchString(text):
		return notInteger
	}
	return castText(text)
}

var (
	dottedPath  = lazyregexp.New(`\b(?:services|jobs|networks|volumes|secrets|configs|models|include|name)(?:\.[^\s:,;"']+)+`)
	serviceName = lazyregexp.New(`\b(service|job|secret) "?([\w.-]+)"?`)
	quotedAttr  = lazyregexp.New(`'([a-z_.]+)'`)
	listIndex   = lazyregexp.New(`\.?\[(\d*)\]`)
)

// lastResort finds the position of the path that compose-go's message names; docs are all documents.
func (l *loading) lastResort(err error, docs []source.Document) diag.Finding {
	f := l.inFirst().Finding(diag.Error, diag.Loading, plain(err))
	for _, in := range append(l.inputs[:len(l.inputs):len(l.inputs)], l.rewritten.inMemory()...) {
		for _, prefix := range []string{"validating " + in.Path + ": ", "failed to parse " + in.Path + ": "} {
			if rest, ok := strings.CutPrefix(f.Text, prefix); ok {
				f.Text, f.Pos.File = strings.TrimSpace(rest), in.Name
			}
		}
		f.Text = strings.ReplaceAll(f.Text, in.Path, in.Name)
	}
	if f.Text == "empty compose file" {
		f.Code, f.Text, f.Hint = diag.Invalid, "the file is empty", "add services:"
		return f
	}
	if strings.Contains(f.Text, "maximum node visit limit") {
		f.Code, f.Hint = diag.Limit, "split the file; a file that is included or extended may have 100000 nodes"
		return f
	}
	if strings.Contains(f.Text, "yaml: ") {
		g := source.Syntax(f.Pos.File, errors.New(f.Text[strings.Index(f.Text, "yaml: "):]))
		return g
	}
	var path []string
	if m := dottedPath.FindString(f.Text); m != "" {
		path = l.source.Split(listIndex.ReplaceAllString(strings.TrimSuffix(m, "."), ".$1"))
		if rest, ok := strings.CutPrefix(f.Text, m); ok {
			f.Text = strings.TrimLeft(rest, ": ")
		}
	} else if m := serviceName.FindStringSubmatch(f.Text); m != nil {
		path = []string{m[1] + "s", m[2]}
	}
	for _, m := range quotedAttr.FindAllStringSubmatch(f.Text, -1) {
		if deeper := append(slices.Clone(path), strings.Split(m[1], ".")...); len(path) == 2 && l.source.Has(deeper...) {
			path = deeper
		}
	}
	if len(path) > 0 {
		f.Code = diag.Invalid
		for _, d := range docs {
			if at, is := dateAt(d.Value, path, f.Text); is {
				path = at
				f.Text, f.Hint = notDate(f.Text)
				break
			}
		}
		f.Pos, f.Path = l.at(path...), strings.Join(path, ".")
	}
	return f
}

// plain returns the message without the parts meant for programs.
func plain(err error) string {
	text := strings.TrimSpace(err.Error())
	for _, kind := range []error{errdefs.ErrInvalid, errdefs.ErrNotFound, errdefs.ErrUnsupported, errdefs.ErrIncompatible, errdefs.ErrDisabled} {
		text = strings.TrimSuffix(text, ": "+kind.Error())
	}
	return strings.TrimSuffix(text, ".")
}
