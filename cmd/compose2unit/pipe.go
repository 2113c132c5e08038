package main

import (
	"context"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/generate"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/lock"
)

// outcome is the result for a project, and the runtime it is for.
type outcome struct {
	generate.Result
	runtime runtime.Runtime
	// lock is the lock file to be written; nil, or when a lock file is only read, writes none.
	lock *lock.Record
}

// name returns the name of the runtime.
func (o outcome) name() string {
	if o.runtime == nil {
		return ""
	}
	return o.runtime.Name()
}

// pipeline generates the files that the flags request. Findings about the project are added to the report; the error is the
// machine's (a file that cannot be read, a runtime that does not exist).
type pipeline func(ctx context.Context, o *options, w *world, report *diag.Report) (outcome, error)

// translated is the pipeline in production.
func translated(ctx context.Context, o *options, w *world, report *diag.Report) (outcome, error) {
	rt, err := all.Find(o.runtime, o.format)
	if err != nil {
		return outcome{}, err
	}
	read, err := o.loading(w)
	if err != nil {
		return outcome{}, err
	}
	var record *lock.Record
	if read.Lock, record, err = o.openLock(w.dir); err != nil {
		return outcome{}, err
	}
	made, err := generate.Generate(ctx, generate.Options{Project: read, Runtime: rt, Rendering: o.rendering(), CheckBinds: o.checkBinds}, report)
	for _, pattern := range made.Unknown {
		report.Add(cmdline.Finding(diag.Warning, "allow", pattern+" is not an attribute of a Compose file; an attribute is written like services.*.umask"))
	}
	return outcome{Result: made, runtime: rt, lock: record}, err
}

// translated runs the pipeline and further checks of a project, after adding the findings about the flags and before applying
// -strict.
func (o *options) translated(ctx context.Context, w *world, report *diag.Report, checks ...func(*world, outcome, *diag.Report) error) (outcome, error) {
	report.Add(o.notes...)
	made, err := w.pipe(ctx, o, w, report)
	for _, check := range checks {
		if err == nil {
			err = check(w, made, report)
		}
	}
	if o.strict {
		report.Promote()
	}
	return made, err
}

// clashes warns about subnets that this machine uses for something else. The networks of a rootless engine are separate.
func (o *options) clashes(w *world, made outcome, report *diag.Report) error {
	if o.user || len(made.Subnets) == 0 {
		return nil
	}
	routes, err := w.routes()
	if err == nil {
		made.CheckRoutes(routes, report)
	}
	return err
}

// loading returns the options for reading the project.
func (o *options) loading(w *world) (_ translate.Options, err error) {
	envFiles := []string(o.envFiles)
	if o.ignoreMissingEnv {
		envFiles, err = load.ExistingEnvFiles(w.dir, envFiles)
	}
	return translate.Options{
		Options: load.Options{
			Inputs: o.inputs, Stdin: w.stdin, Dir: w.dir, Environ: w.environ,
			Project: o.project, EnvFiles: envFiles, Profiles: o.profiles, Services: o.services, Include: o.include,
			EnvFilesOnly: o.envFilesOnly, IgnoreDotEnv: o.ignoreDotEnv,
		},
		RootPath: o.rootPath, IncludeUnused: o.unused, AddressPools: o.pools,
	}, err
}

// rendering returns the options for the units.
func (o *options) rendering() runtime.Options {
	return runtime.Options{
		Prefix: o.prefix, NoInstall: !o.autoStart, User: o.user, EngineLogs: o.logs == "engine",
		Create: o.create, ConfigDir: o.configDir, EngineRoot: o.engineRoot, StopTimeout: o.stopTimeout,
		Systemd: o.systemd, Engine: o.engine, Allow: o.allow, DockerCaps: o.dockerCaps,
	}
}
