package cli

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Objects writes the files of the objects that an engine creates for a project. The other files of a project (target,
// gates, timers, the down unit) are written by the form itself. [Units] is the default.
type Objects interface {
	Container(*Rendering, *model.Container)
	Network(*Rendering, Object)
	Volume(*Rendering, Object)
	Build(*Rendering, BuildObject)
}

// Object is a network or a volume of a project.
type Object struct {
	// Kind is the word that scripts use for it: network or volume.
	Kind string
	// Key is its key in the Compose file, Name its name in the engine, Hash the hash of its definition.
	Key, Name, Hash string
	// Unit is the name of its unit.
	Unit string
	Head templates.Head
	// Flags are the flags that create it.
	Flags []Emitted
	// At is its path in the Compose file.
	At []string
}

// Words returns the arguments that identify it to the scripts.
func (o Object) Words() []unit.Value {
	return []unit.Value{unit.Word(o.Kind), unit.Word(o.Name), unit.Word(o.Hash)}
}

// BuildObject is an image that is built.
type BuildObject struct {
	*model.Build
	// Unit is the name of its unit.
	Unit string
	Head templates.Head
	// Flags are the flags of the build, except the arguments ([Rendering.BuildArgs]) and the context.
	Flags []Flag
}

// Emitted is one flag of an object: the attribute whose rule emitted it, and its words as unit values.
type Emitted struct {
	Attr   string
	Flag   Flag
	Values []unit.Value
}

// Emit converts a flag to unit values.
func (r *Rendering) Emit(attr string, flag Flag) Emitted {
	return Emitted{attr, flag, slices.Concat(r.lines([]Flag{flag})...)}
}

// emitted returns all flags that the rules emit.
func emitted[S any](r *Rendering, rules []runtime.Rule[S, Flag], of *S) []Emitted {
	var out []Emitted
	for _, rule := range rules {
		if rule.Emit == nil {
			continue
		}
		for _, flag := range rule.Emit(of) {
			out = append(out, r.Emit(rule.Attr, flag))
		}
	}
	return out
}

// Units is the default of [Objects]: units that call the engine's command line through the scripts.
type Units struct{}

// Container writes the unit of a container: create it if it is missing or its definition changed, start it, follow it, stop
// it. It is removed only when its definition changes and by the project's down unit.
func (Units) Container(r *Rendering, c *model.Container) {
	name, id := r.Claim(r.FileName(c), c.At...), r.Identify(c)
	view := r.Life(c, id)
	view.Pre = r.Conditions(c, id, append(r.Paths(c), r.preparations(c, id)...))
	view.Start = r.Run("run", r.runWords(c, id)...)
	r.Add(name, templates.Container, view, c.At...)
}

// Network writes the unit that creates a network if it is missing.
func (u Units) Network(r *Rendering, o Object) { u.ensure(r, o, unit.Literal("%n"), unit.Word(o.Key)) }

// Volume does the same for a volume.
func (u Units) Volume(r *Rendering, o Object) { u.ensure(r, o) }

func (Units) ensure(r *Rendering, o Object, further ...unit.Value) {
	groups := [][]unit.Value{append(r.Script("ensure", o.Words()...), further...)}
	for _, e := range o.Flags {
		groups = append(groups, e.Values)
	}
	r.Add(o.Unit, templates.Oneshot, templates.OneshotView{
		Head: o.Head, Client: r.client(), Start: []templates.Exec{{Command: unit.Command(unit.Plain, groups...)}},
	}, o.At...)
}

// Build writes the unit that provides an image with a build section: if it is missing it is pulled, and built when that
// fails; with pull_policy: build it is built at every start. The containers that use the image wait for it.
func (Units) Build(r *Rendering, b BuildObject) {
	when := unit.Literal("missing")
	if b.Always {
		when = unit.Literal("always")
	}
	args, passed := r.byClient(b.Build)
	groups := [][]unit.Value{r.Script("build", when, unit.Word(b.Tags[0])), passed}
	groups = append(groups, r.lines(append(b.Flags, args...))...)
	groups = append(groups, []unit.Value{unit.Word(b.Context)})
	r.Add(b.Unit, templates.Oneshot, templates.OneshotView{
		Head: b.Head, Client: r.client(), Start: append(r.Fetch(b.Build), templates.Exec{Command: unit.Command(unit.Plain, groups...)}),
	}, b.At...)
}
