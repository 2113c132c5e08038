package load

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

func itoa(i int) string { return strconv.Itoa(i) }

// envFiles checks the env and label files of what was selected before they are read: all that are missing are told,
// and none is read that would not end.
func (l *loading) envFiles(p *types.Project) {
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		l.filesOf([]string{"services", name}, p.Services[name].ContainerSpec)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		l.filesOf([]string{"jobs", name}, p.Jobs[name].ContainerSpec)
	}
}

func (l *loading) filesOf(path []string, c types.ContainerSpec) {
	for i, f := range c.EnvFiles {
		if l.opts.EnvFilesOnly {
			break
		}
		l.envFile(append(path[:2:2], "env_file", itoa(i)), f.Path, bool(f.Required), "create it, or write required: false beside its path")
	}
	for i, f := range c.LabelFiles {
		l.envFile(append(path[:2:2], "label_file", itoa(i)), f, true, "create it")
	}
}

func (l *loading) envFile(path []string, file string, required bool, hint string) {
	info, err := os.Stat(file)
	switch {
	case os.IsNotExist(err):
		if required {
			l.refuse(diag.Missing, path, fmt.Sprintf("the file %s does not exist", l.shown(file)), hint)
		}
	case err != nil:
		l.refuse(diag.Missing, path, pathError(l.shown(file), err).Error(), hint)
	case info.IsDir():
		l.refuse(diag.Invalid, path, l.shown(file)+" is a directory", "name a file")
	case source.Regular(file) != nil:
		l.refuse(diag.Unsafe, path, l.shown(file)+" is not a regular file", "name a file")
	default:
		if err := tame(file, l.env); err != nil {
			l.refuse(diag.Limit, path, l.shown(file)+": "+err.Error(), "")
		}
	}
}

// unreadable reads the env and label files one by one, to tell of all that cannot be parsed.
func (l *loading) unreadable(p *types.Project) {
	for name, s := range p.Services {
		l.parseFiles([]string{"services", name}, s.ContainerSpec)
	}
	for name, j := range p.Jobs {
		l.parseFiles([]string{"jobs", name}, j.ContainerSpec)
	}
}

func (l *loading) parseFiles(path []string, c types.ContainerSpec) {
	for i, f := range c.EnvFiles {
		l.parseFile(append(path[:2:2], "env_file", itoa(i)), f.Path, f.Format)
	}
	for i, f := range c.LabelFiles {
		l.parseFile(append(path[:2:2], "label_file", itoa(i)), f, "")
	}
}

func (l *loading) parseFile(path []string, file, format string) {
	f, err := os.Open(file)
	if err != nil {
		return
	}
	defer f.Close()
	if err := dotenv.ParseWithFormat(f, file, map[string]string{}, l.env.Resolve, format); err != nil {
		finding := l.envFinding(err)
		if finding.Path = strings.Join(path, "."); finding.Pos.File == "" {
			finding.Pos = l.at(path...)
		}
		l.report.Add(finding)
	}
}

var envError = regexp.MustCompile(`^failed to read (.+?): (?:line (\d+): )?(.*)$`)

// envFinding is about a line of an env file.
func (l *loading) envFinding(err error) diag.Finding {
	f := diag.Finding{Severity: diag.Error, Code: diag.Syntax, Text: strings.ReplaceAll(err.Error(), "\n", " ")}
	if m := envError.FindStringSubmatch(f.Text); m != nil {
		f.Pos.File, f.Text = l.shown(m[1]), m[3]
		f.Pos.Line, _ = strconv.Atoi(m[2])
	}
	return f
}

// nul refuses variables and labels from files that no process can be given; those from Compose files were refused
// where they are written.
func (l *loading) nul(p *types.Project) {
	for name, s := range p.Services {
		for k, v := range s.Environment {
			if strings.Contains(k, "\x00") || v != nil && strings.Contains(*v, "\x00") {
				l.refuse(diag.Unsafe, []string{"services", name, "env_file"}, fmt.Sprintf("the variable %q holds a NUL byte, which no program can be given", k), "")
			}
		}
		for k, v := range s.Labels {
			if strings.Contains(k, "\x00") || strings.Contains(v, "\x00") {
				l.refuse(diag.Unsafe, []string{"services", name, "label_file"}, fmt.Sprintf("the label %q holds a NUL byte", k), "")
			}
		}
	}
}
