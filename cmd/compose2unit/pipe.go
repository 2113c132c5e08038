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

// outcome is what a project became, and for which runtime.
type outcome struct {
	generate.Result
	runtime runtime.Runtime
	// lock is the lock file that is to be written; nil and what reads one write none.
	lock *lock.Record
}

// name is the runtime's.
func (o outcome) name() string {
	if o.runtime == nil {
		return ""
	}
	return o.runtime.Name()
}

// pipeline turns what the flags ask for into files. What there is to say about the project goes to the report; the
// error is the machine's (a file that cannot be read, a runtime that does not exist).
type pipeline func(ctx context.Context, o *options, w *world, report *diag.Report) (outcome, error)

// translated is the real pipeline.
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

// translated runs the pipeline and what else there is to check of a project, between what there is to say about the flags and
// the judgement of -strict.
func (o *options) translated(ctx context.Context, w *world, report *diag.Report, checks ...func(*world, outcome) error) (outcome, error) {
	report.Add(o.notes...)
	made, err := w.pipe(ctx, o, w, report)
	for _, check := range checks {
		if err == nil {
			err = check(w, made)
		}
	}
	if o.strict {
		report.Promote()
	}
	return made, err
}

// clashes warns of subnets that this machine uses otherwise. The networks of a user's engine have a world of their own.
func (o *options) clashes(w *world, made outcome) error {
	if o.user || len(made.Subnets) == 0 {
		return nil
	}
	routes, err := w.routes()
	if err == nil {
		made.CheckRoutes(routes)
	}
	return err
}

// loading is what the flags say about reading the project.
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

// rendering is what the flags say about the units.
func (o *options) rendering() runtime.Options {
	return runtime.Options{
		Prefix: o.prefix, NoInstall: !o.autoStart, User: o.user, EngineLogs: o.logs == "engine",
		Create: o.create, ConfigDir: o.configDir, EngineRoot: o.engineRoot, StopTimeout: o.stopTimeout,
		Systemd: o.systemd, Engine: o.engine, Allow: o.allow, DockerCaps: o.dockerCaps,
	}
}
