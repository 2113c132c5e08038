package cli

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Form renders projects for one engine. It implements [runtime.Runtime].
type Form struct {
	// Operation is how to query the engine and read back its files.
	runtime.Operation
	// Word is the value of -runtime or -format that selects it.
	Word string
	// Declares returns the rows of all attributes, independent of the options. It is called often and returns the same rows.
	Declares func() []runtime.Row
	// Unused are the options that do not affect the files, by the names of their flags, with the reason.
	Unused map[string]string
	// Describe returns the engine that the options select: its version, and whether it is the system's or a user's.
	Describe func(runtime.Options) *Engine
	// Adapt returns a copy of the project rewritten for that engine, and reports what the engine cannot do. It returns nil
	// if nothing can be rendered. A nil Adapt changes nothing.
	Adapt func(*model.Project, runtime.Options, diag.Scope) *model.Project
}

// Name returns the value of -runtime or -format.
func (f Form) Name() string { return f.Word }

// Rows returns the rows of all attributes.
func (f Form) Rows() []runtime.Row { return f.Declares() }

// Ignores returns the options that do not affect the files.
func (f Form) Ignores() map[string]string { return f.Unused }

// Files renders the project: its target, a unit for everything Compose would create, and the private folder.
func (f Form) Files(p *model.Project, o runtime.Options, scope diag.Scope) []runtime.File {
	if f.Adapt != nil {
		p = f.Adapt(p, o, scope)
	}
	if p == nil {
		return nil
	}
	r := &Rendering{word: f.Word, engine: f.Describe(o), project: p, options: o, scope: scope, names: names.Scheme{Prefix: o.Prefix, Project: p.Name}, taken: map[string][]string{}}
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
		r.objects().Container(r, &p.Containers[i])
		r.unsaid(&p.Containers[i])
	}
	r.timers()
	r.updates()
	r.watch()
	r.gates()
	r.down()
	r.aliases()
	r.scripts()
	slices.SortFunc(r.files, func(a, b runtime.File) int { return strings.Compare(a.Path, b.Path) })
	return r.files
}

// Rendering is one run over one project. [Objects] use its methods to write their files.
type Rendering struct {
	word     string // the form's
	engine   *Engine
	project  *model.Project
	options  runtime.Options
	scope    diag.Scope
	names    names.Scheme
	services map[string]*model.Container
	awaited  map[gate]bool
	used     map[string]bool     // scripts that the units call
	taken    map[string][]string // unit name, or path of a private file -> path of its owner
	files    []runtime.File
	// kept are the names of private files that the engine keeps for its containers.
	kept []unit.Value
}

// objects returns what writes the files of the engine's objects.
func (r *Rendering) objects() Objects {
	if r.engine.Objects != nil {
		return r.engine.Objects
	}
	return Units{}
}

// Project returns the project that is rendered.
func (r *Rendering) Project() *model.Project { return r.project }

// At returns the scope of a path in the Compose files, to which findings are added.
func (r *Rendering) At(path ...string) diag.Scope { return r.scope.At(path...) }

// Keep records the name of something that the engine keeps for the project's containers; `down` removes it.
func (r *Rendering) Keep(name string) { r.kept = append(r.kept, unit.Word(name)) }

// Awaits reports whether another service waits for a condition of a service.
func (r *Rendering) Awaits(service string, condition model.Condition) bool {
	return r.awaited[gate{service, condition}]
}

// index collects what must be known before the first file is rendered: which conditions are waited for.
func (r *Rendering) index() {
	r.services, r.awaited, r.used = map[string]*model.Container{}, map[gate]bool{}, map[string]bool{}
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		r.services[c.Service] = c
		for _, d := range c.After {
			r.awaited[gateOf(d)] = true
		}
	}
}

// Add renders a unit or source file into the output, unless it cannot express one of the values.
func (r *Rendering) Add(name string, t templates.Template, view any, at ...string) {
	data, err := unit.Render(t, view)
	if err != nil {
		r.scope.At(at...).Error(diag.Unsafe, "cannot be expressed in a unit file: "+oneLine(err.Error()))
		return
	}
	r.files = append(r.files, runtime.File{Path: name, Mode: 0o644, Data: data})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// folder returns the path of the project's private folder: beside the unit that refers to it, wherever that is installed. A
// generated unit is in a different folder; then it is the administrator's or the user's unit folder.
func (r *Rendering) folder() unit.Value {
	switch {
	case !r.engine.Generated:
		return unit.Literal("%Y/")
	case r.options.User:
		return unit.Literal("%E/systemd/user/")
	}
	return unit.Literal("%E/systemd/system/")
}

// Script returns the first words of a command that runs a script of the private folder. The path of a program cannot
// contain specifiers (systemd.service(5), "Command lines"), hence the shell.
func (r *Rendering) Script(name string, words ...unit.Value) []unit.Value {
	r.used[name] = true
	head := []unit.Value{unit.Literal("/bin/sh"), unit.Concat(r.folder(), unit.Word(r.project.Name+"/"+name))}
	return append(head, words...)
}

// scripts adds the scripts that are called.
func (r *Rendering) scripts() {
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

// scriptCall matches a reference to another script, which is sourced or run: the scripts find each other by their folder.
var scriptCall = lazyregexp.New(`"\$(?:folder|\{0%/\*\})/([a-z]+)"`)

// marked inserts [runtime.ScriptMark] into a script, below the interpreter line.
func marked(name string, text []byte) []byte {
	first, rest, found := strings.Cut(string(text), "\n")
	if !found || !strings.HasPrefix(first, "#!") {
		first, rest = "", string(text)
	} else {
		first += "\n"
	}
	return []byte(first + fmt.Sprintf(runtime.ScriptMark, name) + "#\n" + rest)
}

// scriptText returns the engine's own script, or the shared one.
func (r *Rendering) scriptText(name string) []byte {
	if text, own := r.engine.Scripts[name]; own {
		return text
	}
	return Shared()[name]
}

// shown returns the path of a Compose file as a user in the project's folder would write it.
func (r *Rendering) shown(file string) string {
	if file == model.Stdin {
		return "standard input"
	}
	if below, ok := strings.CutPrefix(file, r.project.Dir+"/"); ok {
		return below
	}
	return path.Base(file)
}

// head returns the head of a unit; at is the path of its subject in the Compose files.
func (r *Rendering) head(description string, at ...string) templates.Head {
	sources := r.project.Sources
	if own := r.project.From[strings.Join(at, ".")]; len(own) > 0 {
		sources = own
	}
	var names []string
	for _, s := range sources {
		names = append(names, r.shown(s))
	}
	from := cmp.Or(strings.Join(names, ", "), r.shown(model.Stdin)) + "; edit that"
	if len(names) > 1 {
		from = strings.Join(names, ", ") + "; edit those"
	}
	head := templates.Head{From: unit.Text(from), Description: unit.Text(r.project.Name + ": " + description), Project: unit.Path(r.project.Name)}
	if at := slices.IndexFunc(sources, func(s string) bool { return s != model.Stdin }); at >= 0 {
		head.SourcePath = unit.Path(sources[at])
	}
	return head
}

// Value returns a word as a unit value, with its place filled in.
func (r *Rendering) Value(w Word) unit.Value {
	var place unit.Value
	switch w.Place {
	case 0:
		return unit.Word(w.Text)
	case PrivateFile:
		place = r.privateWord(w.File)
	case RuntimeDir:
		place = unit.Literal("%t")
	case UnitName:
		place = unit.Literal("%n")
	default:
		panic("cli: no unit has the place of " + w.String())
	}
	return unit.Concat(unit.Word(w.Text), place, unit.Word(w.Rest))
}

// lines converts flags to command groups.
func (r *Rendering) lines(flags []Flag) [][]unit.Value {
	out := make([][]unit.Value, len(flags))
	for i, flag := range flags {
		for _, word := range flag {
			out[i] = append(out[i], r.Value(word))
		}
	}
	return out
}

// command returns an Exec line: a script with its arguments, then one flag per line.
func (r *Rendering) command(prefix unit.Prefix, head []unit.Value, flags ...Flag) unit.Value {
	return unit.Command(prefix, append([][]unit.Value{head}, r.lines(flags)...)...)
}

// Run returns a script of the private folder as a command of a unit.
func (r *Rendering) Run(script string, words ...unit.Value) templates.Exec {
	return templates.Exec{Command: r.command(unit.Plain, r.Script(script, words...))}
}

// raw returns the user's own directives of one section.
func raw(keys []model.UnitKey, section string) []templates.Directive {
	var out []templates.Directive
	for _, k := range keys {
		if k.Section == section {
			out = append(out, templates.Directive{Key: unit.Key(k.Key), Value: unit.Raw(k.Value)})
		}
	}
	return out
}
