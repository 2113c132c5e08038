package load

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

func itoa(i int) string { return strconv.Itoa(i) }

// resolve applies env files and label files to services, their steps and jobs, as compose-go's
// Project.WithServicesEnvironmentResolved and WithServicesLabelsResolved do; for jobs docker compose follows the same rule. All
// errors in a file are reported, but only for the first service that names it.
func (l *loading) resolve(p *types.Project) {
	r := &resolving{loading: l, env: p.Environment, refused: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		s := p.Services[name]
		path := []string{"services", name}
		inherited := from{len(s.EnvFiles), len(s.LabelFiles)}
		r.container(path, &s.ContainerSpec, from{})
		for i := range s.PreStart { // a step also has its service's files, before its own
			r.container(append(path[:2:2], "pre_start", itoa(i)), &s.PreStart[i].ContainerSpec, inherited)
		}
		p.Services[name] = s
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		j := p.Jobs[name]
		r.container([]string{"jobs", name}, &j.ContainerSpec, from{})
		p.Jobs[name] = j
	}
}

// from is the index of the first file of each kind that belongs to the container itself.
type from struct{ env, labels int }

type resolving struct {
	*loading
	env     types.Mapping
	refused map[string]bool
}

func (r *resolving) container(path []string, c *types.ContainerSpec, own from) {
	r.environment(path, c, own.env)
	r.labels(path, c, own.labels)
}

func (r *resolving) environment(path []string, c *types.ContainerSpec, own int) {
	c.Environment = c.Environment.Resolve(r.env.Resolve)
	lookup := func(name string) (string, bool) {
		if v, ok := r.env.Resolve(name); ok {
			return v, true
		}
		if v, ok := c.Environment[name]; ok && v != nil {
			return *v, true
		}
		return "", false
	}
	vars := c.Environment.ToMapping()
	for i, f := range c.EnvFiles {
		at := append(slices.Clone(path), "env_file", itoa(max(i-own, 0)))
		r.file(at, f.Path, bool(f.Required), "create it, or write required: false beside its path; -env-files-only leaves it to the target",
			func() error {
				if err := r.envs.parse(f.Path, f.Format, vars, lookup); err != nil {
					return err
				}
				return r.envs.check(f.Path, f.Format)
			})
	}
	c.Environment = vars.ToMappingWithEquals().OverrideBy(c.Environment)
	c.EnvFiles = nil
}

func (r *resolving) labels(path []string, c *types.ContainerSpec, own int) {
	labels := types.Mapping{}
	for i, f := range c.LabelFiles {
		at := append(slices.Clone(path), "label_file", itoa(max(i-own, 0)))
		vars := types.Mapping{}
		r.file(at, f, true, "create it", func() error {
			if err := r.envs.parse(f, "", vars, labels.Resolve); err != nil {
				return err
			}
			r.envs.labels[f] = true
			return ofLabel(r.envs.check(f, ""))
		})
		maps.Copy(labels, vars)
		r.private(at, f)
	}
	if maps.Copy(labels, c.Labels); len(labels) > 0 {
		c.Labels = types.Labels(labels)
	}
}

// ofLabel returns the error of a check for a file of labels.
func ofLabel(err error) error {
	var at lineError
	if errors.As(err, &at) && at.error == nameless {
		return lineError{namelessLabel, at.line}
	}
	return err
}

// file reads one file, or reports what is wrong with it.
func (r *resolving) file(path []string, file string, required bool, hint string, parse func() error) {
	err := parse()
	if err == nil || r.refused[file] || os.IsNotExist(err) && !required {
		return
	}
	r.refused[file] = true
	if file == "" {
		r.refuse(diag.Missing, path, "the path is empty", "give the variable a value, or remove the entry")
		return
	}
	if os.IsNotExist(err) {
		r.refuse(diag.Missing, path, fmt.Sprintf("the file %s does not exist", r.shown(file)), cmp.Or(r.siblings.Near(r.shown(file), file, false), hint))
		return
	}
	f := r.unreadEnv(file, err)
	if f.Path = strings.Join(path, "."); f.Pos.Line == 0 {
		if f.Code == diag.Limit {
			f.Text = r.shown(file) + ": " + f.Text
		}
		f.Pos = r.at(path...)
	}
	r.report.Add(f)
}

// private warns about a label file that not everyone may read: its labels end up in a unit that everyone may read.
func (r *resolving) private(path []string, file string) {
	if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o004 == 0 && !r.refused[file] {
		r.scope(path...).Warn(diag.Unsafe, "not everyone may read "+r.shown(file)+", but its labels are in a unit that everyone may read",
			"make the file readable if it holds no secret")
	}
}

var envError = lazyregexp.New(`^failed to read (.+?): (?:line (\d+): )?(.*)$`)

// envFinding returns a finding about a line of an env file.
func (l *loading) envFinding(err error) diag.Finding {
	f := l.inFile("").Finding(diag.Error, diag.Syntax, strings.ReplaceAll(err.Error(), "\n", " "))
	if m := envError.FindStringSubmatch(f.Text); m != nil {
		f.Pos.File, f.Text = l.shown(m[1]), m[3]
		f.Pos.Line, _ = strconv.Atoi(m[2])
	}
	f.Text = withoutValue(f.Text)
	return f
}

// quoting lists compose-go's messages about a line of an env file that quote the line: a secret, or a line of any file that was
// named (dotenv/parser.go, template/template.go).
var quoting = []struct {
	sentence *lazyregexp.Regexp
	ours     string
}{
	{lazyregexp.New(`(?s)^unterminated quoted value .*`), "a quoted value does not end"},
	{lazyregexp.New(`(?s)^unexpected character (".*?") in variable name ".*`), "unexpected character $1 in the name of a variable"},
	{lazyregexp.New(`(?s)^".*" is not the name of a variable$`), "not the name of a variable"},
	{lazyregexp.New(`(?s)^(?i:invalid template): .*`), "a $$ that begins no variable; write $$$$ where a dollar is meant"},
}

// withoutValue returns a message without the content of the file.
func withoutValue(text string) string {
	for _, q := range quoting {
		if q.sentence.MatchString(text) {
			return q.sentence.ReplaceAllString(text, q.ours)
		}
	}
	return text
}
