package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// generating is a run as a generator.
type generating struct {
	manager generator.Manager
	// rules are the settings of all projects.
	rules ruled
}

// generateAll implements the generator that systemd runs at boot and at each daemon-reload: it translates every project and
// writes the units into the folder of normal priority, the first argument. It prints only what systemd should log.
func generateAll(ctx context.Context, w *world, user bool) int {
	if os.Getenv("SYSTEMD_IN_INITRD") == "1" {
		return exitDone // the file systems of the projects are not mounted yet
	}
	g := newGenerating(w, user)
	projects, err := generator.Find(g.manager.Roots(), cli.DefaultFileNames)
	say := speech{out: w.stdout, err: w.stderr, voice: &voice{form: "short"}}
	if err != nil {
		say.failure(err)
	}
	if len(projects) == 0 {
		return exitDone
	}
	results, err := generator.Run(ctx, projects, g.translate, w.args[0], g.manager.Target(), generator.TakenBy(host.PackageUnits(user)))
	for _, r := range results {
		fmt.Fprint(w.stderr, r.Findings)
	}
	return say.brokenIf(err)
}

// homeOfRoot is the home directory of the user whose projects those of the system are (file-hierarchy(7)).
const homeOfRoot = "/root"

// newGenerating reads the settings of all projects.
func newGenerating(w *world, user bool) *generating {
	g := &generating{manager: generator.ManagerOf(user, w.machine.Root, w.environ)}
	if user {
		g.rules.args = []string{"--user"}
	}
	for _, name := range g.manager.Settings() {
		g.rules.add("", settings.OfFile(name, &g.rules.wrong))
	}
	return g
}

// generating returns the run for a command, which must know the folders of the manager.
func (o *options) generating(w *world) (*generating, error) {
	g := newGenerating(w, o.user)
	return g, g.manager.Check()
}

// translate turns one project into files, and its findings into text for the journal.
func (g *generating) translate(ctx context.Context, p generator.Project) generator.Translated {
	var report diag.Report
	made, err := g.project(ctx, p, &report)
	var text bytes.Buffer
	say := speech{out: &text, err: &text, voice: &voice{form: "short"}}
	say.findings(&report)
	if err != nil {
		say.failure(err)
	}
	return generator.Translated{Files: made.Files, Findings: text.String(), Refused: err != nil || report.Worst() == diag.Error}
}

// options returns those of a project: the settings of all projects, overridden by its own, and these by the administrator's for a
// package's project.
func (g *generating) options(w *world, p generator.Project) (*options, error) {
	all, err := parse(g.rules.args)
	if err != nil {
		return nil, err
	}
	own, err := all.own(w)
	if err != nil {
		return nil, err
	}
	local, wrong := g.manager.Local(p)
	for _, u := range wrong { // without it the project would run with values that the administrator has replaced
		diag.ScopeAt(&own.wrong, diag.Pos{File: u.File}).Error(diag.Loading, u.Reason, u.Hint)
	}
	if local.Settings != "" {
		own.add("", settings.OfFile(local.Settings, &own.wrong))
	}
	o, err := parse(slices.Concat(g.rules.args, own.args))
	o.notes = slices.Concat(o.notes, g.rules.wrong.Findings(), own.wrong.Findings())
	if err == nil && local.Env != "" {
		err = o.readEnv(p.Dir, local.Env)
	}
	return o, err
}

// readEnv adds a file of variables, if it exists, to the .env beside the Compose file.
func (o *options) readEnv(dir, file string) error {
	if found, err := load.ExistingEnvFiles(dir, []string{file}); err != nil || found[0] != file {
		return err
	}
	if beside, err := load.ExistingEnvFiles(dir, []string{".env"}); err != nil {
		return err
	} else if !o.ignoreDotEnv && beside[0] == ".env" {
		o.envFiles = append(o.envFiles, ".env")
	}
	o.envFiles = append(o.envFiles, file)
	return nil
}

// project translates one project as the command line does, with the settings of all projects and its own, in its folder and
// with no variables but those in its own .env: a unit must not depend on the environment in which systemd is reloaded.
func (g *generating) project(ctx context.Context, p generator.Project, report *diag.Report) (outcome, error) {
	report.Mask(func(f diag.Finding) diag.Finding {
		if f.Pos.File != "" && !filepath.IsAbs(f.Pos.File) && f.Code != diag.Flag {
			f.Pos.File = filepath.Join(p.Dir, f.Pos.File)
		}
		return f
	})
	if !g.manager.User {
		// compose-go takes ~ from the process. systemd starts generators without HOME, and sudo may keep that of a user.
		if err := os.Setenv("HOME", homeOfRoot); err != nil {
			return outcome{}, err
		}
	}
	w := &world{dir: p.Dir, pipe: translated}
	o, err := g.options(w, p)
	if err != nil {
		return outcome{}, fmt.Errorf("%s: %w", p.Dir, err)
	}
	if report.Add(o.notes...); report.Worst() == diag.Error {
		return outcome{}, nil
	}
	if o.format != "units" {
		return outcome{}, fmt.Errorf("%s: format: %s is for -output: the generator that reads its files runs beside this one, so only units can be written here", p.File, o.format)
	}
	made, err := w.pipe(ctx, o, w, report)
	if o.strict {
		report.Promote()
	}
	if err != nil {
		return made, fmt.Errorf("%s: %w", p.Dir, err)
	}
	if made.Files != nil && made.Project != p.Name {
		err = fmt.Errorf("%s: the project is called %s and its folder %s: rename one of them", p.File, made.Project, p.Name)
	}
	return made, err
}
