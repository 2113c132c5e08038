package load

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/compose-spec/compose-go/v2/utils"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/source"
)

// prepare finds and reads the inputs and builds the environment, in docker compose's order: process environment, .env
// of the working directory, COMPOSE_FILE, discovery, .env of the project directory (docker/compose
// cmd/compose/compose.go toProjectOptions). compose-go's cli package is not used, because it reads the environment,
// the working directory and standard input of the process itself.
func (l *loading) prepare() error {
	if l.opts.MaxNodes == 0 {
		l.opts.MaxNodes = MaxNodes
	}
	if err := l.workingDir(); err != nil {
		return err
	}
	l.env = types.Mapping{}
	for k, v := range utils.GetAsEqualsMap(l.opts.Environ) {
		l.env[k] = v
	}
	if _, ok := l.env["PWD"]; !ok {
		l.env["PWD"] = l.opts.Dir
	}
	l.given = l.opts.EnvFiles
	if len(l.given) == 0 {
		l.given = strings.FieldsFunc(l.env["COMPOSE_ENV_FILES"], func(r rune) bool { return r == ',' })
	}
	names := l.opts.Inputs
	l.dir = l.dirOf(names)
	if err := l.dotEnv(); err != nil || l.report.Worst() >= diag.Error {
		return err
	}
	if len(names) == 0 {
		names = l.composeFile()
	}
	if len(names) == 0 {
		names = l.discover()
	}
	if len(names) == 0 {
		return fmt.Errorf("no Compose file (%s) in %s or above it; name one with -inputs", strings.Join(cli.DefaultFileNames, ", "), l.opts.Dir)
	}
	l.dir = l.dirOf(names)
	if err := l.dotEnv(); err != nil || l.report.Worst() >= diag.Error {
		return err
	}
	return l.read(names)
}

// Inputs returns the Compose files that [Load] reads with the same options. If it returns none, Load reports why. It reads
// standard input if that is one of them.
func Inputs(opts Options) []source.File {
	l := &loading{opts: opts, used: map[source.Variable]bool{}}
	defer capture(func(string) {})()
	if l.prepare() != nil {
		return nil
	}
	return l.inputs
}

func (l *loading) workingDir() (err error) {
	if l.opts.Dir == "" {
		l.opts.Dir, err = os.Getwd()
		return err
	}
	l.opts.Dir, err = filepath.Abs(l.opts.Dir)
	return err
}

func (l *loading) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(l.opts.Dir, path)
}

// dirOf returns the project directory: that of the first input that is a file (compose-go cli.GetWorkingDir).
func (l *loading) dirOf(names []string) string {
	for _, n := range names {
		if n != "-" {
			return filepath.Dir(l.abs(n))
		}
	}
	return l.opts.Dir
}

// dotEnv adds the variables of the env files; variables that are already set take precedence (compose-go cli.WithEnvFiles and
// cli.WithDotEnv).
func (l *loading) dotEnv() error {
	var files []string
	for _, f := range l.given {
		if err := input.Check(l.abs(f), input.Env); err != nil && !errors.Is(err, input.ErrTooLarge) {
			return fmt.Errorf("env file %w", pathError(f, err))
		}
		files = append(files, l.abs(f))
	}
	l.given = files // the label has absolute paths (docker/compose cmd/compose/compose.go normalizeProjectOptions)
	disabled, err := l.disabledDotEnv()
	if err != nil && len(l.given) == 0 {
		return err
	}
	if len(l.given) == 0 && !disabled {
		beside := filepath.Join(l.dir, ".env")
		switch info, err := os.Stat(beside); {
		case err == nil && l.opts.IgnoreDotEnv:
			l.dotEnvIgnored(beside)
		case err == nil && info.Mode().IsRegular():
			files = []string{beside}
		case err == nil && !info.IsDir():
			l.inFile(l.shown(beside)).Warn(diag.Unsafe, "not a regular file, and ignored", "name the file with -env-files, or remove it")
		case errors.Is(err, os.ErrPermission):
			l.inFile(l.shown(beside)).Warn(diag.Loading, "the file cannot be read and is ignored, as docker compose does")
		}
	}
	l.envs.first(files, l.env)
	vars, at, err := l.dotEnvOf(l.env, files)
	if err != nil {
		l.report.Add(l.unreadEnv(at, err))
		return nil
	}
	l.env.Merge(vars)
	return nil
}

// disabledDotEnv reports whether COMPOSE_DISABLE_ENV_FILE is true (compose-go cli.WithDotEnv, which
// refuses anything but a boolean).
func (l *loading) disabledDotEnv() (bool, error) {
	text, ok := l.env["COMPOSE_DISABLE_ENV_FILE"]
	if !ok {
		return false, nil
	}
	disabled, err := strconv.ParseBool(text)
	if err != nil {
		return false, fmt.Errorf("COMPOSE_DISABLE_ENV_FILE is %s; docker compose reads true or false only", quoted(text))
	}
	return disabled, nil
}

// composeFile splits COMPOSE_FILE.
func (l *loading) composeFile() []string {
	names, ok := l.env["COMPOSE_FILE"]
	if !ok {
		return nil
	}
	separator := l.env["COMPOSE_PATH_SEPARATOR"]
	if separator == "" {
		separator = string(os.PathListSeparator)
	}
	return strings.Split(names, separator)
}

// discover searches for compose.yaml and the other default names, here and in the parent directories (compose-go
// cli.WithDefaultConfigPath).
func (l *loading) discover() []string {
	for dir := l.opts.Dir; ; dir = filepath.Dir(dir) {
		if found := l.first(cli.DefaultFileNames, dir); found != "" {
			names := []string{found}
			if over := l.first(cli.DefaultOverrideFileNames, dir); over != "" {
				names = append(names, over)
			}
			return names
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// first returns the first of the names that exists, relative to the working directory if it is below it.
func (l *loading) first(names []string, dir string) string {
	var found []string
	for _, n := range names {
		if _, err := os.Stat(filepath.Join(dir, n)); err == nil {
			found = append(found, l.shown(filepath.Join(dir, n)))
		}
	}
	if len(found) == 0 {
		return ""
	}
	if len(found) > 1 {
		l.inFile(found[0]).Note(diag.Loading, fmt.Sprintf("%s is used, and %s is not", found[0], strings.Join(found[1:], ", ")),
			"name the files with -inputs")
	}
	return found[0]
}

// shown returns a path as the user would type it in the working directory.
func (l *loading) shown(path string) string {
	rel, err := filepath.Rel(l.opts.Dir, path)
	if err != nil || rel != ".." && strings.Count(rel, "../") > 2 {
		return path
	}
	return rel
}

// read reads the inputs, each once.
func (l *loading) read(names []string) error {
	if l.inputs = l.opts.Rest.inputs(); l.inputs != nil {
		return l.detailed()
	}
	for _, name := range names {
		f := source.File{Name: name, Path: l.abs(name)}
		var err error
		if name == "-" {
			f.Name = diag.Stdin
			if l.opts.Stdin != nil {
				f.Data, err = input.ReadAll(l.opts.Stdin, diag.Stdin, input.Compose)
			}
		} else if f.Data, err = input.ReadFile(f.Path, input.Compose); err != nil {
			err = pathError(name, err)
			switch {
			case name == "":
				err = errors.New("COMPOSE_FILE has an empty name; unset it, or name the Compose file")
			case errors.Is(err, input.ErrDirectory):
				err = fmt.Errorf("%w; name the Compose file in it", err)
			}
		}
		if err != nil {
			return err
		}
		if f.Data == nil {
			f.Data = []byte{} // nil would make compose-go read the file itself
		}
		l.inputs = append(l.inputs, f)
	}
	return l.detailed()
}

// detailed is what compose-go reads. It fails if parts of a file cannot be left out.
func (l *loading) detailed() error {
	l.details = types.ConfigDetails{WorkingDir: l.dir, Environment: l.env}
	l.rewritten = l.opts.Rest.rewritten()
	for _, f := range l.inputs {
		text, err := l.rewritten.text(f.Name, f.Data)
		if err != nil {
			return err
		}
		l.details.ConfigFiles = append(l.details.ConfigFiles, types.ConfigFile{Filename: f.Path, Content: text})
	}
	return nil
}

// pathError names the file as the user did.
func pathError(name string, err error) error {
	var p *os.PathError
	var refused *input.Error
	if errors.As(err, &refused) {
		return &input.Error{Name: name, Limit: refused.Limit, Err: refused.Err}
	}
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (l *loading) profiles() []string {
	if len(l.opts.Profiles) > 0 {
		return l.opts.Profiles
	}
	var out []string
	for _, p := range strings.Split(l.env["COMPOSE_PROFILES"], ",") {
		out = append(out, strings.TrimSpace(p))
	}
	return out
}
