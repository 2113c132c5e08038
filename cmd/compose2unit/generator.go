package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// The folders from which systemd runs generators, by the last element of their paths (systemd.generator(7)). The program is a
// generator when it is run from one of them.
const (
	systemGenerators = "system-generators"
	userGenerators   = "user-generators"
)

// settingsFile holds the settings of all projects that the generator translates; a user's own lies in the user's
// configuration folder under the same name and wins.
const settingsFile = "compose2unit.yaml"

// generating is a run as a generator.
type generating struct {
	user bool
	// root is where the machine's file system is; empty is /.
	root string
	// config is the user's configuration folder, or empty.
	config string
	// rules are the settings of all projects.
	rules ruled
}

// asGenerator reports whether a command line is systemd's for a generator, and of which manager.
func asGenerator(argv []string) (user, is bool) {
	if len(argv) != 4 {
		return false, false
	}
	at := filepath.Base(filepath.Dir(argv[0]))
	return at == userGenerators, at == userGenerators || at == systemGenerators
}

// generateAll is what systemd runs at boot and at each daemon-reload: it translates every project and writes the units into
// the folder of normal priority, the first argument. Only what systemd should log is printed.
func generateAll(ctx context.Context, w *world, user bool) int {
	if os.Getenv("SYSTEMD_IN_INITRD") == "1" {
		return exitDone // the projects' file systems are not mounted yet
	}
	g := newGenerating(w.machine.Root, w.environ, user)
	projects, err := generator.Find(g.roots(), cli.DefaultFileNames)
	say := speech{out: w.stdout, err: w.stderr, voice: &voice{form: "short"}}
	if err != nil {
		say.failure(err)
	}
	if len(projects) == 0 {
		return exitDone
	}
	results, err := generator.Run(ctx, projects, g.translate, w.args[0], g.wanted(), generator.TakenBy(user))
	for _, r := range results {
		fmt.Fprint(w.stderr, r.Findings)
	}
	return say.brokenIf(err)
}

// newGenerating reads the settings of all projects.
func newGenerating(root string, environ []string, user bool) *generating {
	g := &generating{user: user, root: root}
	files := []string{filepath.Join(root, "/etc", settingsFile)}
	if user {
		if g.config = configDir(environ); g.config != "" {
			files = append(files, filepath.Join(g.config, settingsFile))
		}
		g.rules.args = []string{"--user"}
	}
	for _, name := range files {
		g.rules.add("", settings.OfFile(name, &g.rules.wrong))
	}
	return g
}

// configDir is a user's configuration folder (XDG Base Directory Specification), or empty.
func configDir(environ []string) string {
	for _, variable := range []struct{ name, below string }{{"XDG_CONFIG_HOME=", ""}, {"HOME=", ".config"}} {
		for _, entry := range environ {
			if dir, is := strings.CutPrefix(entry, variable.name); is && filepath.IsAbs(dir) {
				return filepath.Join(dir, variable.below)
			}
		}
	}
	return ""
}

func (g *generating) roots() []string {
	roots := generator.SystemRoots
	if g.user {
		roots = generator.UserRoots(g.config)
	}
	out := make([]string, len(roots))
	for i, root := range roots {
		out[i] = filepath.Join(g.root, root)
	}
	return out
}

// wanted is the target that a project is started with.
func (g *generating) wanted() generator.Wanted {
	if g.user {
		return "default.target"
	}
	return "multi-user.target"
}

// translate turns one project into files, and what there is to say about it into text for a journal.
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

// options are those of a project: of the settings of all projects and its own, which win.
func (g *generating) options(w *world) (*options, error) {
	all, err := parse(g.rules.args)
	if err != nil {
		return nil, err
	}
	own, err := all.own(w)
	if err != nil {
		return nil, err
	}
	o, err := parse(slices.Concat(g.rules.args, own.args))
	o.notes = slices.Concat(o.notes, g.rules.wrong.Findings(), own.wrong.Findings())
	return o, err
}

// project translates one project as the command line does, with the settings of all and its own, in its folder and with no
// variable but those of its own .env: a unit must not depend on the environment of whoever reloads systemd.
func (g *generating) project(ctx context.Context, p generator.Project, report *diag.Report) (outcome, error) {
	report.Mask(func(f diag.Finding) diag.Finding {
		if f.Pos.File != "" && !filepath.IsAbs(f.Pos.File) && f.Code != diag.Flag {
			f.Pos.File = filepath.Join(p.Dir, f.Pos.File)
		}
		return f
	})
	w := &world{dir: p.Dir, pipe: translated}
	o, err := g.options(w)
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
