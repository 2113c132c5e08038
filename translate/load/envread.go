package load

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
)

// envFiles reads and parses env files and label files, each once, and counts what they add. compose-go's parser is used, but it
// opens no file, and every variable that it looks up is counted.
type envFiles struct {
	read   map[string][]byte
	parsed map[envKey]parsedEnv // those without references: their content is the same for every service
	held   int                  // bytes read
	vars   int                  // variables added to services, and their bytes
	bytes  int
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
		e.read, e.parsed = map[string][]byte{}, map[envKey]parsedEnv{}
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
	own, asked, grown, over := types.Mapping{}, false, 0, ""
	err = dotenv.ParseWithFormat(bytes.NewReader(data), path, own, func(name string) (string, bool) {
		asked = true
		v, ok := lookup(name)
		if !ok {
			if v, ok = own[name]; !ok {
				v, ok = vars[name]
			}
		}
		if grown += len(v); grown > int(input.Env) {
			over = name
			return "", ok
		}
		return v, ok
	}, format)
	if over != "" {
		return limitError(fmt.Sprintf("the variable %s grows beyond %s", over, input.Env))
	}
	if err != nil {
		return err
	}
	result := parsedEnv{vars: own}
	for k, v := range own {
		if strings.Contains(k+v, "\x00") {
			return unsafeError(quoted(k) + " contains a NUL byte, which cannot be passed to a program")
		}
		result.bytes += len(k) + len(v)
	}
	if !asked {
		e.parsed[envKey{path, format}] = result
	}
	return e.add(vars, result)
}

// unsafeError reports a variable that cannot be passed to a process.
type unsafeError string

func (e unsafeError) Error() string { return string(e) }

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
	var refused *input.Error
	var tooMuch limitError
	var unsafe unsafeError
	var missing *template.MissingRequiredError
	switch {
	case errors.As(err, &missing):
		// Without its reason: that is a line of the file, and may contain values of other variables.
		f.Code, f.Text, f.Hint = diag.Unresolved, "the required variable "+missing.Variable+" has no value", "set it in the environment or in .env"
		f.Pos.Line = lineOf(l.envs.read[path], "${"+missing.Variable+":?", "${"+missing.Variable+"?")
	case errors.As(err, &refused) && refused.Err == input.ErrTooLarge:
		f.Code, f.Text = diag.Limit, fmt.Sprintf("the file is larger than %s", refused.Limit)
	case errors.As(err, &refused):
		f.Code, f.Text = diag.Unsafe, l.shown(path)+" "+refused.Err.Error()
	case errors.As(err, &tooMuch):
		f.Code, f.Text = diag.Limit, err.Error()
	case errors.As(err, &unsafe):
		f.Code, f.Text = diag.Unsafe, err.Error()
	case errors.As(err, new(*os.PathError)):
		f.Text = pathError(l.shown(path), err).Error()
	default:
		return l.envFinding(err)
	}
	return f
}

// lineOf returns the number of the first line that contains one of the texts; 0 if there is none.
func lineOf(data []byte, texts ...string) int {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		for _, text := range texts {
			if bytes.Contains(line, []byte(text)) {
				return number
			}
		}
	}
	return 0
}
