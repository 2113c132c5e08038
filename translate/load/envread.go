package load

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
)

// envFiles reads and parses env files and label files, each once, and counts what they add. compose-go's parser is used, but it
// opens no file, and every variable that it looks up is counted.
type envFiles struct {
	read    map[string][]byte
	parsed  map[envKey]parsedEnv // those without references: their content is the same for every service
	checked map[envKey]error
	// expanded are the files whose values are interpolated.
	expanded map[string]bool
	// labels are the label files, which refer to one another's labels only.
	labels map[string]bool
	// before is what is set when one of the project's files for interpolation is read first.
	before map[string]set
	held   int // bytes read
	vars   int // variables added to services, and their bytes
	bytes  int
}

// set is what is set where a file is read: variables, and those of the files that were read before it.
type set struct {
	vars  types.Mapping
	files []string
}

type envKey struct{ path, format string }

type parsedEnv struct {
	vars  types.Mapping
	bytes int
}

// data returns the content of a file. Its error is that of [input.ReadFile], or a [limitError].
func (e *envFiles) data(path string) ([]byte, error) {
	if data, ok := e.read[path]; ok {
		return data, nil
	}
	data, err := input.ReadFile(path, input.Env)
	if err != nil {
		return nil, err
	}
	if e.held += len(data); e.held > maxExpanded {
		return nil, limitError(fmt.Sprintf("the env files of the project are larger than %d MiB together", maxExpanded>>20))
	}
	if e.read == nil {
		e.read, e.parsed, e.checked = map[string][]byte{}, map[envKey]parsedEnv{}, map[envKey]error{}
		e.expanded, e.labels = map[string]bool{}, map[string]bool{}
	}
	e.read[path] = data
	return data, nil
}

// parse adds the variables of a file to vars. A variable that the file refers to is looked up, then taken from what the file
// has set so far, and then from vars (compose-go dotenv.expandVariables). Its error is that of data, or that of a line.
func (e *envFiles) parse(path, format string, vars types.Mapping, lookup dotenv.LookupFn) error {
	if known, ok := e.parsed[envKey{path, format}]; ok {
		return e.add(vars, known)
	}
	data, err := e.data(path)
	if err != nil {
		return err
	}
	if costly(data) {
		return limitError("the file has too many variables for its length")
	}
	r := reading{path: path, format: format, vars: vars, lookup: lookup}
	if format == "" || format == dotenv.DotEnv {
		e.expanded[path] = true
	}
	if err := r.parse(string(data)); err != nil {
		return r.placed(err, string(data))
	}
	result := parsedEnv{vars: r.own}
	for k, v := range r.own {
		if strings.Contains(k+v, "\x00") {
			return lineError{unsafeError(quoted(k) + " contains a NUL byte, which cannot be passed to a program"),
				lineWith(string(data), format, func(s string) int { return strings.IndexByte(s, 0) })}
		}
		result.bytes += len(k) + len(v)
	}
	if !r.asked {
		e.parsed[envKey{path, format}] = result
	}
	return e.add(vars, result)
}

// reading is one run of compose-go's parser over an env file.
type reading struct {
	path, format string
	vars         types.Mapping
	lookup       dotenv.LookupFn
	own          types.Mapping
	// asked reports whether the file refers to a variable.
	asked bool
}

// parse reads the file, or the beginning of it. Its error is that of compose-go, or a [limitError].
func (r *reading) parse(text string) error {
	own, grown, over := types.Mapping{}, 0, ""
	err := dotenv.ParseWithFormat(strings.NewReader(text), r.path, own, func(name string) (string, bool) {
		r.asked = true
		v, ok := r.lookup(name)
		if !ok {
			if v, ok = own[name]; !ok {
				v, ok = r.vars[name]
			}
		}
		if grown += len(v); grown > int(input.Env) {
			over = name
			return "", ok
		}
		return v, ok
	}, r.format)
	if r.own = own; over != "" {
		return limitError(fmt.Sprintf("the variable %s grows beyond %s", over, input.Env))
	}
	return err
}

// placed returns compose-go's error with the line that it is about.
func (r *reading) placed(err error, text string) error {
	if errors.As(err, new(limitError)) || r.format == rawFormat || !envError.MatchString(strings.ReplaceAll(err.Error(), "\n", " ")) {
		return err // about no line, or with one
	}
	variable := ""
	var missing *template.MissingRequiredError
	if errors.As(err, &missing) {
		variable = missing.Variable
	}
	return lineError{err, failingLine(text, r.own, func(text string) bool { return r.parse(text) != nil }, variable)}
}

// unsafeError reports a variable that cannot be passed to a process.
type unsafeError string

func (e unsafeError) Error() string { return string(e) }

// notUTF8 is the error of a value that a unit cannot hold, nameless that of a variable that engines refuse.
const (
	notUTF8       unsafeError = "the value is not UTF-8"
	nameless      unsafeError = "the variable has no name, and engines refuse it"
	namelessLabel unsafeError = "the label has no name"
)

// hints says what to do about them.
var hints = map[unsafeError]string{
	notUTF8:       "write it in UTF-8, or put it into a file and mount that",
	nameless:      "write NAME=VALUE; the last line of a file ends with a line break, too",
	namelessLabel: "write NAME=VALUE; the last line of a file ends with a line break, too",
}

// check returns an error if a file that was read sets a variable that no container can have. A file that is only used for
// interpolation may set one.
func (e *envFiles) check(path, format string) error {
	err, known := e.checked[envKey{path, format}]
	if !known {
		err = checked(string(e.read[path]), format)
		e.checked[envKey{path, format}] = err
	}
	return err
}

func checked(text, format string) error {
	if !utf8.ValidString(text) {
		if line := lineWith(text, format, invalidUTF8); line > 0 { // not in a comment
			return lineError{notUTF8, line}
		}
	}
	if format == rawFormat {
		return nil // its parser refuses such a line
	}
	for _, s := range statements(text, format) {
		if s.name(text) == "" {
			return lineError{nameless, lineAt(text, s.start)}
		}
	}
	return nil
}

// invalidUTF8 returns the index of the first byte that is not UTF-8, or -1.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)) {
			return i
		}
	}
	return -1
}

// add copies variables, and fails if all services together have too many.
func (e *envFiles) add(vars types.Mapping, p parsedEnv) error {
	if e.vars += len(p.vars); e.vars > maxVariables {
		return limitError(fmt.Sprintf("the env files put more than %d variables into the project", maxVariables))
	}
	if e.bytes += p.bytes; e.bytes > maxExpanded {
		return limitError(fmt.Sprintf("the env files put more than %d MiB into the project", maxExpanded>>20))
	}
	maps.Copy(vars, p.vars)
	return nil
}

// costly reports whether interpolating the values would take too long: compose-go matches the rest of a value again after every
// variable. A quoted value may span several lines.
func costly(data []byte) bool {
	if bytes.Count(data, []byte("$"))*len(data) <= maxWork {
		return false
	}
	if bytes.ContainsAny(data, `"'`) {
		return true
	}
	work := 0
	for line := range bytes.Lines(data) {
		work += bytes.Count(line, []byte("$")) * len(line)
	}
	return work > maxWork
}

// first records what is set before the files are read, which may be read again.
func (e *envFiles) first(files []string, env types.Mapping) {
	known := env.Clone()
	for i, f := range files {
		if _, again := e.before[f]; !again {
			if e.before == nil {
				e.before = map[string]set{}
			}
			e.before[f] = set{vars: known, files: files[:i]}
		}
	}
}

// dotEnvOf mirrors compose-go's dotenv.GetEnvFromFile.
func (l *loading) dotEnvOf(env types.Mapping, files []string) (types.Mapping, string, error) {
	vars := types.Mapping{}
	for _, f := range files {
		if err := l.envs.parse(f, "", vars, env.Resolve); err != nil {
			return vars, f, err
		}
	}
	return vars, "", nil
}

// unreadEnv returns a finding about an env file that was not read: what is wrong with it, or where in it.
func (l *loading) unreadEnv(path string, err error) diag.Finding {
	f := l.inFile(l.shown(path)).Finding(diag.Error, diag.Missing, "")
	var at lineError
	if errors.As(err, &at) {
		f.Pos.Line = at.line
	}
	var refused *input.Error
	var tooMuch limitError
	var unsafe unsafeError
	var missing *template.MissingRequiredError
	switch {
	case errors.As(err, &missing):
		// Without its reason: that is a line of the file, and may contain values of other variables.
		f.Code, f.Text, f.Hint = diag.Unresolved, "the required variable "+missing.Variable+" has no value", "set it in the environment or in .env"
	case errors.As(err, &refused) && refused.Err == input.ErrTooLarge:
		f.Code, f.Text = diag.Limit, fmt.Sprintf("the file is larger than %s", refused.Limit)
	case errors.As(err, &refused):
		f.Code, f.Text = diag.Unsafe, l.shown(path)+" "+refused.Err.Error()
	case errors.As(err, &tooMuch):
		f.Code, f.Text = diag.Limit, err.Error()
	case errors.As(err, &unsafe):
		f.Code, f.Text = diag.Unsafe, err.Error()
		f.Hint = hints[unsafe]
	case errors.As(err, new(*os.PathError)):
		f.Text = pathError(l.shown(path), err).Error()
	default:
		g := l.envFinding(err)
		g.Pos.File = cmp.Or(g.Pos.File, f.Pos.File)
		g.Pos.Line = cmp.Or(f.Pos.Line, g.Pos.Line)
		return g
	}
	return f
}
