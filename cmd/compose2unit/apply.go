package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// machine is all of this machine that apply and its sisters touch beside files, so that a test can stand in for it.
type machine struct {
	folder func(user bool) (string, error)
	// sources is the folder of podman's generator.
	sources func(user bool) (string, error)
	// others are the folders whose units a file in the first would hide.
	others  func(user bool) []string
	connect func(ctx context.Context, user bool) (host.Manager, error)
	// routes are what the machine reaches through its interfaces.
	routes func() ([]host.Route, error)
	// run runs a program and returns its standard output; the error holds what it said.
	run func(ctx context.Context, argv ...string) (string, error)
}

// installed is a project on its way into the folder of a machine's units.
type installed struct {
	wanted
	world   *world
	options *options
	say     speech
	systemd host.Manager
	plan    host.Plan
	edits   *plan
}

// apply is `compose2unit apply`, and `compose2unit diff`, which stops before the first change.
func apply(ctx context.Context, w *world, o *options, say speech) int {
	var report diag.Report
	report.Add(o.notes...)
	made, err := w.pipe(ctx, o, w, &report)
	if err == nil {
		err = o.clashes(w, made.subnets, &report)
	}
	if o.strict {
		report.Promote()
	}
	say.findings(&report)
	if err != nil || report.Worst() == diag.Error {
		return say.refusal(&report, err)
	}
	root, err := w.machine.folder(o.user)
	if err != nil {
		return say.broken(err)
	}
	sources, err := w.machine.sources(o.user)
	if err != nil {
		return say.broken(err)
	}
	in := &installed{world: w, options: o, say: say,
		wanted: wanted{root: root, sources: sources, project: made.project, configDir: o.configDir, files: made.files}}
	if in.systemd, err = w.machine.connect(ctx, o.user); err != nil {
		return say.broken(unreachable(err))
	}
	defer in.systemd.Close()
	if o.command.name == "diff" {
		return in.diff(ctx)
	}
	return in.apply(ctx)
}

func unreachable(err error) error {
	if errors.Is(err, host.ErrNoSystemd) {
		return fmt.Errorf("%w: write the units to a folder with -output and install them where they will run", err)
	}
	return err
}

// decide looks at the folder and at systemd.
func (in *installed) decide(ctx context.Context, left host.Plan) (err error) {
	if in.edits, err = in.wanted.plan(); err != nil {
		return err
	}
	if err := in.hides(); err != nil {
		return err
	}
	files, err := in.both()
	if err != nil {
		return err
	}
	states, err := in.systemd.States(ctx, host.Patterns(files)...)
	if err != nil {
		return err
	}
	in.plan = host.NewPlan(files, states, left)
	return nil
}

// hides refuses units that would stand before somebody else's of the same name, a package's say, and values that would
// replace somebody else's in -config-dir.
func (in *installed) hides() error {
	var errs []error
	for _, dir := range in.world.machine.others(in.options.user) {
		other := wanted{root: dir, project: in.project}
		for _, file := range in.edits.write {
			if strings.Contains(file.Path, "/") || !in.edits.fresh[file.Path] {
				continue
			}
			switch data, err := os.ReadFile(other.at(file.Path)); {
			case errors.Is(err, fs.ErrNotExist):
			case err != nil:
				return err
			case markOf(data) != in.project:
				errs = append(errs, fmt.Errorf("%s is a unit of somebody else's, and %s would hide it: use -unit-prefix, or name the project otherwise",
					other.at(file.Path), in.at(file.Path)))
			}
		}
	}
	for _, file := range in.edits.write {
		if !in.isValue(file) || !in.edits.fresh[file.Path] {
			continue
		}
		if data, err := os.ReadFile(in.configured(file)); err == nil && !bytes.Equal(data, file.Data) {
			errs = append(errs, foreignError{in.configured(file), "is there already, and no unit here uses it"})
		}
	}
	return errors.Join(errs...)
}

// both are the project's files as they are and as they should be. What units read from -config-dir is looked at there.
func (in *installed) both() ([]host.File, error) {
	var out []host.File
	for _, file := range in.files {
		path := in.at(file.Path)
		if in.isValue(file) {
			path = in.configured(file)
		}
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		out = append(out, host.File{Path: file.Path, Old: old, New: file.Data, Values: private(file)})
	}
	for _, name := range in.edits.stale {
		old, err := os.ReadFile(in.at(name))
		if err != nil {
			return nil, err
		}
		out = append(out, host.File{Path: name, Old: old, Values: strings.Contains(name, "/")})
	}
	slices.SortFunc(out, func(a, b host.File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// nothing says that neither files nor units nor modes would change.
func (in *installed) nothing() bool {
	e := in.edits
	return in.plan.Empty() && len(e.write)+len(e.stale)+len(e.modes)+len(e.debris) == 0 && !e.open
}

// diff prints what every file lacks, and the plan.
func (in *installed) diff(ctx context.Context) int {
	if err := in.decide(ctx, host.Plan{}); err != nil {
		return in.say.broken(err)
	}
	text, err := in.differences(in.edits, nil)
	if err != nil {
		return in.say.broken(err)
	}
	if code := in.say.result(text + in.steps()); code != exitDone || in.nothing() {
		return code
	}
	return exitDifferent
}

// apply holds the project, shows the plan and carries it out.
func (in *installed) apply(ctx context.Context) int {
	if err := in.prepare(); err != nil {
		return in.say.broken(err)
	}
	left, unfinished, err := host.Hold(in.root, in.project)
	if err != nil {
		return in.say.broken(err)
	}
	defer left.Release()
	if err := in.decide(ctx, unfinished); err != nil {
		return in.say.broken(err)
	}
	if !in.say.quiet {
		if code := in.say.result(in.steps()); code != exitDone {
			return code
		}
	}
	if in.nothing() {
		return in.say.brokenIf(left.Done())
	}
	if in.plan.Gone, err = in.containersOf(ctx, in.plan); err != nil {
		return in.say.broken(err)
	}
	in.plan.Reload = true
	if err := left.Write(in.plan); err != nil {
		return in.say.broken(err)
	}
	failed, err := in.carryOut(ctx)
	switch {
	case err != nil:
		return in.say.broken(err)
	case len(failed) > 0:
		in.plan = host.Plan{Start: failed} // what failed is tried again by the next apply
		if err := left.Write(in.plan); err != nil {
			return in.say.broken(err)
		}
		return exitFailed
	}
	return in.say.brokenIf(left.Done())
}

// prepare makes the folders: the user's own may be missing, and that of podman's generator.
func (in *installed) prepare() error {
	_, err := makeFolders(in.root, 0o755)
	if slices.ContainsFunc(in.files, func(f runtime.File) bool { return host.IsSource(f.Path) }) {
		_, more := makeFolders(in.sources, 0o755)
		err = errors.Join(err, more)
	}
	return err
}

// carryOut does what the plan says and returns the units that failed.
func (in *installed) carryOut(ctx context.Context) ([]string, error) {
	if _, err := in.writeInto(nil, func() error { return in.stopGone(ctx) }); err != nil {
		return nil, err
	}
	if err := in.configure(); err != nil {
		return nil, err
	}
	if len(in.plan.Enable) > 0 {
		if err := in.systemd.Enable(ctx, in.plan.Enable...); err != nil {
			return nil, err
		}
	}
	if err := in.systemd.Reload(ctx); err != nil {
		return nil, err
	}
	if err := in.removeContainers(ctx, in.plan.Gone); err != nil {
		return nil, err
	}
	return in.run(ctx)
}

// stopGone stops what is gone while its old text still says how.
func (in *installed) stopGone(ctx context.Context) error {
	states, err := in.systemd.States(ctx, in.plan.Stop...)
	if err != nil {
		return err
	}
	var jobs []host.Job
	for _, s := range states {
		if s.Up() {
			jobs = append(jobs, host.Job{Verb: host.Stop, Unit: s.Name})
		}
	}
	var broken error
	err = in.systemd.Run(ctx, jobs, func(r host.Result) {
		if !r.Done() {
			broken = errors.Join(broken, fmt.Errorf("stopping %s: %s", r.Unit, r.Said))
			return
		}
		in.progress(r)
	})
	return errors.Join(err, broken)
}

// run restarts and starts, and looks at the end whether all that should run does.
func (in *installed) run(ctx context.Context) (failed []string, err error) {
	var jobs []host.Job
	for _, name := range in.plan.Restart {
		jobs = append(jobs, host.Job{Verb: host.Restart, Unit: name})
	}
	for _, name := range in.plan.Start {
		jobs = append(jobs, host.Job{Verb: host.Start, Unit: name})
	}
	touched := slices.Concat(in.plan.Restart, in.plan.Start)
	err = in.systemd.Run(ctx, jobs, func(r host.Result) {
		if r.Done() {
			in.progress(r)
			return
		}
		failed = append(failed, r.Unit)
		in.say.failed(r.Unit, r.Why(), in.journal(ctx, r.Unit))
	})
	if err != nil {
		return nil, err
	}
	if target := targetOf(in.wanted); slices.Contains(touched, target) {
		more, err := in.failedOf(ctx, failed)
		if err != nil {
			return nil, err
		}
		failed = append(failed, more...)
	}
	return failed, nil
}

// failedOf are the project's units that failed while the target started: its own job does not tell.
func (in *installed) failedOf(ctx context.Context, known []string) (failed []string, err error) {
	var files []host.File
	for _, file := range in.files {
		files = append(files, host.File{Path: file.Path})
	}
	states, err := in.systemd.States(ctx, host.Patterns(files)...)
	for _, s := range states {
		if s.Active == "failed" && !slices.Contains(known, s.Name) {
			failed = append(failed, s.Name)
			in.say.failed(s.Name, "failed", in.journal(ctx, s.Name))
		}
	}
	return failed, err
}

// isValue says that units read a file from -config-dir.
func (in *installed) isValue(file runtime.File) bool {
	return in.configDir != "" && strings.HasPrefix(file.Path, in.project+"/") && !file.Script
}

// configured is where a file of the private folder lies in -config-dir.
func (w wanted) configured(file runtime.File) string {
	return filepath.Join(w.configDir, path.Base(file.Path))
}

// configure copies the values to -config-dir, where the units look for them, and removes those that are no longer wanted.
func (in *installed) configure() error {
	if in.configDir == "" {
		return nil
	}
	if _, err := makeFolders(in.configDir, 0o700); err != nil {
		return err
	}
	for _, file := range in.files {
		if !in.isValue(file) {
			continue
		}
		if err := replace(in.configured(file), file); err != nil {
			return err
		}
	}
	return in.unconfigure(in.edits.stale)
}

// unconfigure removes values from -config-dir.
func (w wanted) unconfigure(stale []string) error {
	for _, name := range stale {
		if w.configDir == "" || !w.isPrivate(name) {
			continue
		}
		if err := os.Remove(w.configured(runtime.File{Path: name})); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// replace writes one file so that it is never half there.
func replace(name string, file runtime.File) error {
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() { // a link is replaced, never followed
		if data, err := os.ReadFile(name); err == nil && bytes.Equal(data, file.Data) {
			return os.Chmod(name, file.Mode.Perm())
		}
	}
	temp := filepath.Join(filepath.Dir(name), tempPrefix+filepath.Base(name)) // one name: what a killed run left is replaced
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := writeNew(temp, file)
	if err == nil {
		err = flushEach([]string{temp})
	}
	if err == nil {
		err = os.Rename(temp, name)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(temp))
	}
	return err
}

// progress tells of a job that is done.
func (in *installed) progress(r host.Result) {
	if !in.say.quiet {
		in.say.result(fmt.Sprintf("%s: %s\n", r.Unit, r.Verb))
	}
}

// journal is the end of what a unit said.
func (in *installed) journal(ctx context.Context, unit string) []string {
	argv := []string{"journalctl", "--no-pager", "--output=cat", "--lines=10", "--unit=" + unit}
	if in.options.user {
		argv[len(argv)-1] = "--user-unit=" + unit
	}
	text, err := in.world.machine.run(ctx, argv...)
	if err != nil {
		return []string{"(its journal cannot be read: " + err.Error() + ")"}
	}
	return strings.Split(strings.TrimSpace(text), "\n")
}
