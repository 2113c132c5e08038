package cli

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Form renders projects for one engine. It implements runtime.Runtime.
type Form struct{ Engine *Engine }

// Name is the engine's.
func (f Form) Name() string { return f.Engine.Name }

// Client, Runs, Network and Sources are those of plain units for the engine.
func (f Form) Client(run runtime.Run, userDir string) runtime.Client {
	return f.operated().Client(run, userDir)
}

// Runs is [Operated.Runs].
func (f Form) Runs(text []byte, container string) bool { return f.operated().Runs(text, container) }

// Network is [Operated.Network].
func (f Form) Network(text []byte) (key, hash string) { return f.operated().Network(text) }

// Sources is none.
func (f Form) Sources() runtime.Sources { return f.operated().Sources() }

func (f Form) operated() Operated { return Operated{f.Engine.Name, f.Engine.UserClient} }

// Rows are the engine's.
func (f Form) Rows() []runtime.Row { return f.Engine.Rows }

// Files renders the project: its target, a unit for everything Compose would create, and the private folder.
func (f Form) Files(p *model.Project, o runtime.Options, scope diag.Scope) []runtime.File {
	if o.User && f.Engine.ForUser != nil {
		p = f.Engine.ForUser(p, scope)
	}
	r := &rendering{engine: f.Engine, project: p, options: o, scope: scope, names: names.Scheme{Prefix: o.Prefix, Project: p.Name}, taken: map[string][]string{}}
	r.index()
	if !r.named() {
		return nil
	}
	r.target()
	for i := range p.Networks {
		r.network(&p.Networks[i])
	}
	for i := range p.Volumes {
		r.volume(&p.Volumes[i])
	}
	for i := range p.Builds {
		r.build(&p.Builds[i])
	}
	for i := range p.Containers {
		r.container(&p.Containers[i])
		r.unsaid(&p.Containers[i])
	}
	r.timers()
	r.updates()
	r.watch()
	r.gates()
	r.down()
	r.scripts()
	slices.SortFunc(r.files, func(a, b runtime.File) int { return strings.Compare(a.Path, b.Path) })
	return r.files
}

// rendering is one run over one project.
type rendering struct {
	engine   *Engine
	project  *model.Project
	options  runtime.Options
	scope    diag.Scope
	names    names.Scheme
	services map[string]*model.Container
	awaited  map[gate]bool
	used     map[string]bool     // scripts that units call
	taken    map[string][]string // unit name, or path of a private file -> path of what took it
	files    []runtime.File
	// kept are the names of private files that the engine keeps for its containers (see Generator.File).
	kept []unit.Value
}

// index finds what has to be known before the first file: which conditions are waited for.
func (r *rendering) index() {
	r.services, r.awaited, r.used = map[string]*model.Container{}, map[gate]bool{}, map[string]bool{}
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		r.services[c.Service] = c
		for _, d := range c.After {
			r.awaited[gateOf(d)] = true
		}
	}
}

// add renders a unit or source into the output, unless one of its values cannot be expressed in one.
func (r *rendering) add(name string, t *template.Template, view any, at ...string) {
	data, err := unit.Render(t, view)
	if err != nil {
		r.scope.At(at...).Error(diag.Unsafe, "cannot be expressed in a unit file: "+oneLine(err.Error()))
		return
	}
	r.files = append(r.files, runtime.File{Path: name, Mode: 0o644, Data: data})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// folder is the path of the project's private folder: beside the unit that refers to it, wherever that is installed. A
// unit that a generator makes lies elsewhere; then it is the administrator's or the user's folder of units.
func (r *rendering) folder() unit.Value {
	switch {
	case r.engine.Generator == nil:
		return unit.Literal("%Y/")
	case r.options.User:
		return unit.Literal("%E/systemd/user/")
	}
	return unit.Literal("%E/systemd/system/")
}

// script is the beginning of a command that runs a script of the private folder. A program's own path takes no
// specifier (systemd.service(5), "Command lines"), hence the shell.
func (r *rendering) script(name string, words ...unit.Value) []unit.Value {
	r.used[name] = true
	head := []unit.Value{unit.Literal("/bin/sh"), unit.Concat(r.folder(), unit.Word(r.project.Name+"/"+name))}
	return append(head, words...)
}

// scripts adds the scripts that were called.
func (r *rendering) scripts() {
	names := slices.Sorted(maps.Keys(r.used))
	for i := 0; i < len(names); i++ { // names grows by the scripts that scripts call
		text := r.scriptText(names[i])
		r.files = append(r.files, runtime.File{Path: path.Join(r.project.Name, names[i]), Mode: 0o600, Data: marked(names[i], text), Script: true})
		for _, call := range scriptCall.FindAllSubmatch(text, -1) {
			if name := string(call[1]); !r.used[name] {
				r.used[name] = true
				names = append(names, name)
			}
		}
	}
}

// scriptCall is how a script names another one, which it sources or runs: the scripts find each other by their folder.
var scriptCall = regexp.MustCompile(`"\$(?:folder|\{0%/\*\})/([a-z]+)"`)

// marked is a script with the line that says whose it is, below the one that says what reads it.
func marked(name string, text []byte) []byte {
	first, rest, found := strings.Cut(string(text), "\n")
	if !found || !strings.HasPrefix(first, "#!") {
		first, rest = "", string(text)
	} else {
		first += "\n"
	}
	return []byte(first + fmt.Sprintf(runtime.ScriptMark, name) + "#\n" + rest)
}

// scriptText is the engine's own script, or the one for every engine.
func (r *rendering) scriptText(name string) []byte {
	if text, own := r.engine.Scripts[name]; own {
		return text
	}
	return Shared[name]
}

// shown is a Compose file as a person in the project's folder would name it.
func (r *rendering) shown(file string) string {
	if below, ok := strings.CutPrefix(file, r.project.Dir+"/"); ok {
		return below
	}
	return path.Base(file)
}

// head is the beginning of every unit; at is the position of its subject in the Compose files.
func (r *rendering) head(description string, at ...string) templates.Head {
	sources := r.project.Sources
	if own := r.project.From[strings.Join(at, ".")]; len(own) > 0 {
		sources = own
	}
	source, from := "", "standard input; edit that"
	switch len(sources) {
	case 0:
	case 1:
		source, from = sources[0], r.shown(sources[0])+"; edit that"
	default:
		var names []string
		for _, s := range sources {
			names = append(names, r.shown(s))
		}
		source, from = sources[0], strings.Join(names, ", ")+"; edit those"
	}
	return templates.Head{
		From: unit.Text(from), Description: unit.Text(r.project.Name + ": " + description),
		SourcePath: unit.Path(source), Project: unit.Path(r.project.Name),
	}
}

// lines makes command groups of flags.
func lines(flags []Flag) [][]unit.Value {
	out := make([][]unit.Value, len(flags))
	for i, flag := range flags {
		out[i] = unit.Words(flag...)
	}
	return out
}

// command is an Exec line: a script with its words, then one flag a line.
func command(prefix unit.Prefix, head []unit.Value, flags []Flag) unit.Value {
	return unit.Command(prefix, append([][]unit.Value{head}, lines(flags)...)...)
}

// raw prints the user's own directives of one section.
func raw(keys []model.UnitKey, section string) []templates.Directive {
	var out []templates.Directive
	for _, k := range keys {
		if k.Section == section {
			out = append(out, templates.Directive{Key: unit.Key(k.Key), Value: unit.Raw(k.Value)})
		}
	}
	return out
}
