// Package load loads a Compose project exactly as `docker compose` itself would (docker/compose pkg/compose/loader.go
// LoadProject and cmd/compose/compose.go WithServices), and says where everything was written.
//
// It is the only caller of compose-go's loader. It promises that nothing of the process but Options reaches the
// result, that nothing is fetched from a network, that compose-go's global log and its panics become findings, and that
// a refused project is explained by all that is wrong with it, each with a place. It decides nothing about units.
package load

import (
	"context"
	"errors"
	"io"
	"regexp"
	"runtime/debug"
	"slices"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// MaxNodes is how many YAML nodes a project may have, aliases expanded. compose-go's own bound of 100 000 is about 800
// services with all common attributes; this one lets 3000 of them load (about 360 000 nodes), with room, and still bounds
// the time to well under a minute. compose-go keeps its own bound for files that are included or extended
// (loader.Options.clone does not copy it).
const MaxNodes = 500_000

// Options say what to load. The zero value discovers the project in the working directory, with no environment.
type Options struct {
	// Inputs are the Compose files in order, "-" is Stdin. Empty is Compose's own discovery.
	Inputs []string
	Stdin  io.Reader
	// Dir is the working directory; empty is the process's.
	Dir string
	// Environ is the environment as KEY=VALUE; it wins over env files.
	Environ []string
	// Project is the project's name, before any other rule.
	Project string
	// EnvFiles are read for interpolation; empty is COMPOSE_ENV_FILES, else the .env beside the first input.
	EnvFiles []string
	// Profiles are active; empty is COMPOSE_PROFILES.
	Profiles []string
	// Services and Include restrict the project to some services and all they depend on.
	Services []string
	Include  *regexp.Regexp
	// KeepUnused keeps networks and volumes that no service or job uses.
	KeepUnused bool
	// IgnoreDotEnv reads an .env only where EnvFiles or env_file of an include names it; one that would be read otherwise
	// is a note, and an error where its values would be copied nevertheless.
	IgnoreDotEnv bool
	// EnvFilesOnly leaves env_file of services and jobs unread, in the project: the files are on the target.
	EnvFilesOnly bool
	// MaxNodes is the bound of YAML nodes; 0 is [MaxNodes].
	MaxNodes int
}

// Loaded is a project that Compose accepts.
type Loaded struct {
	// Project is what docker compose works with: environment and label files resolved, env_file dropped (unless
	// EnvFilesOnly), selected services only, resources that none of them uses dropped. Resources that only jobs use are kept.
	Project *types.Project
	Source  *source.Map
	// Files are the inputs as absolute paths, as the label com.docker.compose.project.config_files has them.
	Files []string
	// Dir is the absolute project directory.
	Dir string
	// EnvFilesGiven are the env files the user named, for com.docker.compose.project.environment_file.
	EnvFilesGiven []string
	// Written is every attribute the user's files set, for what is in Project.
	Written []source.Attribute
	// Outside is every value of Project that is not what the Compose files say.
	Outside []Outside
	// FilesOf are the Compose files in which something at a path is written, as absolute paths.
	FilesOf func(path ...string) []string
	// Text is the text written at exactly this path, interpolated; false where there is none, or more than a text.
	Text func(path ...string) (string, bool)
}

// loading is one run.
type loading struct {
	opts     Options
	env      types.Mapping
	given    []string
	inputs   []source.File
	dir      string
	source   *source.Map
	report   diag.Report
	details  types.ConfigDetails
	name     string
	limits   limits
	envs     envFiles
	unset    unset
	told     map[diag.Pos]bool // where the schema was violated already
	compared int               // see nearest
	// reading is while positions are read: compose-go logs the same when it loads.
	reading bool
	// tracing is while it is found where a value comes from: nested defaults are logged whatever the options say.
	tracing bool
	// builtOnly are the services that are not started, but whose image a build needs.
	builtOnly map[string]bool
	// used are the variables from outside that the files use, each with the value of its environment.
	used map[source.Variable]bool
}

// Load loads a project. A non-nil error is an I/O or environment failure (a file is missing or unreadable); a report with an Error
// finding means that the project is refused, and Loaded is nil then.
func Load(ctx context.Context, opts Options) (*Loaded, diag.Report, error) {
	l := &loading{opts: opts, used: map[source.Variable]bool{}}
	loaded, err := l.guarded(ctx)
	if opts.EnvFilesOnly {
		l.report.Mask(l.mask())
	}
	l.report.Quotes(l.source.Quote(attributes()))
	if err != nil {
		return nil, l.report, err
	}
	if l.report.Worst() >= diag.Error {
		return nil, l.report, nil
	}
	return loaded, l.report, nil
}

// guarded loads with compose-go's log captured. Whatever panics below, in compose-go, in a library or here, is a finding:
// no Compose file crashes the program, and the log is given back.
func (l *loading) guarded(ctx context.Context) (loaded *Loaded, err error) {
	defer capture(l.logged)()
	defer func() {
		if p := recover(); p != nil {
			loaded, err = nil, nil
			l.report.Add(l.crash(p, debug.Stack()))
		}
	}()
	defer l.reportUnset()
	return l.load(ctx)
}

func (l *loading) load(ctx context.Context) (*Loaded, error) {
	if err := l.prepare(); err != nil || l.report.Worst() >= diag.Error {
		return nil, err
	}
	l.reading = true
	l.source = source.Read(source.Options{Files: l.inputs, Dir: l.dir, Env: newVariables(l), DotEnv: l.mayRead, MaxNodes: int64(l.opts.MaxNodes)})
	l.reading = false
	l.report.Join(l.source.Report)
	if l.bounded() {
		l.report.Join(l.source.Reasons)
		return nil, nil
	}
	l.includes()
	if !l.named() {
		return nil, nil
	}
	project, err := l.project(ctx)
	if err != nil {
		l.explain(err)
		return nil, nil
	}
	if l.report.Worst() >= diag.Error {
		return nil, nil
	}
	return l.finish(project), nil
}

// bounded reports whether the files cannot be handed to compose-go: it would read a device, follow an alias forever, or
// run out of memory. Only what is wrong with the YAML itself may go on, to be explained together with the rest.
func (l *loading) bounded() bool {
	return l.source.Endless || slices.ContainsFunc(l.source.Report.Findings(), func(f diag.Finding) bool { return f.Code != diag.Syntax })
}

// project runs compose-go. Its panics are findings: a Compose file must never crash the program.
func (l *loading) project(ctx context.Context) (project *types.Project, err error) {
	defer func() {
		if p := recover(); p != nil {
			project, err = nil, errors.New(crashText(p, debug.Stack()))
		}
	}()
	dict, err := loader.LoadModelWithContext(ctx, l.details, l.loaderOptions)
	if err != nil {
		return nil, err
	}
	if l.fixDrives(dict); l.unsplittable(dict) {
		return nil, errTooLong
	}
	if project, err = loader.ModelToProject(dict, loader.ToOptions(&l.details, []func(*loader.Options){l.loaderOptions}), l.details); err != nil {
		return nil, err
	}
	project.ComposeFiles = l.files()
	if l.consistent(project); l.report.Worst() >= diag.Error {
		return project, nil
	}
	return l.selected(project)
}

// loaderOptions are docker compose's (cmd/compose/compose.go, cli.WithoutEnvironmentResolution), and label files are
// left for later as well, so that only those of selected services are read. compose-go's check of consistency is replaced
// by [loading.consistent].
func (l *loading) loaderOptions(o *loader.Options) {
	o.SetProjectName(l.name, true)
	o.Profiles = l.profiles()
	o.SkipResolveEnvironment = true
	o.SkipResolveLabels = true
	o.SkipConsistencyCheck = true
	o.MaxNodeVisits = l.opts.MaxNodes
	o.Interpolate.Substitute = l.limits.substitute
	o.ConvertWindowsPaths = parseBool(l.env["COMPOSE_CONVERT_WINDOWS_PATHS"])
}

// filesWith are the files in which something at the path is written.
func (l *loading) filesWith(path ...string) []string {
	var out []string
	for _, name := range l.source.FilesOf(path...) {
		file := l.abs(name)
		for _, in := range l.inputs {
			if in.Name == name {
				file = in.Path
			}
		}
		out = append(out, file)
	}
	return out
}

// finish collects what others need of the project.
func (l *loading) finish(p *types.Project) *Loaded {
	out := &Loaded{Project: p, Source: l.source, Files: l.files(), Dir: l.dir, EnvFilesGiven: l.given}
	out.Outside = l.outside(p)
	out.FilesOf = l.filesWith
	out.Text = l.text
	out.Written = l.source.Written(attributes(), func(section, name string) bool { return has(p, section, name) })
	out.Written = slices.DeleteFunc(out.Written, l.unused)
	return out
}

func (l *loading) files() []string {
	var out []string
	for _, f := range l.inputs {
		out = append(out, f.Path)
	}
	return out
}
