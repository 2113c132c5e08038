// Package load loads a Compose project exactly as `docker compose` itself would (docker/compose pkg/compose/loader.go
// LoadProject and cmd/compose/compose.go WithServices), and records where everything was written.
//
// It is the only caller of compose-go's loader. It guarantees that nothing of the process but Options affects the result, that
// nothing is fetched from a network, that compose-go's global log and its panics become findings, and that for a refused
// project all errors are reported, each with a position. It makes no decisions about units.
package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime/debug"
	"slices"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/compose-spec/compose-go/v2/utils"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// MaxNodes is the maximum number of YAML nodes in a project, with aliases expanded. compose-go's own limit of 100 000 is about
// 800 services with all common attributes; this one allows 3000 of them (about 360 000 nodes), with room to spare, and still
// limits the time to well under a minute. compose-go keeps its own limit for files that are included or extended
// (loader.Options.clone does not copy it).
const MaxNodes = 500_000

// Options specify what to load. The zero value discovers the project in the working directory, with no environment.
type Options struct {
	// Inputs are the Compose files in order, "-" is Stdin. If empty, Compose's own discovery applies.
	Inputs []string
	Stdin  io.Reader
	// Dir is the working directory; empty is that of the process.
	Dir string
	// Environ is the environment as KEY=VALUE; it overrides env files.
	Environ []string
	// Project is the project's name; it takes precedence over all other rules.
	Project string
	// EnvFiles are read for interpolation; empty is COMPOSE_ENV_FILES, else the .env next to the first input.
	EnvFiles []string
	// Profiles are the active profiles; empty is COMPOSE_PROFILES.
	Profiles []string
	// Services and Include restrict the project to some services and everything they depend on.
	Services []string
	Include  *regexp.Regexp
	// KeepUnused keeps networks and volumes that no service or job uses.
	KeepUnused bool
	// IgnoreDotEnv reads an .env only if EnvFiles or the env_file of an include names it; one that would be read otherwise is a
	// note, and an error if its values would be copied nevertheless.
	IgnoreDotEnv bool
	// EnvFilesOnly keeps the env_file entries of services and jobs in the project and does not read them: the files are on the
	// target.
	EnvFilesOnly bool
	// MaxNodes is the maximum number of YAML nodes; 0 is [MaxNodes].
	MaxNodes int
	// Rest, if set, has the parts to leave out, because an earlier load with these options found errors in them. It is updated
	// with what this load reads.
	Rest *Rest
}

// Loaded is a project that Compose accepts.
type Loaded struct {
	// Project is what docker compose works with: environment and label files resolved, env_file dropped (unless EnvFilesOnly),
	// selected services only, resources that none of them uses dropped. Resources that only jobs use are kept.
	Project *types.Project
	Source  *source.Map
	// Files are the inputs as absolute paths, and "-", as in the label com.docker.compose.project.config_files.
	Files []string
	// Dir is the absolute project directory.
	Dir string
	// EnvFilesGiven are the env files that the user named, for com.docker.compose.project.environment_file.
	EnvFilesGiven []string
	// Written lists every attribute that the user's files set, for what is in Project.
	Written []source.Attribute
	// Outside lists every value in Project that differs from what the Compose files contain.
	Outside []Outside
	// FilesOf returns the Compose files that set something at a path, as in Files.
	FilesOf func(path ...string) []string
	// Text returns the string written at exactly this path, interpolated; false if there is none, or not a string.
	Text func(path ...string) (string, bool)
}

// loading is the state of one load.
type loading struct {
	opts      Options
	env       types.Mapping
	given     []string
	inputs    []source.File
	dir       string
	source    *source.Map
	report    diag.Report
	details   types.ConfigDetails
	name      string
	limits    limits
	envs      envFiles
	unset     unset
	told      map[diag.Pos]bool // where a schema violation is already reported
	compared  int               // see nearest
	siblings  source.Siblings
	rewritten *rewritten
	// uninterpolated are the positions of values that cannot be interpolated.
	uninterpolated map[diag.Pos]bool
	// reading is true while positions are read: compose-go logs the same when it loads.
	reading bool
	// tracing is true while the origin of values is determined: nested defaults are logged whatever the options are.
	tracing bool
	// builtOnly are the services that are not started, but whose image a build needs.
	builtOnly map[string]bool
	// used are the variables from outside that the files use, each with its value in its environment.
	used map[source.Variable]bool
}

// Load loads a project. A non-nil error is an I/O or environment failure (a file is missing or unreadable); if the report
// contains an Error, the project is refused, and Loaded is nil.
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

// guarded loads with compose-go's log captured. A panic below, in compose-go, in a library or here, becomes a finding: no
// Compose file crashes the program, and the log is restored.
func (l *loading) guarded(ctx context.Context) (loaded *Loaded, err error) {
	defer capture(l.logged)()
	defer func() {
		if p := recover(); p != nil {
			loaded, err = nil, nil
			l.report.Add(l.crash(p, debug.Stack()))
		}
	}()
	defer l.reportUnset()
	defer func() { l.rewritten.remove() }()
	return l.load(ctx)
}

func (l *loading) load(ctx context.Context) (*Loaded, error) {
	if err := l.prepare(); err != nil || l.report.Worst() >= diag.Error {
		return nil, err
	}
	l.reading = true
	l.source = source.Read(source.Options{Files: l.inputs, Dir: l.dir, Env: newVariables(l), DotEnv: l.mayRead, MaxNodes: int64(l.opts.MaxNodes), Without: l.opts.Rest.places()})
	l.opts.Rest.take(l)
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

// bounded reports whether the files must not be passed to compose-go: it would read a device, follow an alias forever, or run
// out of memory. Only errors in the YAML itself are passed on, to be explained together with the others.
func (l *loading) bounded() bool {
	return l.source.Endless || slices.ContainsFunc(l.source.Report.Findings(), func(f diag.Finding) bool { return f.Code != diag.Syntax })
}

// project runs compose-go. Its panics become findings: a Compose file must never crash the program.
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
	l.numbers(dict)
	if l.consistent(project); l.report.Worst() >= diag.Error {
		return project, nil
	}
	return l.selected(project)
}

// loaderOptions are docker compose's (cmd/compose/compose.go, cli.WithoutEnvironmentResolution), except that label files are
// resolved later as well, so that only those of selected services are read, and that compose-go's consistency check is replaced
// by [loading.consistent].
func (l *loading) loaderOptions(o *loader.Options) {
	o.SetProjectName(l.name, true)
	o.Profiles = l.profiles()
	o.ResourceLoaders = []loader.ResourceLoader{l.rewritten}
	o.SkipResolveEnvironment = true
	o.SkipResolveLabels = true
	o.SkipConsistencyCheck = true
	o.MaxNodeVisits = l.opts.MaxNodes
	o.Interpolate.Substitute = l.limits.substitute
	o.Interpolate.TypeCastMapping = l.casts(o.Interpolate.TypeCastMapping)
	o.ConvertWindowsPaths = utils.StringToBool(l.env["COMPOSE_CONVERT_WINDOWS_PATHS"])
}

// filesWith returns the files that set something at the path.
func (l *loading) filesWith(path ...string) []string {
	var out []string
	for _, name := range l.source.FilesOf(path...) {
		file := l.abs(name)
		for _, in := range l.inputs {
			if in.Name == name {
				file = inLabel(in)
			}
		}
		out = append(out, file)
	}
	return out
}

// repeated warns of items that docker compose ignores silently, because a later item of their list replaces them.
func (l *loading) repeated() {
	for _, r := range l.source.Repeated() {
		diag.ScopeAt(&l.report, r.Pos).At(r.Path...).Warn(diag.Collision,
			fmt.Sprintf("replaces the entry in line %d, which has %s as well: docker compose keeps only the last one of a list",
				r.First.Line, quoted(r.Key)), "remove one of them")
	}
}

// finish collects what callers need from the project.
func (l *loading) finish(p *types.Project) *Loaded {
	out := &Loaded{Project: p, Source: l.source, Files: l.files(), Dir: l.dir, EnvFilesGiven: l.given}
	l.repeated()
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
		out = append(out, inLabel(f))
	}
	return out
}

// inLabel returns a file as the label com.docker.compose.project.config_files has it (compose-go loader.LoadConfigFiles).
func inLabel(f source.File) string {
	if f.Name == diag.Stdin {
		return "-"
	}
	return f.Path
}
